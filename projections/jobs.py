"""Jobs: one row a job, open until it is settled. What the dispatcher looks at."""

from collections.abc import Iterator
from types import MappingProxyType
from uuid import UUID

from domain.event import Recorded
from domain.ids import StreamId, id_of, kind_of
from domain.job import (
    JobCancelled,
    JobDeadLettered,
    JobDeferred,
    JobEvent,
    JobFailed,
    JobFellBack,
    JobFinished,
    JobOpened,
)
from projections.change import Change, Put
from projections.projection import Projection, events_of
from projections.table import NO_ID, NO_INSTANT, TEXT, WHOLE, Index, Kind, Row, Table

JOBS = Table(
    "jobs",
    key={"job_id": Kind.ID},
    columns={
        "kind": TEXT,
        "subject": TEXT,
        "account_id": NO_ID,
        "video_id": NO_ID,
        "state": TEXT,
        "failures": WHOLE,
        "not_before": NO_INSTANT,
        "priority": WHOLE,
        "code": TEXT,
        "sentence": TEXT,
        "opened_at": NO_INSTANT,
        "opened_position": WHOLE,
        "settled_at": NO_INSTANT,
    },
    indexes=(
        Index(("priority", "opened_position"), only=("state", "open")),
        Index(("not_before",), only=("state", "open")),
        Index(("video_id", "opened_position")),
        Index(("account_id", "opened_position")),
    ),
)

NEAREST_TO_DONE_FIRST = (
    "preview",
    "publish",
    "inspect",
    "make-thumbnail",
    "render",
    "illustrate",
    "narrate",
    "package",
    "judge-script",
    "write-script",
    "research",
)
PRIORITY = MappingProxyType({kind: n for n, kind in enumerate(NEAREST_TO_DONE_FIRST, start=-1)})
"""The lower, the sooner: somebody waits for a preview, and films are finished before others are
begun.
"""


def project(it: Recorded) -> Iterator[Change]:
    assert isinstance(it.event, JobEvent)
    yield Put(JOBS.name, (id_of(it.stream),), _values(it, it.event))


def _values(it: Recorded, happened: JobEvent) -> Row:
    match happened:
        case JobOpened():
            return _opened(it, happened)
        case JobFailed(failures=failures, code=code, sentence=sentence, retry_at=retry_at):
            tried: Row = {"failures": failures, "not_before": retry_at}
            return tried | {"code": code, "sentence": sentence}
        case JobDeferred(code=code, sentence=sentence, retry_at=retry_at):
            return {"not_before": retry_at, "code": code, "sentence": sentence}
        case JobFellBack(code=code, sentence=sentence):
            return {"code": code, "sentence": sentence}
        case JobDeadLettered(failures=failures, code=code, sentence=sentence):
            tried = {"failures": failures, "code": code, "sentence": sentence}
            return tried | _settled(it, "dead")
        case JobFinished(used=used):
            return _settled(it, "finished" if used else "set-aside")
        case JobCancelled(reason=reason):
            return _settled(it, "cancelled") | {"sentence": reason}


def _opened(it: Recorded, opened: JobOpened) -> Row:
    return {
        "kind": opened.kind,
        "subject": opened.subject,
        "account_id": opened.account_id,
        "video_id": _video(opened.subject),
        "state": "open",
        "not_before": opened.not_before,
        "priority": PRIORITY.get(opened.kind, len(PRIORITY)),
        "opened_at": it.recorded_at,
        "opened_position": it.position,
    }


def _settled(it: Recorded, state: str) -> Row:
    return {"state": state, "settled_at": it.recorded_at}


def _video(subject: StreamId) -> UUID | None:
    return id_of(subject) if kind_of(subject) == "video" else None


PROJECTION = Projection(
    name="jobs",
    version=2,
    follows=events_of(JobEvent),
    tables=(JOBS,),
    project=project,
    reads=frozenset({"recorded_at"}),
)
