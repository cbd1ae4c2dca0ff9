"""A film in the making, as `video show` tells of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.ports import Running
from domain.ids import job_stream
from domain.job import OWN_PACE, JobDeferred, JobOpened
from domain.pipeline import film_of
from domain.work import Narrate
from infra.cli.under_way import told, with_percent
from tests.cli.asking import Installation, installed
from tests.commands.stage import SET_UP, its, opened
from tests.domain.video.history import GATHERED, SCRIPTED, a_video
from tests.given import ACCOUNT, JOB, NOON, SCRIPT, VIDEO, VIDEO_STREAM

ID = str(VIDEO)
THEN = str(len(SET_UP) + 1)


@pytest.fixture
async def rendering(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    render = film_of(a_video.given(*GATHERED).state)
    assert render is not None
    job = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, render, None))
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*GATHERED), job]) as it:
        await it.api.deps.blobs.put(b"source")
        yield it


def work(kind: str, **told: Any) -> dict[str, Any]:
    silent = dict.fromkeys(
        ("done", "total", "per_second", "segments_done", "segments_total", "left_s", "waits")
    )
    return {"kind": kind, "failures": 0, **silent, **told}


async def test_a_film_in_the_making_is_shown_with_how_far_it_is(rendering: Installation) -> None:
    rendering.api.progress.running = (Running(str(JOB), "render", 45, 90, 30.0, 1, 3),)
    (its,) = (await rendering.done("video", "show", ID))["work"]
    assert (its["kind"], its["percent"], its["segments_done"]) == ("render", 50, 1)
    said = (await rendering.says("video", "show", ID)).stdout
    assert "film: 50 %, 1 of 3 segments, 45 of 90 frames at 30 fps, about 2 s left" in said


async def test_a_film_as_it_was_has_nothing_under_way(rendering: Installation) -> None:
    assert (await rendering.done("video", "show", ID, "--as-of", THEN))["work"] == []


def test_work_that_counts_nothing_says_so_and_pictures_are_counted_by_scenes() -> None:
    found = with_percent([work("illustrate"), work("illustrate"), work("narrate", failures=2)])
    assert [it["percent"] for it in found] == [None, None, None]
    made = {"scenes": 6, "scenes_illustrated": 4}
    assert list(told(found, made)) == ["pictures: 4 of 6", "voice: tried again after 2 failures"]
    assert list(told([work("judge-script")], made)) == ["judge: begun, or waits for a worker"]


LIMITED = "elevenlabs is asked as much as its limits allow; this waits its turn"
SPEAKS = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None))


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2999, f"voice: waits until 14:32:05 UTC (our own limit towards it): {LIMITED}"),
        (2026, "voice: begun, or waits for a worker"),
    ],
)
async def test_work_that_waits_for_its_turn_says_until_when_and_why(
    viewed_url: str, tmp_path: Path, year: int, said: str
) -> None:
    until = datetime(year, 1, 1, 14, 32, 5, tzinfo=UTC)
    waits = (job_stream(JOB), JobDeferred(1, OWN_PACE, LIMITED, NOON, until))
    history = [*SET_UP, *its(*SCRIPTED), SPEAKS, waits]
    async with installed(viewed_url, tmp_path, history) as here:
        await here.api.deps.blobs.put(b"source")
        (work,) = (await here.done("video", "show", ID))["work"]
        (listed,) = (await here.done("job", "list"))["items"]
        told_of = await here.says("video", "show", ID)
    for it in (work["waits"], listed["waits"]):
        found = it and (datetime.fromisoformat(it["until"]), it["code"], it["sentence"])
        assert found == ((until, OWN_PACE, LIMITED) if year == 2999 else None)
    assert said in " ".join(told_of.stdout.split())
