"""The pipeline: the work that a video or an account calls for, as a pure function of what it is.

`wants` says what is still to be done; an event opens exactly the work that was not wanted
before it. So nothing is opened twice, an edit opens only what lies downstream of it, and a
retry opens only what failed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from domain.account import Account
from domain.ids import AccountId, BlobId, JobId, StreamId, VideoId, key_of
from domain.job import JobOpened
from domain.video.state import Stage, Video
from domain.work import (
    Illustrate,
    Inspect,
    JudgeScript,
    MakeThumbnail,
    Narrate,
    Package,
    Publish,
    Render,
    Research,
    Work,
    WriteScript,
)


def jobs_after(before: Any, after: Any, stream: StreamId) -> Iterator[JobOpened]:
    """The jobs that an event calls for, given its stream's state before and after it."""
    if not isinstance(after, Video | Account):
        return
    wanted_before = set(wanted(before, stream))
    for work in wanted(after, stream):
        if work not in wanted_before:
            yield JobOpened(stream, _account(after, stream), work, _not_before(work))


def job_id(event_id: UUID, opened: JobOpened) -> JobId:
    """The same event calls for the same job, however often it is asked."""
    scene = f" {opened.work.scene}" if isinstance(opened.work, Illustrate) else ""
    return JobId(uuid5(event_id, f"{opened.kind} {opened.subject}{scene}"))


def wanted(state: Any, stream: StreamId) -> Iterator[Work]:
    """What a stream of any kind still lacks; nothing where it calls for no work."""
    if isinstance(state, Video):
        yield from wants(state, stream)
    elif isinstance(state, Account):
        yield from state.wants()


def wants(video: Video, stream: StreamId) -> Iterator[Work]:
    """Every work that the video, as it stands, still lacks and can be given."""
    if video.stage in (Stage.MAKING, Stage.FAILED):
        yield from (it for it in _making(video) if it not in video.failed)
    if video.stage is Stage.APPROVED:
        yield from (it for it in _publishing(video, stream) if it not in video.failed)
    if video.previewing is not None and video.stage is not Stage.CANCELLED:
        yield video.previewing


def _making(video: Video) -> Iterator[Work]:
    asked, source = video.request, video.source
    if source is None:
        yield Research(asked.topic, asked.language, asked.seconds)
        return
    if video.parts.script is None:
        yield from _writing(video, source)
        return
    yield from _packaging(video, source)
    yield from _voicing(video)
    yield from _illustrating(video)
    yield from _rendering(video)
    yield from _inspecting(video)


def _writing(video: Video, source: BlobId) -> Iterator[Work]:
    asked, attempt = video.request, video.drafts_rejected + 1
    its = (source, asked.language, asked.seconds, attempt)
    if video.parts.draft is None:
        yield WriteScript(*its, asked.personality, asked.verbatim, asked.voice)
    else:
        yield JudgeScript(*its, video.parts.draft, asked.verbatim)


def _packaging(video: Video, source: BlobId) -> Iterator[Work]:
    asked, parts = video.request, video.parts
    assert parts.script is not None
    if parts.metadata is None:
        its = (source, asked.language, asked.seconds, parts.script)
        yield Package(*its, asked.personality)
    elif parts.thumbnail is None:
        for first in parts.images[:1]:
            if first is not None:
                seen = (parts.title, first, asked.language, asked.palette_seed)
                yield MakeThumbnail(*seen, asked.look)


def _voicing(video: Video) -> Iterator[Work]:
    asked, script = video.request, video.parts.script
    assert script is not None
    if video.parts.narration is None:
        seconds = None if asked.verbatim else asked.seconds
        yield Narrate(script, asked.voice, video.recording, seconds)


def _illustrating(video: Video) -> Iterator[Work]:
    asked, parts = video.request, video.parts
    assert parts.script is not None
    for scene, image in enumerate(parts.images):
        if image is None:
            yield Illustrate(
                parts.script,
                scene,
                asked.aspect,
                asked.palette_seed,
                asked.pictures,
                asked.format,
            )


def _rendering(video: Video) -> Iterator[Work]:
    film = film_of(video)
    if film is not None and video.parts.film is None:
        yield film


def film_of(video: Video) -> Render | None:
    """The work that makes the video's film; None while a part of it is missing."""
    parts = video.parts
    if parts.script is None or parts.narration is None or not parts.illustrated:
        return None
    return Render(
        parts.script,
        parts.narration,
        parts.illustrated,
        video.request.aspect,
        tuple(sorted(parts.cards)),
        video.request.format,
        parts.footage,
        video.captions,
        video.request.look,
        video.request.channel_name,
        video.music,
    )


def _inspecting(video: Video) -> Iterator[Work]:
    parts = video.parts
    if not (parts.film and parts.timeline and parts.thumbnail and parts.metadata):
        return
    yield Inspect(
        parts.film,
        parts.timeline,
        parts.thumbnail,
        parts.metadata,
        video.decided,
        video.attributions,
        video.modes,
        parts.cover,
        video.brief,
    )


def _publishing(video: Video, stream: StreamId) -> Iterator[Work]:
    parts, approval = video.parts, video.approval
    assert approval is not None, "a video is approved by its approval"
    assert parts.thumbnail is not None, "only a whole film is approved"
    assert parts.srt is not None, "only a whole film is approved"
    assert parts.vtt is not None, "only a whole film is approved"
    yield Publish(
        VideoId(UUID(key_of(stream))),
        video.request.channel_id,
        video.request.channel_name,
        approval.film,
        parts.thumbnail,
        parts.srt,
        parts.vtt,
        approval.sidecar,
        approval.publish_at,
    )


def _account(state: Video | Account, stream: StreamId) -> AccountId:
    if isinstance(state, Video):
        return state.request.account_id
    return AccountId(UUID(key_of(stream)))


def _not_before(work: Work) -> datetime | None:
    return work.publish_at if isinstance(work, Publish) else None
