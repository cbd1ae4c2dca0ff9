"""The video, one event later. Never refuses: what happened, happened."""

from dataclasses import replace

from domain.ids import BlobId
from domain.mode import Mode
from domain.video import music, narration, preview, research
from domain.video.editing import edited, pictured, with_image
from domain.video.events import (
    AskedEvent,
    ChangeEvent,
    MusicChosen,
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
    VideoEdited,
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
from domain.video.narration_events import NarrationChosen
from domain.video.preview_events import PreviewEvent
from domain.video.requested import request_of
from domain.video.research_events import VideoResearched
from domain.video.state import Approval, Parts, Stage, Video
from domain.work import Inspect


def evolve(video: Video | None, happened: VideoEvent) -> Video:
    if isinstance(happened, VideoRequested):
        return Video(request_of(happened), happened.decided, happened.captions)
    assert video is not None, "a video begins with video.requested"
    if isinstance(happened, VideoResearched):
        return research.evolved(video, happened)
    if isinstance(happened, ChangeEvent):
        return _changed(video, happened)
    if isinstance(happened, ScriptEvent):
        return _written(video, happened)
    if isinstance(happened, PartEvent):
        return replace(video, parts=_made(video.parts, happened))
    if isinstance(happened, PreviewEvent):
        return preview.evolved(video, happened)
    if isinstance(happened, AskedEvent):
        return _asked(video, happened)
    return _reported(video, happened)


def _changed(video: Video, happened: ChangeEvent) -> Video:
    match happened:
        case VideoEdited(change=change):
            return edited(video, change)
        case MusicChosen():
            return music.chosen(video, happened)
        case NarrationChosen():
            return narration.chosen(video, happened)


def _written(video: Video, happened: ScriptEvent) -> Video:
    parts = video.parts
    match happened:
        case ScriptDrafted(script=script, scenes=scenes, mode=mode):
            drafted = replace(parts, draft=script, draft_scenes=scenes)
            return replace(video, parts=_by(drafted, script, mode))
        case ScriptAccepted(script=script, verdict=verdict, mode=mode):
            images = (None,) * parts.draft_scenes
            accepted = replace(parts, draft=None, script=script, images=images)
            return replace(video, parts=_by(accepted, script, mode), verdict=verdict)
        case ScriptRejected(verdict=verdict):
            return replace(_sent_back(video), verdict=verdict)


def _sent_back(video: Video) -> Video:
    return replace(
        video,
        drafts_rejected=video.drafts_rejected + 1,
        drafts_since_asked=video.drafts_since_asked + 1,
        parts=replace(video.parts, draft=None),
    )


def _made(parts: Parts, happened: PartEvent) -> Parts:
    match happened:
        case VideoPackaged(metadata=metadata, title=title, mode=mode):
            return _by(replace(parts, metadata=metadata, title=title), metadata, mode)
        case VideoVoiced(narration=narration, mode=mode):
            return _by(replace(parts, narration=narration), narration, mode)
        case SceneIllustrated(scene=scene, image=image, mode=mode):
            picture = happened.picture
            shown = with_image(parts, scene, image, happened.footage, card=picture is None)
            return _by(pictured(shown, scene, picture), image, mode)
        case VideoRendered(timeline=timeline, film=film, srt=srt, vtt=vtt, mode=mode):
            filmed = replace(parts, timeline=timeline, film=film, srt=srt, vtt=vtt)
            return _by(filmed, film, mode)
        case ThumbnailMade(thumbnail=thumbnail, variants=variants, mode=mode):
            made = replace(parts, thumbnail=thumbnail, variants=variants)
            for it in {thumbnail, *(one.wide for one in variants)}:
                made = _by(made, it, mode)
            return made


def _by(parts: Parts, made: BlobId, mode: Mode) -> Parts:
    return replace(parts, modes=parts.modes | {(made, mode)})


def _asked(video: Video, happened: AskedEvent) -> Video:
    match happened:
        case VideoRetried():
            return _retried(video)
        case PublishApproved(by=by, film=film, sidecar=sidecar, publish_at=publish_at):
            approval = Approval(by, film, sidecar, publish_at)
            return replace(video, stage=Stage.APPROVED, approval=approval)
        case VideoRejected():
            return replace(video, stage=Stage.REJECTED)
        case VideoCancelled():
            return replace(video, stage=Stage.CANCELLED)


def _reported(video: Video, happened: ReportedEvent) -> Video:
    match happened:
        case VideoFlagged(verdict=verdict):
            return replace(_sent_back(video), stage=Stage.FLAGGED, verdict=verdict)
        case VideoReady(sidecar=sidecar):
            return replace(video, stage=Stage.READY, sidecar=sidecar)
        case VideoFailed(work=work):
            return replace(video, stage=Stage.FAILED, failed=video.failed | {work})
        case VideoPublished():
            return replace(video, stage=Stage.PUBLISHED)


def _retried(video: Video) -> Video:
    """What failed is wanted again; a film that did not pass inspection is rendered anew."""
    parts = video.parts
    if any(isinstance(it, Inspect) for it in video.failed):
        parts = replace(parts, timeline=None, film=None, srt=None, vtt=None)
    stage = Stage.MAKING if video.approval is None else Stage.APPROVED
    return replace(video, stage=stage, parts=parts, failed=frozenset(), drafts_since_asked=0)
