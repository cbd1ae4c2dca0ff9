"""A preview on the command line, held against a real API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.asking import Installation, installed, sentence
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import INSPECTED, SCRIPTED
from tests.domain.video.test_preview import ASKED, SMALL
from tests.given import VIDEO

ID = str(VIDEO)


@pytest.fixture
async def previewed(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*INSPECTED, ASKED, SMALL)]) as it:
        await it.api.deps.blobs.put(b"preview")
        yield it


async def test_a_preview_that_is_there_is_taken_out(
    previewed: Installation, tmp_path: Path
) -> None:
    out = tmp_path / "small.mp4"
    told = await previewed.done("video", "preview", ID, "--out", str(out))
    assert (told["state"], told["width"], told["height"]) == ("made", 960, 540)
    assert out.read_bytes() == b"preview"
    assert "960×540" in (await previewed.says("video", "preview", ID)).stderr


@pytest.mark.parametrize("out", ["", "nowhere/small.mp4"])
async def test_a_place_that_cannot_be_written_is_said_before_anything_is_made(
    previewed: Installation, tmp_path: Path, out: str
) -> None:
    result = await previewed.says("video", "preview", ID, "--out", str(tmp_path / out))
    assert result.exit_code == 2
    assert "cannot be written" in sentence(result)


async def test_a_preview_before_there_is_anything_to_see_is_refused(
    viewed_url: str, tmp_path: Path
) -> None:
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*SCRIPTED)]) as here:
        result = await here.says("video", "preview", ID)
    assert result.exit_code == 2
    assert sentence(result).endswith("(preview-too-early)")
