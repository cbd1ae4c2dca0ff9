import shutil
from pathlib import Path

import pytest

from adapters.anchors.folder import FolderAnchors
from processors.errors import AnchorTaken, InvalidInput, Unavailable

SEAL = "seals/000000000001.json"


@pytest.fixture
def anchors(tmp_path: Path) -> FolderAnchors:
    return FolderAnchors(tmp_path / "anchors")


def _files(root: Path) -> list[tuple[str, int]]:
    return [(it.name, it.stat().st_mode & 0o777) for it in root.rglob("*") if it.is_file()]


async def test_what_was_added_is_read_and_listed_in_order(anchors: FolderAnchors) -> None:
    await anchors.add("seals/000000000002.json", b"two")
    await anchors.add(SEAL, b"one")
    await anchors.add("erasures/an-account.json", b"gone")
    assert await anchors.read(SEAL) == b"one"
    assert await anchors.names("seals/") == [SEAL, "seals/000000000002.json"]


async def test_the_same_bytes_may_come_again(anchors: FolderAnchors) -> None:
    await anchors.add(SEAL, b"one")
    await anchors.add(SEAL, b"one")
    assert await anchors.read(SEAL) == b"one"


async def test_other_bytes_are_refused_and_change_nothing(anchors: FolderAnchors) -> None:
    await anchors.add(SEAL, b"one")
    with pytest.raises(AnchorTaken, match="stands already"):
        await anchors.add(SEAL, b"another")
    assert await anchors.read(SEAL) == b"one"


async def test_a_file_is_read_only_and_nothing_else_is_left(
    anchors: FolderAnchors, tmp_path: Path
) -> None:
    await anchors.add(SEAL, b"one")
    assert _files(tmp_path) == [("000000000001.json", 0o400)]


async def test_a_plain_copy_of_the_folder_is_read_the_same(
    anchors: FolderAnchors, tmp_path: Path
) -> None:
    await anchors.add(SEAL, b"one")
    shutil.copytree(tmp_path / "anchors", tmp_path / "copy")
    copy = FolderAnchors(tmp_path / "copy")
    assert await copy.names("") == [SEAL]
    assert await copy.read(SEAL) == b"one"


async def test_where_nothing_stands_nothing_is_read(anchors: FolderAnchors) -> None:
    assert await anchors.read(SEAL) is None
    assert await anchors.names("seals/") == []


@pytest.mark.parametrize("name", ["seals", "../etc/passwd", "seals/../x", "seals/.x", "/a/b", ""])
async def test_a_name_that_could_lead_elsewhere_is_refused(
    anchors: FolderAnchors, name: str
) -> None:
    with pytest.raises(InvalidInput, match="cannot name an anchor"):
        await anchors.add(name, b"")


async def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="cannot be written"):
        await FolderAnchors(tmp_path / "file").add(SEAL, b"one")


async def test_a_place_that_cannot_be_listed_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="cannot be read"):
        await FolderAnchors(tmp_path / "file").names("seals/")
