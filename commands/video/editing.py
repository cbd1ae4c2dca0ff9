"""A person's changes to a video; only what lies downstream is made again."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from commands.rights import rights_to
from commands.video.asking import its_own
from domain.caption_look import AskedLook
from domain.clip import Footage
from domain.event import Decision
from domain.ids import AccountId, AssetId, BlobId, VideoId, video_stream
from domain.rights import Decided
from domain.video import Video, editing
from domain.video.changes import FromAsset


@dataclass(frozen=True, slots=True)
class EditScript:
    """`same_words`: what is said stays as it was, so that a recording of it stays true."""

    script: BlobId
    scenes: int
    same_words: bool = False


@dataclass(frozen=True, slots=True)
class EditMetadata:
    metadata: BlobId
    title: str


@dataclass(frozen=True, slots=True)
class EditScene:
    scene: int
    image: BlobId
    footage: Footage | None = None
    asset_id: AssetId | None = None


@dataclass(frozen=True, slots=True)
class EditThumbnail:
    thumbnail: BlobId
    asset_id: AssetId | None = None


@dataclass(frozen=True, slots=True)
class ChooseThumbnail:
    """One of those that were made, counted from 1."""

    variant: int


@dataclass(frozen=True, slots=True)
class EditDecided:
    decided: Decided


@dataclass(frozen=True, slots=True)
class EditCaptions:
    """What is not said of their look stays as it is."""

    asked: AskedLook


Edit = (
    EditScript
    | EditMetadata
    | EditScene
    | EditThumbnail
    | ChooseThumbnail
    | EditDecided
    | EditCaptions
)


@dataclass(frozen=True, slots=True)
class EditVideo(Plain):
    """Several changes at once: all of them, or none."""

    video_id: VideoId
    account_id: AccountId
    by: str
    edits: tuple[Edit, ...]

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        before: Video | None = yield Step(video_stream(self.video_id), untouched)
        its = its_own(before, self.account_id)
        for edit in self.edits:
            source = yield from _source(its, edit, world)
            yield Step(video_stream(self.video_id), self._decision(edit, source))

    def _decision(self, edit: Edit, source: FromAsset | None) -> Callable[[Video | None], Decision]:
        return lambda it: _decide(its_own(it, self.account_id), edit, source, self.by)


def _source(its: Video, edit: Edit, world: World) -> Generator[Step, Any, FromAsset | None]:
    """Which file a picture is of, and what is owed for it; refused without rights to it."""
    if not isinstance(edit, EditScene | EditThumbnail) or edit.asset_id is None:
        return None
    rights = yield from rights_to(edit.asset_id, its, world.now.date())
    return FromAsset(edit.asset_id, rights.attribution)


def _decide(its: Video, edit: Edit, source: FromAsset | None, by: str) -> Decision:
    match edit:
        case EditScript(script=script, scenes=scenes, same_words=same_words):
            return editing.edit_script(its, script, scenes, by, same_words=same_words)
        case EditMetadata(metadata=metadata, title=title):
            return editing.edit_metadata(its, metadata, title, by)
        case EditScene(scene=scene, image=image, footage=footage):
            return editing.taking(its, editing.edit_scene(its, scene, image, by, footage), source)
        case EditThumbnail(thumbnail=thumbnail):
            return editing.taking(its, editing.edit_thumbnail(its, thumbnail, by), source)
        case ChooseThumbnail(variant=variant):
            return editing.choose_thumbnail(its, variant, by)
        case EditDecided(decided=decided):
            return editing.edit_decided(its, decided, by)
        case EditCaptions(asked=asked):
            return editing.edit_captions(its, asked, by)
