"""A person's changes to a video: which are allowed, and what each of them undoes."""

from dataclasses import replace

from domain.caption_look import AskedLook, refuse_unfit
from domain.clip import Footage
from domain.event import Decision, Refused
from domain.ids import BlobId
from domain.rights import Decided
from domain.video.asking import refuse_too_much_owed
from domain.video.changes import (
    CaptionsChange,
    DecidedChange,
    EditChange,
    FromAsset,
    MetadataChange,
    SceneChange,
    ScriptChange,
    ThumbnailChange,
    VariantChange,
)
from domain.video.events import VideoEdited
from domain.video.state import Parts, Stage, Taken, Video

CLOSED = (Stage.APPROVED, Stage.PUBLISHED, Stage.CANCELLED)


def edit_script(
    video: Video, script: BlobId, scenes: int, by: str, *, same_words: bool = False
) -> Decision:
    """Refused (`recording-says-otherwise`) where a person's recording would no longer say it."""
    recorded = video.recording
    decided = list(_edit(video, ScriptChange(video.parts.script, script, scenes), by))
    if recorded is not None and decided and not same_words:
        raise Refused(
            "recording-says-otherwise",
            f"this film is told by your recording {recorded.name}, which says the script as it"
            " stands; take it back (`ytempire video narration ID --none`, or Voice on its page),"
            " change the script, then give a new recording or leave it to the channel's voice",
        )
    yield from decided


def edit_metadata(video: Video, metadata: BlobId, title: str, by: str) -> Decision:
    return _edit(video, MetadataChange(video.parts.metadata, metadata, title), by)


def edit_scene(
    video: Video, scene: int, image: BlobId, by: str, footage: Footage | None = None
) -> Decision:
    images = video.parts.images
    if not 0 <= scene < len(images):
        raise Refused(
            "scene-unknown", f"there is no scene {scene + 1}; this film has {len(images)} scenes"
        )
    shown = video.parts.footage[scene] if video.parts.footage else None
    change = SceneChange(images[scene], image, scene, footage)
    return _edit(video, change, by, cut_again=footage != shown)


def edit_thumbnail(video: Video, thumbnail: BlobId, by: str) -> Decision:
    return _edit(video, ThumbnailChange(video.parts.thumbnail, thumbnail), by)


def choose_thumbnail(video: Video, variant: int, by: str) -> Decision:
    """One of those that were made, counted from 1."""
    variants = video.parts.variants
    if not 1 <= variant <= len(variants):
        raise Refused(
            "variant-unknown", f"there is no thumbnail {variant}; this video has {len(variants)}"
        )
    chosen = variants[variant - 1].wide
    return _edit(video, VariantChange(video.parts.thumbnail, chosen, variant), by)


def taking(video: Video, decision: Decision, source: FromAsset | None) -> Decision:
    """The decision to show another picture, saying which file it is of.

    Refused where what is then owed to others would not fit a description.
    """
    for it in decision:
        assert isinstance(it, VideoEdited)
        assert isinstance(it.change, SceneChange | ThumbnailChange)
        change = replace(it.change, source=source)
        refuse_too_much_owed(edited(video, change).attributions)
        yield replace(it, change=change)


def edit_decided(video: Video, decided: Decided, by: str) -> Decision:
    return _edit(video, DecidedChange(video.decided, decided), by)


def edit_captions(video: Video, asked: AskedLook, by: str) -> Decision:
    """Raises Refused (`caption-colour`, `caption-range`, `caption-contrast`)."""
    look = asked.over(video.captions)
    refuse_unfit(look)
    return _edit(video, CaptionsChange(video.captions, look), by)


def _edit(video: Video, change: EditChange, by: str, *, cut_again: bool = False) -> Decision:
    """The change, unless it changes nothing or nothing may be changed any more."""
    refuse_closed(video)
    if change.before != change.after or cut_again:
        yield VideoEdited(video.request.channel_id, change, by)


