"""A video while it is made: what is worked on now, and a stream of what happens."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from api.dependencies import Deps, Who
from api.errors import Problem
from api.permissions import Permission, needs
from api.ports import Dependencies, Person, Running
from api.reads import Fresh
from api.video.answers import Progress
from commands.ports import Busy
from commands.video.asking import its_own
from domain.ids import AccountId, VideoId, video_stream
from queries import jobs, video
from queries.as_of import POSITION_MAX
from queries.ports import Page, Reader

OPEN_MAX = 50
EVENTS_MAX = 200
READS = [needs(Permission.VIDEOS_READ)]
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`recorded` (a row of the timeline; its id is its position) and `progress`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
LastEvent = Annotated[
    int,
    Header(alias="Last-Event-ID", ge=0, le=POSITION_MAX, description="Resume after this position."),
]
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


@router.get("/{video_id}/progress", response_model=Progress, dependencies=READS)
async def read_progress(video_id: UUID, deps: Deps, who: Who, fresh: Fresh) -> Any:
    """Read what is being worked on for a video, how fast, and how long it may take."""
    its_own(await deps.ledger.state(video_stream(VideoId(video_id))), who.account_id)
    await fresh.of_views(*jobs.VIEWS)
    return await _progress(deps, deps.reader, who, video_id)


@router.get("/{video_id}/live", response_class=Response, responses=STREAM, dependencies=READS)
async def follow_video(
    request: Request,
    video_id: UUID,
    deps: Deps,
    who: Who,
    fresh: Fresh,
    last_event_id: LastEvent = 0,
) -> Response:
    """Follow a video as server-sent events; a broken stream resumes where it was."""
    its_own(await deps.ledger.state(video_stream(VideoId(video_id))), who.account_id)
    await fresh.of_views(*video.VIEWS, *jobs.VIEWS)
    leave = _enter(request.app.state.streams, who.account_id, deps.limits.live_streams)
    feed = Feed(deps, who, video_id)
    return Following(
        leave,
        feed.follow(last_event_id),
        ping=deps.limits.live_beat_s,
        headers={**fresh.headers, "Cache-Control": "no-store"},
    )


class Following(EventSourceResponse):
    """A stream that gives its place back, however it ends."""

    def __init__(self, leave: Callable[[], None], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


@dataclass(slots=True)
class Feed:
    deps: Dependencies
    who: Person
    video_id: UUID

    async def follow(self, position: int) -> AsyncIterator[ServerSentEvent]:
        """Ends after a while, or where the tables cannot be read: whoever listens comes back."""
        until, told = monotonic() + self.deps.limits.live_s, b""
        while monotonic() < until:
            try:
                happened, progress = await self._look(position)
            except Busy:
                return
            for it in happened:
                position = it["position"]
                data = orjson.dumps(it).decode()
                yield ServerSentEvent(data, event="recorded", id=str(position))
            if progress != told:
                told = progress
                yield ServerSentEvent(progress.decode(), event="progress")
            await asyncio.sleep(self.deps.limits.live_step_s)

    async def _look(self, position: int) -> tuple[list[dict[str, Any]], bytes]:
        """What happened since, and what is worked on, of the same moment."""
        async with self.deps.reader.snapshot() as reader:
            happened = await self._since(reader, position)
            progress = await _progress(self.deps, reader, self.who, self.video_id)
        return happened, orjson.dumps(progress)

    async def _since(self, reader: Reader, position: int) -> list[dict[str, Any]]:
        page = Page(EVENTS_MAX, position)
        found = await video.events(reader, self.who.account_id, self.video_id, page)
        rows: list[dict[str, Any]] = orjson.loads(found)["items"] if found else []
        return rows


async def _progress(
    deps: Dependencies, reader: Reader, who: Person, video_id: UUID
) -> dict[str, Any]:
    """Open jobs, and what their workers tell of them."""
    running = {it.job_id: it for it in await deps.progress.of(VideoId(video_id))}
    found = await jobs.page(reader, who.account_id, Page(OPEN_MAX), video_id=video_id, state="open")
    work = [_work(it, running.get(it["job_id"])) for it in orjson.loads(found)["items"]]
    return {"video_id": str(video_id), "work": work[::-1]}


def _work(job: dict[str, Any], now: Running | None) -> dict[str, Any]:
    rate = now.per_second if now else 0
    return {
        "job_id": job["job_id"],
        "kind": job["kind"],
        "since": job["opened_at"],
        "failures": job["failures"],
        "done": now and now.done,
        "total": now and now.total,
        "per_second": now and rate,
        "segments_done": now and now.segments_done,
        "segments_total": now and now.segments_total,
        "left_s": round((now.total - now.done) / rate, 1) if now and rate > 0 else None,
        "waits": job["waits"],
    }


def _enter(streams: Counter[AccountId], account_id: AccountId, most: int) -> Callable[[], None]:
    """Takes one of the account's places; the answer gives it back."""
    if streams[account_id] >= most:
        sentence = f"This account follows {most} streams already; close one."
        raise Problem("too-many-streams", sentence, headers={"Retry-After": "5"})
    streams[account_id] += 1

    def leave() -> None:
        streams[account_id] -= 1

    return leave
