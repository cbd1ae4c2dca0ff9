"""Publishing to a real folder: whole, once, and found again."""

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.publish.folder import FolderPublisher
from domain.ids import BlobId
from domain.metadata import Metadata
from processors.errors import Rejected, Unavailable
from processors.ports import Publication
from tests.given import blob

NAMES = ["cover.jpg", "film.mp4", "film.srt", "film.vtt", "metadata.json", "thumbnail.jpg"]
OP = "0a1b2c3d-0000-5000-8000-000000000000"


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


@pytest.fixture
def publisher(tmp_path: Path, blobs: DiskBlobs) -> FolderPublisher:
    return FolderPublisher(tmp_path / "films", blobs)


@pytest.fixture
async def publication(blobs: DiskBlobs) -> Publication:
    ids = [await blobs.put(it.encode()) for it in ("film", "picture", "cover", "srt", "vtt", "{}")]
    film, thumbnail, cover, srt, vtt, sidecar = ids
    metadata = Metadata("Ice: what it remembers", "", (), "en")
    return Publication(OP, "Deep Time", film, thumbnail, srt, vtt, metadata, (), sidecar, cover)


def everything(folder: Path) -> list[str]:
    return sorted(str(it.relative_to(folder)) for it in folder.rglob("*") if it.is_file())


@contextmanager
def filling_of(folder: Path) -> Iterator[None]:
    """As a publisher holds the folder that it writes into."""
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


async def test_a_film_lies_in_its_channels_folder_with_all_that_belongs_to_it(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    published = (await publisher.publish(publication)).answer
    place = Path(published.location)
    assert place == tmp_path / "films" / "Deep-Time" / "Ice-what-it-remembers-0a1b2c3d0000"
    assert everything(place) == NAMES
    assert (place / "film.mp4").read_bytes() == b"film"
    assert (place / "metadata.json").read_bytes() == b"{}"
    assert (place / "cover.jpg").read_bytes() == b"cover"


async def test_a_film_without_an_upright_thumbnail_lies_there_without_one(
    publisher: FolderPublisher, publication: Publication
) -> None:
    published = (await publisher.publish(replace(publication, cover=None))).answer
    assert everything(Path(published.location)) == [it for it in NAMES if it != "cover.jpg"]


async def test_publishing_again_changes_nothing(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    first = (await publisher.publish(publication)).answer
    retitled = replace(publication, metadata=Metadata("Another title", "", (), "en"))
    assert (await publisher.publish(retitled)).answer == first
    assert len(everything(tmp_path / "films")) == len(NAMES)


async def test_two_who_publish_the_same_at_once_leave_one_film(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    tries = await asyncio.gather(
        *(publisher.publish(publication) for _ in range(3)), return_exceptions=True
    )
    assert any(not isinstance(it, BaseException) for it in tries)
    assert len(everything(tmp_path / "films")) == len(NAMES)


async def test_what_was_published_is_found_by_its_op(
    publisher: FolderPublisher, publication: Publication
) -> None:
    assert await publisher.find(OP, "Deep Time") is None
    published = (await publisher.publish(publication)).answer
    assert await publisher.find(OP, "Deep Time") == published
    assert await publisher.find("f" * 36, "Deep Time") is None


async def test_what_a_killed_try_left_behind_is_no_publication_and_is_swept(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    left = tmp_path / "films" / ".0a1b2c3d0000-x"
    left.mkdir(parents=True)
    (left / "film.mp4").write_bytes(b"half")
    assert await publisher.find(OP, "Deep Time") is None
    await publisher.publish(publication)
    assert not left.exists()


async def test_what_another_is_filling_is_not_swept(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    filling = tmp_path / "films" / ".0a1b2c3d0000-x"
    filling.mkdir(parents=True)
    (filling / "film.mp4").write_bytes(b"half")
    with filling_of(filling):
        await publisher.publish(publication)
        await publisher.withdraw([OP])
    assert (filling / "film.mp4").read_bytes() == b"half"


async def test_a_missing_file_leaves_nothing_behind(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    with pytest.raises(Rejected, match="no blob"):
        await publisher.publish(replace(publication, srt=BlobId(blob("never made"))))
    assert everything(tmp_path / "films") == []


@pytest.mark.parametrize(
    ("channel", "folder"),
    [("../../etc", "etc"), ("Zeit & Raum", "Zeit-Raum"), ("時間", "時間"), ("…", "channel")],
)
async def test_a_channel_cannot_leave_its_root(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path, channel: str, folder: str
) -> None:
    published = (await publisher.publish(replace(publication, channel=channel))).answer
    assert Path(published.location).parent == tmp_path / "films" / folder


async def test_long_names_are_cut_at_a_letter(
    publisher: FolderPublisher, publication: Publication
) -> None:
    long = replace(publication, metadata=Metadata("é" * 200, "", (), "fr"))
    published = (await publisher.publish(long)).answer
    assert Path(published.location).name == "é" * 30 + "-0a1b2c3d0000"


async def test_a_folder_that_cannot_be_written_is_said_plainly(
    tmp_path: Path, blobs: DiskBlobs, publication: Publication
) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unavailable, match="cannot be written") as refused:
        await FolderPublisher(tmp_path / "taken", blobs).publish(publication)
    assert refused.value.code == "folder-unwritable"


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)


@pytest.mark.usefixtures("full_disk")
async def test_a_full_disk_leaves_nothing_half_written(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable) as refused:
        await publisher.publish(publication)
    assert refused.value.code == "disk-full"
    assert everything(tmp_path / "films") == []


async def test_what_is_withdrawn_is_gone_with_its_empty_folder(
    publisher: FolderPublisher, publication: Publication, tmp_path: Path
) -> None:
    await publisher.publish(publication)
    half = tmp_path / "films" / f".{OP.replace('-', '')[:12]}-half"
    half.mkdir()
    for _ in range(2):
        await publisher.withdraw([OP])
    assert list((tmp_path / "films").iterdir()) == []


async def test_another_film_of_the_same_channel_is_left(
    publisher: FolderPublisher, publication: Publication
) -> None:
    other = replace(publication, op="ffffffff-0000-5000-8000-000000000000")
    for it in (publication, other):
        await publisher.publish(it)
    await publisher.withdraw([OP])
    assert await publisher.find(OP, "Deep Time") is None
    assert await publisher.find(other.op, "Deep Time") is not None
