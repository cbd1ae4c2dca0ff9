"""Wake-ups: Redis streams read by one group of workers. Hints, never the truth.

A kind of job has two lanes: `jobs.<kind>.next`, in which no account has more than a few, and
`jobs.<kind>` for all others; workers read the first before any of the second. Whoever sends
wake-ups rings on a channel, for workers that have nothing to do. A wake-up may be lost or doubled,
and Redis may be emptied: the jobs stand in Postgres.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from domain.ids import JobId

GROUP = "workers"
BELL = "jobs"
RING = b"1"
FIELD = "job"
Place = tuple[int, int]
BEGIN: Place = (0, 0)


def stream_of(kind: str) -> str:
    return f"jobs.{kind}"


def next_of(kind: str) -> str:
    """What is read before anything in `stream_of` any kind."""
    return f"jobs.{kind}.next"


def kind_of(stream: str) -> str:
    return stream.removeprefix("jobs.").removesuffix(".next")


def lanes(kind: str) -> tuple[str, str]:
    return next_of(kind), stream_of(kind)


def connect(url: str, answer_s: float) -> Redis:
    """Fails at once where Redis is away, or does not answer in time: callers begin again."""
    retry = Retry(NoBackoff(), 0)
    its: Redis = Redis.from_url(url, retry=retry, socket_timeout=answer_s)
    return its


@dataclass(frozen=True, slots=True)
class Entry:
    """A wake-up, by its place in its stream."""

    stream: str
    place: Place


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a stream is written, and how far workers have read it."""

    written: Place = BEGIN
    read: Place = BEGIN

    def waits(self, its: Entry) -> bool:
        return self.read < its.place <= self.written

    def was_read(self, its: Entry) -> bool:
        """False also of what is gone: a Redis that was emptied has written nothing yet."""
        return its.place <= self.read


class Wakes:
    """Every method raises RedisError where Redis cannot answer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def ensure(self, kinds: Iterable[str]) -> None:
        """Streams and groups, made where missing; at 0, so that nothing sent before is missed."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            for stream in (lane for kind in kinds for lane in lanes(kind)):
                pipeline.xgroup_create(stream, GROUP, id="0", mkstream=True)
            for answer in await pipeline.execute(raise_on_error=False):
                if isinstance(answer, Exception) and "BUSYGROUP" not in str(answer):
                    raise answer

    async def standing(
        self, kinds: Sequence[str], wake: Sequence[tuple[str, JobId]] = ()
    ) -> tuple[Mapping[str, Standing], list[Entry]]:
        """Of both lanes of each kind, made where missing, just after some jobs were woken.

        One round trip. These jobs are given each in its stream; their entries come back.
        """
        streams = [lane for kind in kinds for lane in lanes(kind)]
        async with self._redis.pipeline(transaction=False) as pipeline:
            _add(pipeline, wake)
            for stream in streams:
                pipeline.xinfo_stream(stream)
                pipeline.xinfo_groups(stream)
            answers = await pipeline.execute(raise_on_error=False)
        entries, told = _entries(wake, answers), answers[len(answers) - 2 * len(streams) :]
        found = dict(zip(streams, zip(told[::2], told[1::2], strict=True), strict=True))
        known = {stream: _standing(*its) for stream, its in found.items()}
        if None in known.values():
            await self.ensure(kinds)
        return {stream: its or Standing() for stream, its in known.items()}, entries

    async def send(
        self, jobs: Sequence[tuple[str, JobId]], drop: Iterable[Entry] = ()
    ) -> list[Entry]:
        """Wakes for jobs, each in its stream; takes others back, if nobody has read them yet."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            _add(pipeline, jobs)
            for stream, ids in _by_stream(drop).items():
                pipeline.xdel(stream, *ids)
            return _entries(jobs, await pipeline.execute())

    async def unread(self, stream: str, after: Place, limit: int) -> list[tuple[JobId, Entry]]:
        """At most `limit`; what names no job is passed over."""
        entries: Any = await self._redis.xrange(stream, min=f"({_id(after)}", count=limit)
        return [
            (job_id, Entry(stream, _place(id)))
            for id, fields in entries or ()
            if (job_id := job_of(fields)) is not None
        ]

    async def tidy(self, stream: str, stale_ms: int) -> int:
        """Drops what every group has acknowledged; how many entries that was.

        What our workers left pending for so long is given up first; what other groups have
        pending never is, and nothing pending is trimmed: Redis 6.2 would keep its ghost for good.
        """
        stale = await self._redis.xpending_range(
            stream, GROUP, min="-", max="+", count=1000, idle=stale_ms
        )
        if stale:
            await self._redis.xack(stream, GROUP, *(it["message_id"] for it in stale))
        keep_from = [
            await self._needed(stream, it) for it in await self._redis.xinfo_groups(stream)
        ]
        return int(await self._redis.xtrim(stream, minid=_id(min(keep_from)), approximate=False))

    async def _needed(self, stream: str, group: Mapping[str, Any]) -> Place:
        """The first entry that a group has not acknowledged yet."""
        pending = await self._redis.xpending(stream, group["name"])
        if pending["pending"]:
            return _place(pending["min"])
        milliseconds, number = _place(group["last-delivered-id"])
        return milliseconds, number + 1


def job_of(fields: Mapping[bytes, bytes]) -> JobId | None:
    """None where an entry names no job."""
    try:
        return JobId(UUID(str(fields[FIELD.encode()], "ascii")))
    except (KeyError, ValueError):
        return None


def _add(pipeline: Pipeline, jobs: Sequence[tuple[str, JobId]]) -> None:
    for stream, job_id in jobs:
        pipeline.xadd(stream, {FIELD: str(job_id)})
    if jobs:
        pipeline.publish(BELL, RING)


def _standing(stream: Any, groups: Any) -> Standing | None:
    """None where the stream or its group is missing."""
    for it in (stream, groups):
        if isinstance(it, Exception):
            if isinstance(it, ResponseError):
                return None
            raise it
    read = [it["last-delivered-id"] for it in groups if it["name"] == GROUP.encode()]
    return Standing(_place(stream["last-generated-id"]), _place(read[0])) if read else None


def _entries(jobs: Sequence[tuple[str, JobId]], answers: Sequence[Any]) -> list[Entry]:
    for it in answers[: len(jobs)]:
        if isinstance(it, Exception):
            raise it
    return [Entry(it[0], _place(id)) for it, id in zip(jobs, answers, strict=False)]


def _by_stream(entries: Iterable[Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for it in entries:
        found.setdefault(it.stream, []).append(_id(it.place))
    return found


def _id(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def _place(id: bytes) -> Place:
    milliseconds, _, number = id.partition(b"-")
    return int(milliseconds), int(number)
