"""A person's changes to a video; only what lies downstream is made again."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from commands.video.asking import its_own
from domain.caption_look import AskedLook
from domain.clip import Footage
from domain.event import Decision
from domain.ids import AccountId, BlobId, VideoId, video_stream
from domain.rights import Decided
from domain.video import Video, editing


@dataclass(frozen=True, slots=True)
class EditScript:
    script: BlobId
    scenes: int


@dataclass(frozen=True, slots=True)
class EditMetadata:
    metadata: BlobId
    title: str


@dataclass(frozen=True, slots=True)
class EditScene:
    scene: int
    image: BlobId
    footage: Footage | None = None


@dataclass(frozen=True, slots=True)
class EditThumbnail:
    thumbnail: BlobId


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

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        for edit in self.edits:
            yield Step(video_stream(self.video_id), self._decision(edit))

    def _decision(self, edit: Edit) -> Callable[[Video | None], Decision]:
        return lambda it: _decide(its_own(it, self.account_id), edit, self.by)


def _decide(its: Video, edit: Edit, by: str) -> Decision:
    match edit:
        case EditScript(script=script, scenes=scenes):
            return editing.edit_script(its, script, scenes, by)
        case EditMetadata(metadata=metadata, title=title):
            return editing.edit_metadata(its, metadata, title, by)
        case EditScene(scene=scene, image=image, footage=footage):
            return editing.edit_scene(its, scene, image, by, footage)
        case EditThumbnail(thumbnail=thumbnail):
            return editing.edit_thumbnail(its, thumbnail, by)
        case ChooseThumbnail(variant=variant):
            return editing.choose_thumbnail(its, variant, by)
        case EditDecided(decided=decided):
            return editing.edit_decided(its, decided, by)
        case EditCaptions(asked=asked):
            return editing.edit_captions(its, asked, by)
