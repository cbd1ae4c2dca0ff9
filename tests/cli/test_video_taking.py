"""Taking a video's files out on the command line, held against a real API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.asking import Installation, installed, sentence
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FILM, SCRIPTED
from tests.given import VIDEO

ID = str(VIDEO)


def held(folder: Path) -> set[str]:
    return {it.name for it in folder.iterdir()}


@pytest.fixture
async def in_making(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*SCRIPTED)]) as it:
        await it.api.deps.blobs.put(b"source")
        yield it


async def test_a_film_is_taken_out_before_anybody_approved_it(
    here: Installation, tmp_path: Path
) -> None:
    out = tmp_path / "look.mp4"
    told = await here.done("video", "film", ID, "--out", str(out))
    assert (told["file"], told["blob"], told["size_bytes"]) == (str(out), FILM, 4)
    assert out.read_bytes() == b"film"
    assert held(tmp_path) & {"look.mp4", ".look.mp4.part"} == {"look.mp4"}
    assert FILM in (await here.says("video", "film", ID, "--out", str(out))).stderr


async def test_every_file_is_taken_out_into_a_folder(here: Installation, tmp_path: Path) -> None:
    out = tmp_path / "all"
    taken = (await here.done("video", "files", ID, "--out", str(out)))["files"]
    assert taken["captions.srt"] == str(out / "captions.srt")
    assert (out / "captions.srt").read_bytes() == b"srt"
    assert {"film.mp4", "thumbnail.jpg", "captions.vtt", "metadata.json"} <= taken.keys()


async def test_a_film_that_is_not_made_yet_is_said_with_its_stage(
    in_making: Installation, tmp_path: Path
) -> None:
    result = await in_making.says("video", "film", ID, "--out", str(tmp_path / "film.mp4"))
    assert result.exit_code == 2
    assert "is making and has no film yet; `ytempire video show" in sentence(result)


@pytest.mark.parametrize("place", ["no/film.mp4", "folder"])
async def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(
    here: Installation, tmp_path: Path, place: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    result = await here.says("video", "film", ID, "--out", str(tmp_path / place))
    assert result.exit_code == 2
    assert "cannot be written" in sentence(result)
    assert held(folder) == set()
    assert not any(it.startswith(".") for it in held(tmp_path))


async def test_a_folder_that_cannot_be_made_is_said(here: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = await here.says("video", "files", ID, "--out", str(tmp_path / "file" / "in"))
    assert result.exit_code == 2
    assert "cannot be made a folder" in sentence(result)


async def test_a_file_that_is_gone_leaves_nothing_behind(
    here: Installation, tmp_path: Path
) -> None:
    (await here.api.deps.blobs.path(FILM)).unlink()
    result = await here.says("video", "film", ID, "--out", str(tmp_path / "film.mp4"))
    assert result.exit_code in (2, 3)
    assert not any("film.mp4" in it for it in held(tmp_path))