def refuse_closed(video: Video) -> None:
    """Raises Refused (`not-editable`) where nothing may be changed any more."""
    if video.stage in CLOSED:
        raise Refused("not-editable", f"this video is {video.stage}; it is not edited any more")


def edited(video: Video, change: EditChange) -> Video:
    """The video after the change: what lies downstream is to be made again."""
    its = replace(video, stage=Stage.MAKING, sidecar=None, approval=None, failed=frozenset())
    its = replace(its, previewing=None, previewed=None, preview=None)
    match change:
        case ScriptChange(after=script, scenes=scenes):
            return replace(its, parts=_of_script(its.parts, script, scenes))
        case MetadataChange(after=metadata, title=title):
            return replace(its, parts=_of_metadata(its.parts, metadata, title))
        case SceneChange():
            parts = _taken(_of_image(its.parts, change), change.scene, change.source)
            return replace(its, parts=parts)
        case ThumbnailChange(after=thumbnail):
            parts = _taken(its.parts, None, change.source)
            return replace(its, parts=replace(parts, thumbnail=thumbnail, own_thumbnail=True))
        case VariantChange(after=thumbnail):
            parts = _taken(its.parts, None, None)
            return replace(its, parts=replace(parts, thumbnail=thumbnail, own_thumbnail=False))
        case DecidedChange(after=decided):
            return replace(its, decided=decided)
        case CaptionsChange(after=look):
            return replace(its, captions=look, parts=_without_film(its.parts))


def _without_film(parts: Parts) -> Parts:
    return replace(parts, timeline=None, film=None, srt=None, vtt=None)


def _of_script(parts: Parts, script: BlobId, scenes: int) -> Parts:
    kept = Parts(script=script, images=(None,) * scenes)
    if parts.own_metadata:
        kept = replace(kept, metadata=parts.metadata, title=parts.title, own_metadata=True)
    if parts.own_thumbnail:
        taken = tuple(it for it in parts.taken if it.scene is None)
        kept = replace(kept, thumbnail=parts.thumbnail, own_thumbnail=True, taken=taken)
    return kept


def _of_metadata(parts: Parts, metadata: BlobId, title: str) -> Parts:
    kept = replace(parts, metadata=metadata, title=title, own_metadata=True)
    return kept if title == parts.title else _without_thumbnails(kept)


def _of_image(parts: Parts, change: SceneChange) -> Parts:
    shown = with_image(parts, change.scene, change.after, change.footage, card=False)
    shown = pictured(shown, change.scene, None)
    kept = _without_film(shown)
    return kept if change.scene > 0 else _without_thumbnails(kept)


def _without_thumbnails(parts: Parts) -> Parts:
    """Those that were made show what is no longer so; a person's own stays."""
    return replace(parts, thumbnail=parts.thumbnail if parts.own_thumbnail else None, variants=())


def _taken(parts: Parts, scene: int | None, source: FromAsset | None) -> Parts:
    """The parts with this file in the place of whatever was taken for it before."""
    others = tuple(it for it in parts.taken if it.scene != scene)
    return replace(parts, taken=(*others, Taken(scene, source)) if source else others)


def pictured(parts: Parts, scene: int, name: str | None) -> Parts:
    """The parts with this scene showing the picture of this name, or none that was given."""
    others = frozenset(it for it in parts.pictured if it[0] != scene)
    return replace(parts, pictured=others | {(scene, name)} if name else others)


def with_image(
    parts: Parts, scene: int, image: BlobId, footage: Footage | None, *, card: bool
) -> Parts:
    """The parts with this scene's picture; one beyond the script's scenes changes nothing."""
    images = tuple(image if n == scene else it for n, it in enumerate(parts.images))
    here = {scene} & set(range(len(images)))
    cards = parts.cards | here if card else parts.cards - here
    before = parts.footage or (None,) * len(images)
    shown = tuple(footage if n == scene else it for n, it in enumerate(before))
    return replace(parts, images=images, cards=cards, footage=shown if any(shown) else ())
