"""What a person asks of a video, and decides about it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StringConstraints

from api.asks import Ask
from api.caption_look import CaptionsBody
from api.cut import CutBody
from api.errors import Problem
from api.film_format import FormatBody
from api.music import MusicBody
from api.permissions import Permission, needs
from api.rights import DecidedBody
from api.schema import SEEN, Blob, Body, Language, Line, Recorded
from api.video.filmed import refuse_outside
from commands.video.asking import RequestVideo
from commands.video.deciding import ApproveVideo, CancelVideo, PublishVideo, RejectVideo, RetryVideo
from commands.video.music import ChooseMusic
from domain.brief import SECONDS_MAX, SECONDS_MIN, Aspect
from domain.ids import AssetId, ChannelId, VideoId
from domain.music import AskedMusic
from domain.research import TOPIC_MAX
from domain.video.asking import PICTURES_MAX

SECONDS = 45
WRITES = [needs(Permission.VIDEOS_WRITE)]
PUBLISHES = [needs(Permission.VIDEOS_PUBLISH)]
PREFIX = "/api/v1/videos"
router = APIRouter(prefix=PREFIX, tags=["videos"])


Topic = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TOPIC_MAX),
    SEEN,
    Field(description="What to find out about, with the sources named in the description."),
]


class ClipCut(CutBody):
    """The part that is shown of a clip among the pictures; without a cut, all of it is."""

    asset_id: UUID


class NewVideo(Body):
    """A video from a source text or a topic; what is not said is the channel's own.

    With a recording of the text as narration the text is taken word for word.
    """

    channel_id: UUID
    source_asset_id: UUID | None = None
    topic: Topic | None = None
    pictures: Annotated[tuple[UUID, ...], Field(max_length=PICTURES_MAX)] = ()
    cuts: Annotated[tuple[ClipCut, ...], Field(max_length=PICTURES_MAX)] = ()
    aspect: Aspect = Aspect.WIDE
    seconds: Annotated[StrictInt, Field(ge=SECONDS_MIN, le=SECONDS_MAX)] = SECONDS
    language: Language | None = None
    decided: DecidedBody | None = None
    format: FormatBody = FormatBody()
    captions: CaptionsBody = CaptionsBody()
    music: MusicBody | None = None
    without_music: StrictBool = False
    narration_asset_id: UUID | None = None


class Requested(Recorded):
    video_id: UUID


class Approval(Body):
    """Exactly what was looked at; publication now, or at a time."""

    film: Blob
    sidecar: Blob
    publish_at: AwareDatetime | None = None


class Reason(Body):
    reason: Line = ""


@router.post("/generate", status_code=202, response_model=Requested, dependencies=WRITES)
async def generate_video(body: NewVideo, ask: Ask) -> Any:
    """Ask for a video; it is made in the background."""
    _refuse_unclear(body, researches=ask.deps.researches)
    if body.language is not None:
        ask.deps.languages.refuse(body.language)
    await refuse_outside(ask.deps, ask.account_id, {it.asset_id: it.cut for it in body.cuts})
    video_id = VideoId(ask.new_id("video"))
    command = RequestVideo(
        video_id,
        ask.account_id,
        ChannelId(body.channel_id),
        AssetId(body.source_asset_id) if body.source_asset_id else None,
        tuple(AssetId(it) for it in body.pictures),
        body.aspect,
        body.seconds,
        body.language,
        body.decided.decided(ask.by) if body.decided else None,
        body.format.asked(),
        captions=body.captions.asked(),
        cuts=tuple((AssetId(it.asset_id), it.cut) for it in body.cuts),
        music=AskedMusic(body.music.choice() if body.music else None, body.without_music),
        narration=AssetId(body.narration_asset_id) if body.narration_asset_id else None,
        topic=body.topic or "",
    )
    receipt = await ask.carry_out(command, video_id)
    ask.made_at(f"{PREFIX}/{video_id}")
    return {"position": receipt.position, "code": receipt.code, "video_id": video_id}


@router.post(
    "/{video_id}/approve", status_code=202, response_model=Recorded, dependencies=PUBLISHES
)
async def approve_video(video_id: UUID, body: Approval, ask: Ask) -> Any:
    """Publish exactly the film and metadata whose hashes are named."""
    its = VideoId(video_id)
    film, sidecar = body.film, body.sidecar
    command = ApproveVideo(its, ask.account_id, ask.by, film, sidecar, body.publish_at)
    return await ask.carry_out(command, its)


@router.put("/{video_id}/music", status_code=202, response_model=Recorded, dependencies=WRITES)
async def choose_music(video_id: UUID, body: MusicBody, ask: Ask) -> Any:
    """Choose the music of a film; it is made again, and any approval is void."""
    its = VideoId(video_id)
    return await ask.carry_out(ChooseMusic(its, ask.account_id, ask.by, body.choice()), its)


@router.delete("/{video_id}/music", status_code=202, response_model=Recorded, dependencies=WRITES)
async def drop_music(video_id: UUID, ask: Ask) -> Any:
    """Have no music under a film; it is made again, and any approval is void."""
    its = VideoId(video_id)
    return await ask.carry_out(ChooseMusic(its, ask.account_id, ask.by, None), its)


@router.post("/{video_id}/reject", response_model=Recorded, dependencies=WRITES)
async def reject_video(video_id: UUID, body: Reason, ask: Ask) -> Any:
    """Say that a ready film is not to be published."""
    its = VideoId(video_id)
    command = RejectVideo(its, ask.account_id, ask.by, body.reason)
    return await ask.carry_out(command, its)


@router.post("/{video_id}/cancel", response_model=Recorded, dependencies=WRITES)
async def cancel_video(video_id: UUID, body: Reason, ask: Ask) -> Any:
    """Stop the making of a video; what was paid stands."""
    its = VideoId(video_id)
    command = CancelVideo(its, ask.account_id, ask.by, body.reason)
    return await ask.carry_out(command, its)


@router.post("/{video_id}/retry", status_code=202, response_model=Recorded, dependencies=WRITES)
async def retry_video(video_id: UUID, ask: Ask) -> Any:
    """Try again what failed, or write on after a flag."""
    its = VideoId(video_id)
    command = RetryVideo(its, ask.account_id, ask.by)
    return await ask.carry_out(command, its)


@router.post(
    "/{video_id}/publish", status_code=202, response_model=Recorded, dependencies=PUBLISHES
)
async def publish_video(video_id: UUID, ask: Ask) -> Any:
    """Publish a ready film under its channel's standing grant."""
    its = VideoId(video_id)
    command = PublishVideo(its, ask.account_id)
    return await ask.carry_out(command, its)


def _refuse_unclear(body: NewVideo, *, researches: bool) -> None:
    if body.source_asset_id is None and body.topic is None:
        sentence = (
            "A video needs a source: upload a text, then name it as source_asset_id;"
            " or a topic to find out about."
        )
        raise Problem("nothing-asked", sentence, param="source_asset_id")
    if body.source_asset_id is not None and body.topic is not None:
        raise Problem("source-or-topic", "Send a source or a topic, not both.", param="topic")
    if body.topic is not None and not researches:
        sentence = (
            "A topic alone needs a research provider, and none is configured: name one as"
            " PROVIDERS__RESEARCH, or send a source text instead."
        )
        raise Problem("research-not-configured", sentence, param="topic")
