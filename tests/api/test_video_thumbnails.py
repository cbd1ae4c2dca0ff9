"""Thumbnails to choose from, over the API."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from domain.ids import video_stream
from domain.video import Stage, Video
from tests.api.serving import STRANGER, Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FILMED, INSPECTED, THUMBNAILED, VARIANTS
from tests.given import VIDEO

HERE = f"/api/v1/videos/{VIDEO}"
DATA = b"\xff\xd8\xff first"


@pytest.fixture
async def api(viewed_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """A film that waits for approval; its first thumbnail is on disk."""
    on_disk = await DiskBlobs(tmp_path / "blobs").put(DATA)
    variants = (replace(VARIANTS[0], wide=on_disk), *VARIANTS[1:])
    history = [replace(it, variants=variants) if it is THUMBNAILED else it for it in INSPECTED]
    async with serving(viewed_url, tmp_path, [*SET_UP, *its(*history)]) as served:
        yield served


async def test_they_say_what_they_are_made_of_and_which_one_stands(api: Api) -> None:
    made = (await api.read(f"{HERE}/thumbnails"))["thumbnails"]
    assert [(it["variant"], it["layout"], it["chosen"]) for it in made] == [
        (1, "foot", False),
        (2, "side", True),
        (3, "label", False),
    ]
    assert made[1]["wide"] == VARIANTS[1].wide
    assert made[0]["contrast"] >= 4.5


async def test_each_can_be_looked_at_before_it_is_chosen(api: Api) -> None:
    (first, *_) = (await api.read(f"{HERE}/thumbnails"))["thumbnails"]
    image = await api.get(first["wide_location"])
    assert (image.headers["Content-Type"], image.content) == ("image/jpeg", DATA)


async def test_another_is_chosen_and_the_film_is_looked_at_again(api: Api) -> None:
    answer = await api.send("PUT", HERE, {"thumbnail_variant": 3})
    assert answer.status_code == 200, answer.text
    video: Video = await api.deps.ledger.state(video_stream(VIDEO))
    assert (video.stage, video.parts.thumbnail) == (Stage.MAKING, VARIANTS[2].wide)


async def test_one_that_is_not_there_is_refused(api: Api) -> None:
    for variant in (0, 4):
        answer = await api.send("PUT", HERE, {"thumbnail_variant": variant})
        assert answer.status_code == 422


async def test_they_are_nobody_elses_business(api: Api) -> None:
    answer = await api.as_(STRANGER).get(f"{HERE}/thumbnails")
    assert (answer.status_code, answer.json()["code"]) == (404, "video-unknown")


async def test_there_are_none_before_they_are_made(viewed_url: str, tmp_path: Path) -> None:
    history = [it for it in FILMED if it is not THUMBNAILED]
    async with serving(viewed_url, tmp_path, [*SET_UP, *its(*history)]) as served:
        assert await served.read(f"{HERE}/thumbnails") == {"thumbnails": []}
        answer = await served.send("PUT", HERE, {"thumbnail_variant": 1})
        assert answer.json()["code"] == "variant-unknown"
