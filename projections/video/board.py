"""What an event means for its video's row: the making and its results."""

from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from domain.event import Recorded
from domain.ids import id_of
from domain.video.events import (
    AskedEvent,
    ChangeEvent,
    PartEvent,
    PublishApproved,
    ReportedEvent,
    SceneIllustrated,
    ScriptAccepted,
    ScriptDrafted,
    ScriptEvent,
    ScriptRejected,
    ThumbnailMade,
    VideoCancelled,
    VideoEvent,
    VideoFailed,
    VideoFlagged,
    VideoPackaged,
    VideoPublished,
    VideoReady,
    VideoRejected,
    VideoRendered,
    VideoRequested,
    VideoRetried,
    VideoVoiced,
)
from domain.video.preview_events import PreviewEvent, PreviewFailed, PreviewMade, PreviewRequested
from domain.video.research_events import VideoResearched
from domain.video.state import Stage
from domain.work import Inspect
from projections.change import Add, Change, Put
from projections.table import Row
from projections.video import edits
from projections.video.tables import SCENES, VIDEOS

NO_FAILURE: Row = {"failure_kind": None, "failure_code": None, "failure": None}


def video_id(it: Recorded) -> UUID:
    return id_of(it.stream)


def changes(it: Recorded, happened: VideoEvent) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id(it),))
    yield Put(*row, {"updated_at": it.recorded_at, "updated_position": it.position})
    if isinstance(happened, VideoRequested):
        yield Put(*row, _requested(it, happened))
    elif isinstance(happened, VideoResearched):
        yield Put(*row, _researched(happened))
    elif isinstance(happened, ChangeEvent):
        yield from edits.changes(it, video_id(it), happened)
    elif isinstance(happened, ScriptEvent):
        yield from _written(it, happened)
    elif isinstance(happened, PartEvent):
        yield from _made(it, happened)
    elif isinstance(happened, PreviewEvent):
        yield Put(*row, _previewed(happened))
    elif isinstance(happened, AskedEvent):
        yield Put(*row, _asked(it, happened))
    else:
        yield from _reported(it, happened)


def _requested(it: Recorded, asked: VideoRequested) -> Row:
    return edits.decided(asked.decided) | {
        "account_id": asked.account_id,
        "channel_id": asked.channel_id,
        "channel_name": asked.channel_name,
        "topic": asked.topic or None,
        "source_asset": asked.source_asset,
        "source": asked.source,
        "aspect": asked.aspect.value,
        "seconds": asked.seconds,
        "language": asked.language,
        "voice": asked.voice,
        "verbatim": asked.verbatim,
        "resolution": asked.format.resolution.value,
        "rate_fps": asked.format.fps,
        "codec": asked.format.codec.value,
        **edits.captions(asked.captions),
        "stage": Stage.MAKING.value,
        "requested_at": it.recorded_at,
        "requested_position": it.position,
    }


def _researched(it: VideoResearched) -> Row:
    counted: Row = {"findings": it.findings, "pages": it.pages}
    return counted | {"brief": it.brief, "source": it.source}


def _previewed(happened: PreviewEvent) -> Row:
    match happened:
        case PreviewRequested():
            return {"preview_state": "making", "preview_failure": None}
        case PreviewMade(preview=preview, width=width, height=height):
            size: Row = {"preview_width": width, "preview_height": height}
            return size | {"preview_state": "made", "preview": preview}
        case PreviewFailed(sentence=sentence):
            return {"preview_state": "failed", "preview_failure": sentence}


def _written(it: Recorded, happened: ScriptEvent) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id(it),))
    match happened:
        case ScriptDrafted(attempt=attempt, scenes=scenes):
            yield Put(*row, {"drafts": attempt, "scenes": scenes})
        case ScriptAccepted(script=script, score=score, verdict=verdict):
            judged: Row = {"score": score, "verdict": verdict}
            yield Put(*row, judged | edits.script(it, script))
        case ScriptRejected(score=score, verdict=verdict):
            yield Put(*row, {"score": score, "verdict": verdict})
            yield Add(*row, {"drafts_rejected": 1})


def _made(it: Recorded, happened: PartEvent) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id(it),))
    match happened:
        case VideoPackaged(metadata=metadata, title=title):
            yield Put(*row, {"made_metadata": metadata, "made_title": title})
        case VideoVoiced(narration=narration, duration_ms=duration_ms, alignment=alignment):
            voiced: Row = {"narration": narration, "narration_ms": duration_ms}
            yield Put(*row, voiced | {"alignment": alignment.value})
        case SceneIllustrated(scene=scene, image=image, picture=picture):
            yield Add(*row, {"scenes_illustrated": 1})
            made: Row = {"image": image, "picture": picture, "position": it.position}
            yield Put(SCENES.name, (video_id(it), scene), made)
        case VideoRendered():
            yield Put(*row, _film(it, happened))
        case ThumbnailMade(title=title, thumbnail=thumbnail):
            yield Put(*row, {"made_thumbnail": thumbnail, "thumbnail_title": title})


def _film(it: Recorded, rendered: VideoRendered) -> Row:
    return asdict(rendered.facts) | {
        "timeline": rendered.timeline,
        "film": rendered.film,
        "srt": rendered.srt,
        "vtt": rendered.vtt,
        "rendered_position": it.position,
    }


def _asked(it: Recorded, happened: AskedEvent) -> Row:
    match happened:
        case VideoRetried():
            again: Row = {"stage": Stage.MAKING.value, "retried_position": it.position}
            return again | NO_FAILURE
        case PublishApproved():
            return _approved(it, happened)
        case VideoRejected(reason=reason):
            return {"stage": Stage.REJECTED.value, "reason": reason}
        case VideoCancelled(reason=reason):
            return {"stage": Stage.CANCELLED.value, "reason": reason}


def _approved(it: Recorded, approved: PublishApproved) -> Row:
    return {
        "stage": Stage.APPROVED.value,
        "approved_by": approved.by,
        "approved_at": it.recorded_at,
        "approved_film": approved.film,
        "approved_sidecar": approved.sidecar,
        "publish_at": approved.publish_at,
    }


def _reported(it: Recorded, happened: ReportedEvent) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id(it),))
    match happened:
        case VideoFlagged(score=score, verdict=verdict):
            flagged: Row = {"stage": Stage.FLAGGED.value, "score": score, "verdict": verdict}
            yield Put(*row, flagged)
            yield Add(*row, {"drafts_rejected": 1})
        case VideoReady(sidecar=sidecar):
            yield Put(*row, {"stage": Stage.READY.value, "sidecar": sidecar})
        case VideoFailed():
            yield Put(*row, _failed(it, happened))
        case VideoPublished():
            yield Put(*row, _published(it, happened))


def _failed(it: Recorded, failed: VideoFailed) -> Row:
    its: Row = {
        "stage": Stage.FAILED.value,
        "failure_kind": failed.work.kind,
        "failure_code": failed.code,
        "failure": failed.sentence,
    }
    if isinstance(failed.work, Inspect):
        its["inspect_failed_position"] = it.position
    return its


def _published(it: Recorded, published: VideoPublished) -> Row:
    return {
        "stage": Stage.PUBLISHED.value,
        "published_at": it.recorded_at,
        "published_mode": published.mode.value,
        "platform": published.platform,
        "external_id": published.external_id,
        "location": published.location,
        "visibility": published.visibility,
    }
