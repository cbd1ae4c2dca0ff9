"""Channels: opened, paused, resumed, and what is decided for all their films."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, StrictInt

from api.answers import Channel, Channels
from api.asks import Ask
from api.caption_look import CaptionsBody
from api.film_format import FormatBody
from api.film_look import LookBody
from api.music import MusicBody
from api.permissions import Permission, needs
from api.reads import Read, describes
from api.rights import DecidedBody, RightsBody
from api.schema import Body, Language, Line, Name, Paragraphs, Recorded
from commands.channel import (
    ChooseChannelMusic,
    DecideCaptions,
    DecideDefaults,
    DecideFormat,
    DecideLook,
    DecidePersonality,
    GrantAutoPublish,
    OpenChannel,
    PauseChannel,
    ResumeChannel,
    RevokeAutoPublish,
)
from domain.ids import AssetId, ChannelId
from queries import channel

PER_DAY_MAX = 100
WRITES = [needs(Permission.CHANNELS_WRITE)]
router = APIRouter(prefix="/api/v1/channels", tags=["channels"])


class NewChannel(Body):
    """`voice` is a manner of the narrator: `default`, `female`, `male`, or a provider's own."""

    name: Name
    language: Language
    voice: Name = "default"


class Opened(Recorded):
    channel_id: UUID


class Defaults(Body):
    """What holds for every film of the channel unless said otherwise."""

    decided: DecidedBody
    rights: RightsBody | None = None


class Personality(Body):
    """How the channel speaks: tone, audience, what to avoid; 500 characters, empty: nothing."""

    personality: Paragraphs


class Pause(Body):
    reason: Line = ""


class AutoPublish(Body):
    """Films are published unseen until then (30 days at most), so many a day."""

    until: AwareDatetime
    per_day: Annotated[StrictInt, Field(ge=1, le=PER_DAY_MAX)]


READS = [needs(Permission.CHANNELS_READ)]


@router.get("", response_class=Response, responses=describes(Channels), dependencies=READS)
async def list_channels(read: Read) -> Response:
    """List the account's channels, the oldest first."""
    return await read.answer(channel.VIEWS, lambda reader: channel.all_of(reader, read.account_id))


@router.get(
    "/{channel_id}", response_class=Response, responses=describes(Channel), dependencies=READS
)
async def read_channel(channel_id: UUID, read: Read) -> Response:
    """Read one channel: what was decided for it, its grant, what it has spent."""
    return await read.answer(
        channel.VIEWS,
        lambda reader: channel.one(reader, read.account_id, channel_id),
        "channel-unknown",
    )


@router.post("", status_code=201, response_model=Opened, dependencies=WRITES)
async def open_channel(body: NewChannel, ask: Ask) -> Any:
    """Open a channel. An account has room for five."""
    ask.deps.languages.refuse(body.language)
    channel_id = ChannelId(ask.new_id("channel"))
    command = OpenChannel(channel_id, ask.account_id, body.name, body.language, body.voice)
    receipt = await ask.carry_out(command)
    ask.made_at(f"{router.prefix}/{channel_id}")
    return {"position": receipt.position, "code": receipt.code, "channel_id": channel_id}


@router.put("/{channel_id}/defaults", response_model=Recorded, dependencies=WRITES)
async def decide_defaults(channel_id: UUID, body: Defaults, ask: Ask) -> Any:
    """Decide disclosure, audience, paid promotion and rights for all films of a channel."""
    rights = body.rights.decided(ask.by) if body.rights else None
    decided = body.decided.decided(ask.by)
    command = DecideDefaults(ChannelId(channel_id), ask.account_id, decided, rights)
    return await ask.carry_out(command)


@router.put("/{channel_id}/format", response_model=Recorded, dependencies=WRITES)
async def decide_format(channel_id: UUID, body: FormatBody, ask: Ask) -> Any:
    """Decide resolution, frame rate and codec for all films of a channel."""
    command = DecideFormat(ChannelId(channel_id), ask.account_id, ask.by, body.asked())
    return await ask.carry_out(command)


@router.put("/{channel_id}/captions", response_model=Recorded, dependencies=WRITES)
async def decide_captions(channel_id: UUID, body: CaptionsBody, ask: Ask) -> Any:
    """Decide how captions look on all films of a channel."""
    command = DecideCaptions(ChannelId(channel_id), ask.account_id, ask.by, body.asked())
    return await ask.carry_out(command)


@router.put("/{channel_id}/look", response_model=Recorded, dependencies=WRITES)
async def decide_look(channel_id: UUID, body: LookBody, ask: Ask) -> Any:
    """Decide how a channel's films look: theme, colours, font, logo, lower third, end card."""
    logo = AssetId(body.logo) if body.logo else None
    command = DecideLook(ChannelId(channel_id), ask.account_id, ask.by, body.asked(), logo)
    return await ask.carry_out(command)


@router.put("/{channel_id}/personality", response_model=Recorded, dependencies=WRITES)
async def decide_personality(channel_id: UUID, body: Personality, ask: Ask) -> Any:
    """Decide how a channel speaks, for films that are asked for from now on."""
    its = ChannelId(channel_id)
    command = DecidePersonality(its, ask.account_id, ask.by, body.personality)
    return await ask.carry_out(command)


@router.put("/{channel_id}/music", response_model=Recorded, dependencies=WRITES)
async def choose_channel_music(channel_id: UUID, body: MusicBody, ask: Ask) -> Any:
    """Choose the music under a channel's films that say nothing else."""
    its = ChannelId(channel_id)
    command = ChooseChannelMusic(its, ask.account_id, ask.by, body.choice())
    return await ask.carry_out(command)


@router.delete("/{channel_id}/music", response_model=Recorded, dependencies=WRITES)
async def drop_channel_music(channel_id: UUID, ask: Ask) -> Any:
    """Have no music under a channel's films that say nothing else."""
    command = ChooseChannelMusic(ChannelId(channel_id), ask.account_id, ask.by, None)
    return await ask.carry_out(command)


@router.post("/{channel_id}/pause", response_model=Recorded, dependencies=WRITES)
async def pause_channel(channel_id: UUID, body: Pause, ask: Ask) -> Any:
    """Pause a channel: nothing more is requested or published until it is resumed."""
    command = PauseChannel(ChannelId(channel_id), ask.account_id, ask.by, body.reason)
    return await ask.carry_out(command)


@router.post("/{channel_id}/resume", response_model=Recorded, dependencies=WRITES)
async def resume_channel(channel_id: UUID, ask: Ask) -> Any:
    """Resume a paused channel."""
    command = ResumeChannel(ChannelId(channel_id), ask.account_id, ask.by)
    return await ask.carry_out(command)


PUBLISHES = [needs(Permission.VIDEOS_PUBLISH)]


@router.post("/{channel_id}/auto-publish", response_model=Recorded, dependencies=PUBLISHES)
async def grant_auto_publish(channel_id: UUID, body: AutoPublish, ask: Ask) -> Any:
    """Allow a channel's films to be published unseen, for a time."""
    its = ChannelId(channel_id)
    command = GrantAutoPublish(its, ask.account_id, ask.by, body.until, body.per_day)
    return await ask.carry_out(command)


@router.delete("/{channel_id}/auto-publish", response_model=Recorded, dependencies=PUBLISHES)
async def revoke_auto_publish(channel_id: UUID, ask: Ask) -> Any:
    """Take the permission to publish unseen back."""
    command = RevokeAutoPublish(ChannelId(channel_id), ask.account_id, ask.by)
    return await ask.carry_out(command)
