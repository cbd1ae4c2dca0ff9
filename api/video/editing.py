"""A person's changes to a video: all of one request, or none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, StrictInt, StringConstraints

from api.asks import Ask
from api.caption_look import CaptionsBody
from api.cut import CutBody
from api.errors import Problem
from api.permissions import Permission, needs
from api.ports import Dependencies, Person
from api.rights import AudienceBody, DisclosureBody, PaidPromotionBody
from api.schema import SEEN, Body, Line, Name, Paragraphs, Recorded
from api.video.filmed import filmed
from api.video.parts import picture, thumbnail
from commands.video.asking import its_own
from commands.video.editing import (
    ChooseThumbnail,
    Edit,
    EditCaptions,
    EditDecided,
    EditMetadata,
    EditScene,
    EditScript,
    EditThumbnail,
    EditVideo,
)
from domain.asset import AssetKind
from domain.ids import AssetId, BlobId, VideoId, video_stream
from domain.metadata import DESCRIPTION_MAX_BYTES, TAGS_MAX_CHARACTERS, Metadata
from domain.rights import Decided
from domain.script import SCENES_MAX, Scene, Script
from domain.source import count_words
from domain.thumbnail import ThumbnailLayout
from domain.video import Video
from processors import documents

SENTENCES_MAX = 60
TAGS_MAX = 60
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])

Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000), SEEN
]


Sentences = Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=SENTENCES_MAX)]


class SceneText(Body):
    """What one scene says, counted from 1; what is left out stays as it is."""

    scene: Annotated[StrictInt, Field(ge=1, le=SCENES_MAX)]
    heading: Name | None = None
    sentences: (
        Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=SENTENCES_MAX)] | None
    ) = None
    key_phrase: Name | None = None


class ScenePicture(Body):
    """Another picture, or a clip with its cut, for one scene, counted from 1."""

    scene: Annotated[StrictInt, Field(ge=1, le=SCENES_MAX)]
    asset_id: UUID
    cut: CutBody = CutBody()


class Changes(Body):
    """What is left out stays as it is; any approval is void."""

    title: Name | None = None
    description: Paragraphs | None = None
    tags: Annotated[tuple[Line, ...], Field(max_length=TAGS_MAX)] | None = None
    script: Annotated[tuple[SceneText, ...], Field(max_length=SCENES_MAX)] = ()
    pictures: Annotated[tuple[ScenePicture, ...], Field(max_length=SCENES_MAX)] = ()
    thumbnail_asset_id: UUID | None = None
    thumbnail_variant: Annotated[StrictInt, Field(ge=1, le=len(ThumbnailLayout))] | None = None
    disclosure: DisclosureBody | None = None
    audience: AudienceBody | None = None
    paid_promotion: PaidPromotionBody | None = None
    captions: CaptionsBody | None = None


@router.put("/{video_id}", response_model=Recorded, dependencies=[needs(Permission.VIDEOS_WRITE)])
async def edit_video(video_id: UUID, body: Changes, ask: Ask) -> Any:
    """Change script, pictures, title, description, tags, thumbnail, or what was decided.

    A script that a recording says keeps its words (409 `recording-says-otherwise`).
    """
    if body.thumbnail_asset_id is not None and body.thumbnail_variant is not None:
        sentence = "A thumbnail is one of the variants or a file of your own: send one of both."
        raise Problem("invalid", sentence, param="thumbnail_variant")
    await ask.refuse_erased()
    its = VideoId(video_id)
    video = its_own(await ask.deps.ledger.state(video_stream(its)), ask.account_id)
    edits = tuple([it async for it in Editing(ask.deps, ask.who, video, body).edits()])
    if not edits:
        raise Problem("nothing-asked", "Say what is to be changed.")
    command = EditVideo(its, ask.account_id, ask.by, edits)
    return await ask.carry_out(command, its)


@dataclass(frozen=True, slots=True)
class Editing:
    """The edits that a request comes to, given what the video is now."""

    deps: Dependencies
    who: Person
    video: Video
    body: Changes

    async def edits(self) -> AsyncIterator[Edit]:
        """The script first: another script takes its scenes' pictures away."""
        body = self.body
        if body.script:
            yield await self._script()
        for it in body.pictures:
            yield await self._scene(it)
        if (body.title, body.description, body.tags) != (None, None, None):
            yield await self._metadata()
        if body.thumbnail_asset_id is not None:
            own = AssetId(body.thumbnail_asset_id)
            asset = await thumbnail(self.deps, self.who, own)
            yield EditThumbnail(asset.blob, own)
        if body.thumbnail_variant is not None:
            yield ChooseThumbnail(body.thumbnail_variant)
        if (body.disclosure, body.audience, body.paid_promotion) != (None, None, None):
            yield EditDecided(self._decided())
        if body.captions is not None:
            yield EditCaptions(body.captions.asked())

    async def _scene(self, it: ScenePicture) -> EditScene:
        own = AssetId(it.asset_id)
        asset = await picture(self.deps, self.who, own, AssetKind.IMAGE, AssetKind.CLIP)
        if asset.kind is AssetKind.IMAGE:
            return EditScene(it.scene - 1, asset.blob, asset_id=own)
        image, footage = await filmed(self.deps, self.video, asset, it.cut.cut)
        return EditScene(it.scene - 1, image, footage, own)

    async def _script(self) -> EditScript:
        script = await self._load(self.video.parts.script, Script, "script")
        scenes = list(script.scenes)
        for text in self.body.script:
            if text.scene > len(scenes):
                sentence = f"There is no scene {text.scene}; this script has {len(scenes)} scenes."
                raise Problem("scene-unknown", sentence, param="script")
            scenes[text.scene - 1] = _rewritten(scenes[text.scene - 1], text)
        said = _words(scenes) / max(_words(script.scenes), 1)
        edited = replace(script, scenes=tuple(scenes), seconds=script.seconds * said)
        kept = await documents.store(self.deps.blobs, edited)
        return EditScript(kept, len(scenes), edited.says_as(script))

    async def _metadata(self) -> EditMetadata:
        body = self.body
        before = await self._load(self.video.parts.metadata, Metadata, "title")
        after = replace(
            before,
            title=body.title or before.title,
            description=before.description if body.description is None else body.description,
            tags=before.tags if body.tags is None else body.tags,
        )
        _refuse_unfit(after)
        return EditMetadata(await documents.store(self.deps.blobs, after), after.title)

    def _decided(self) -> Decided:
        its, body, by = self.video.decided, self.body, self.who.actor
        return Decided(
            body.disclosure.decided(by) if body.disclosure else its.disclosure,
            body.audience.decided(by) if body.audience else its.audience,
            body.paid_promotion.decided(by) if body.paid_promotion else its.paid_promotion,
        )

    async def _load(self, blob: BlobId | None, kind: type[Any], name: str) -> Any:
        if blob is None:
            sentence = f"This video has no {name} yet; wait until it is made, then change it."
            raise Problem("part-missing", sentence, param=name)
        return await documents.load(self.deps.blobs, blob, kind)


def _rewritten(scene: Scene, text: SceneText) -> Scene:
    return Scene(
        text.heading or scene.heading,
        text.sentences or scene.sentences,
        text.key_phrase or scene.key_phrase,
        () if text.sentences else scene.sources,
    )


def _words(scenes: Any) -> int:
    return sum(count_words(it.text) for it in scenes)


def _refuse_unfit(it: Metadata) -> None:
    """The platform's own limits; it counts a comma after a tag, and quotes around spaces."""
    if any(sign in text for sign in "<>" for text in (it.title, it.description, *it.tags)):
        raise Problem("invalid", "Titles, descriptions and tags hold no < and no >.")
    if len(it.description.encode()) > DESCRIPTION_MAX_BYTES:
        sentence = f"The description is longer than {DESCRIPTION_MAX_BYTES:,} bytes."
        raise Problem("invalid", sentence, param="description")
    if sum(len(tag) + 1 + 2 * (" " in tag) for tag in it.tags) > TAGS_MAX_CHARACTERS:
        sentence = f"All tags together are longer than {TAGS_MAX_CHARACTERS} characters."
        raise Problem("invalid", sentence, param="tags")
