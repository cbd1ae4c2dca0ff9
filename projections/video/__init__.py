"""The board, its scenes and its timeline: what every video is, and what happened to it."""

from collections.abc import Iterator

from domain.event import Recorded, catalog
from domain.video.events import VideoEvent
from projections.change import Append, Change
from projections.projection import Projection, events_of
from projections.sentences import sentence
from projections.table import Row
from projections.video import board
from projections.video.board import video_id
from projections.video.tables import SCENES, TIMELINE, VIDEOS


def project(it: Recorded) -> Iterator[Change]:
    assert isinstance(it.event, VideoEvent)
    yield from board.changes(it, it.event)
    row: Row = {
        "video_id": video_id(it),
        "at": it.recorded_at,
        "name": catalog[type(it.event)].name,
        "sentence": sentence(it.event),
        "actor": it.actor,
    }
    yield Append(TIMELINE.name, it.position, 0, row)


PROJECTION = Projection(
    name="video",
    version=4,
    follows=events_of(VideoEvent),
    tables=(VIDEOS, SCENES, TIMELINE),
    project=project,
    reads=frozenset({"recorded_at", "actor"}),
)
