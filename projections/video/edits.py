"""What a person's change means for the video's row: what lies downstream of it is void."""

from collections.abc import Iterator
from uuid import UUID

from domain import canonical
from domain.caption_look import CaptionLook
from domain.event import Recorded
from domain.ids import BlobId
from domain.rights import Decided
from domain.video.changes import (
    CaptionsChange,
    DecidedChange,
    EditChange,
    MetadataChange,
    SceneChange,
    ScriptChange,
    ThumbnailChange,
    VariantChange,
)
from domain.video.events import ChangeEvent, MusicChosen, VideoEdited
from domain.video.narration_events import NarrationChosen
from domain.video.state import Stage
from domain.work import Given
from projections.change import Add, Change, Put
from projections.music import music_columns
from projections.table import Row
from projections.video.tables import FACTS, PREVIEW, SCENES, VIDEOS

ANY_EDIT: Row = {
    "stage": Stage.MAKING.value,
    "sidecar": None,
    "approved_by": None,
    "approved_at": None,
    "approved_film": None,
    "approved_sidecar": None,
    "publish_at": None,
    "failure_kind": None,
    "failure_code": None,
    "failure": None,
    "inspect_failed_position": 0,
} | dict.fromkeys(PREVIEW)
NO_FILM: Row = {"timeline": None, "film": None, "srt": None, "vtt": None} | dict.fromkeys(FACTS)
NO_THUMBNAIL: Row = {"made_thumbnail": None, "thumbnail_title": None}
NO_VOICE: Row = {"narration": None, "narration_ms": None, "alignment": None}
NO_METADATA: Row = {"made_metadata": None, "made_title": None}


def script(it: Recorded, its: BlobId) -> Row:
    """Another script: its scenes have no pictures yet."""
    return {"script": its, "script_position": it.position, "scenes_illustrated": 0}


def decided(its: Decided) -> Row:
    return {
        "realistic": its.disclosure.realistic,
        "made_for_kids": its.audience.made_for_kids,
        "paid_promotion": its.paid_promotion.included,
    }


def captions(look: CaptionLook) -> Row:
    return {"captions": canonical.encode(look).decode()}


def changes(it: Recorded, video_id: UUID, happened: ChangeEvent) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id,))
    match happened:
        case VideoEdited(change=change):
            yield from _edited(it, video_id, change)
        case MusicChosen(music=music):
            yield Put(*row, ANY_EDIT | NO_FILM | music_columns(music))
        case NarrationChosen(recording=recording):
            yield Put(*row, ANY_EDIT | NO_FILM | NO_VOICE | _recording(recording))


def _recording(given: Given | None) -> Row:
    return {
        "recording_asset": None if given is None else given.asset_id,
        "recording_name": None if given is None else given.name,
    }


def _edited(it: Recorded, video_id: UUID, change: EditChange) -> Iterator[Change]:
    row = (VIDEOS.name, (video_id,))
    yield Put(*row, ANY_EDIT | _values(it, change))
    if isinstance(change, SceneChange):
        pictured: Row = {"image": change.after, "picture": None, "position": it.position}
        yield Put(SCENES.name, (video_id, change.scene), pictured)
        if change.before is None:
            yield Add(*row, {"scenes_illustrated": 1})


def _values(it: Recorded, change: EditChange) -> Row:
    match change:
        case ScriptChange(after=after, scenes=scenes):
            void = NO_FILM | NO_THUMBNAIL | NO_VOICE | NO_METADATA
            return void | script(it, after) | {"scenes": scenes}
        case MetadataChange(after=after, title=title):
            return {"own_metadata": after, "own_title": title}
        case SceneChange(scene=scene):
            return NO_FILM | (NO_THUMBNAIL if scene == 0 else {})
        case ThumbnailChange(after=after):
            return {"own_thumbnail": after}
        case VariantChange(after=after):
            return {"made_thumbnail": after, "own_thumbnail": None}
        case DecidedChange(after=after):
            return decided(after)
        case CaptionsChange(after=after):
            return NO_FILM | captions(after)
