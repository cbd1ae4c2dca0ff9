"""What the board says of a video is what the domain says of it, whatever was decided."""

from collections.abc import Callable
from functools import reduce
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from domain import video as domain_video
from domain.event import Decision, Event, Refused
from domain.ids import StreamId, VideoId, video_stream
from domain.video import Video, editing
from domain.work import Narrate
from queries import video
from tests.domain.video.history import FILMED, GATHERED, INSPECTED, PUBLIC, RENDERED, SCRIPTED
from tests.given import ACCOUNT, JOB, REQUESTED, SCRIPT, YOU, blob
from tests.projections.test_video import INSPECT
from tests.queries.served import served, told

Decide = Callable[[Video], Decision]
OTHER = blob("other")
BEGINNINGS: tuple[list[Event], ...] = (
    [REQUESTED],
    SCRIPTED,
    GATHERED,
    FILMED,
    INSPECTED,
    PUBLIC[:-1],
    PUBLIC,
)
DECISIONS: tuple[Decide, ...] = (
    lambda it: editing.edit_script(it, OTHER, 3, YOU),
    lambda it: editing.edit_metadata(it, OTHER, "Mine", YOU),
    lambda it: editing.edit_scene(it, 0, OTHER, YOU),
    lambda it: editing.edit_scene(it, 1, OTHER, YOU),
    lambda it: editing.edit_thumbnail(it, OTHER, YOU),
    lambda it: it.fail(JOB, INSPECT, "frozen", "it stands still"),
    lambda it: it.fail(JOB, Narrate(SCRIPT, "en"), "no-voice", "there is none"),
    lambda it: it.retry(YOU),
    lambda it: it.cancel(YOU, "enough"),
    lambda it: iter([RENDERED] if it.parts.film is None and it.parts.narration else []),
)
STEPS = 2


def walk(beginning: list[Event], decisions: tuple[Decide, ...]) -> tuple[list[Event], Video]:
    """A history in which each decision is taken, or declined and left out."""
    happened, its = list(beginning), reduce(domain_video.evolve, beginning, None)  # type: ignore[arg-type]  # events of a video
    assert its is not None
    for decide in decisions:
        try:
            for it in decide(its):
                happened.append(it)
                its = domain_video.evolve(its, it)  # type: ignore[arg-type]  # events of a video
        except Refused:
            continue
    return happened, its


def walks() -> list[tuple[list[Event], Video]]:
    return [walk(*it) for it in product(BEGINNINGS, product(DECISIONS, repeat=STEPS))]


def said_by_the_domain(its: Video) -> dict[str, Any]:
    parts = its.parts
    return {
        "stage": its.stage.value,
        "title": parts.title or None,
        "script": parts.script,
        "narration": parts.narration,
        "film": parts.film,
        "metadata": its.sidecar,
        "packaged": parts.metadata is not None,
        "scenes": [n for n, image in enumerate(parts.images) if image],
        "approved": its.approval and its.approval.film,
    }


def said_by_the_board(its: dict[str, Any]) -> dict[str, Any]:
    files = its["files"]
    return {
        "stage": its["stage"],
        "title": its["title"],
        "script": files["script"],
        "narration": files["narration"],
        "film": files["film"],
        "metadata": files["metadata"],
        "packaged": its["progress"]["packaged"],
        "scenes": [it["scene"] for it in its["scenes"]],
        "approved": its["approval"] and its["approval"]["film"],
    }


@pytest.mark.no_cover
async def test_the_board_agrees_with_the_domain(database_url: str) -> None:
    made = {VideoId(UUID(int=n)): it for n, it in enumerate(walks(), start=1)}
    history: list[tuple[StreamId, Event]] = [
        (video_stream(id), it) for id, (events, _) in made.items() for it in events
    ]
    async with served(database_url, history) as reader:
        for id, (events, its) in made.items():
            board = told(await video.one(reader, ACCOUNT, id))
            assert said_by_the_board(board) == said_by_the_domain(its), events
            assert board["files"]["thumbnail"] in (its.parts.thumbnail, None) or (
                its.parts.thumbnail is None  # the same title and picture as before: still good
            )
