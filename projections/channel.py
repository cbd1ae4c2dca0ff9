"""Channels: one row each, and how often each day's grant to publish was used."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from domain import canonical
from domain.channel import (
    AutoPublishGranted,
    AutoPublishRevoked,
    AutoPublishUsed,
    CaptionsDecided,
    ChannelEvent,
    ChannelMusicChosen,
    ChannelOpened,
    ChannelPaused,
    ChannelResumed,
    Default,
    DefaultsDecided,
    FormatDecided,
    LookDecided,
    PersonalityDecided,
)
from domain.event import Recorded
from domain.ids import id_of
from domain.video.events import VideoRequested
from projections.change import Add, Change, Put
from projections.music import NO_MUSIC, music_columns
from projections.projection import Projection, events_of
from projections.table import (
    FLAG,
    NO_FLAG,
    NO_ID,
    NO_INSTANT,
    NO_TEXT,
    NO_WHOLE,
    TEXT,
    WHOLE,
    Index,
    Kind,
    Row,
    Table,
)

CHANNELS = Table(
    "channels",
    key={"channel_id": Kind.ID},
    columns={
        "account_id": NO_ID,
        "name": TEXT,
        "language": TEXT,
        "voice": TEXT,
        "opened_at": NO_INSTANT,
        "opened_position": WHOLE,
        "paused": FLAG,
        "paused_because": TEXT,
        "realistic": NO_FLAG,
        "made_for_kids": NO_FLAG,
        "paid_promotion": NO_FLAG,
        "ownership": NO_TEXT,
        "licence": NO_TEXT,
        "attribution": NO_TEXT,
        "resolution": NO_TEXT,
        "fps": NO_WHOLE,
        "codec": NO_TEXT,
        "captions": NO_TEXT,
        "look": NO_TEXT,
        "personality": TEXT,
        **NO_MUSIC,
        "auto_publish_until": NO_INSTANT,
        "auto_publish_per_day": WHOLE,
        "videos": WHOLE,
    },
    indexes=(Index(("account_id", "opened_position")),),
)
DAYS = Table(
    "channel_auto_publish_days",
    key={"channel_id": Kind.ID, "day": Kind.DAY},
    columns={"used": WHOLE},
)


def project(it: Recorded) -> Iterator[Change]:
    if isinstance(it.event, VideoRequested):
        yield Add(CHANNELS.name, (it.event.channel_id,), {"videos": 1})
        return
    assert isinstance(it.event, ChannelEvent)
    channel_id = id_of(it.stream)
    if isinstance(it.event, AutoPublishUsed):
        yield Add(DAYS.name, (channel_id, it.event.day), {"used": 1})
    else:
        yield Put(CHANNELS.name, (channel_id,), _values(it, it.event))


Told = (
    ChannelOpened
    | DefaultsDecided
    | FormatDecided
    | CaptionsDecided
    | LookDecided
    | ChannelMusicChosen
    | PersonalityDecided
    | ChannelPaused
    | ChannelResumed
    | AutoPublishGranted
    | AutoPublishRevoked
)


def _values(it: Recorded, happened: Told) -> Row:
    if isinstance(happened, Default):
        return _for_all_films(happened)
    match happened:
        case ChannelOpened():
            return _opened(it, happened)
        case ChannelPaused(reason=reason):
            return {"paused": True, "paused_because": reason}
        case ChannelResumed():
            return {"paused": False, "paused_because": ""}
        case AutoPublishGranted(until=until, per_day=per_day):
            return {"auto_publish_until": until, "auto_publish_per_day": per_day}
        case AutoPublishRevoked():
            return {"auto_publish_until": None, "auto_publish_per_day": 0}


def _opened(it: Recorded, opened: ChannelOpened) -> Row:
    return {
        "account_id": opened.account_id,
        "name": opened.name,
        "language": opened.language,
        "voice": opened.voice,
        "opened_at": it.recorded_at,
        "opened_position": it.position,
    }


def _for_all_films(happened: Default) -> Row:
    match happened:
        case DefaultsDecided():
            return _decided(happened)
        case FormatDecided(format=its):
            return {"resolution": its.resolution.value, "fps": its.fps, "codec": its.codec.value}
        case CaptionsDecided(look=look):
            return {"captions": canonical.encode(look).decode()}
        case LookDecided(look=its):
            return {"look": json.dumps(asdict(its), default=str, sort_keys=True)}
        case ChannelMusicChosen(music=music):
            return music_columns(music)
        case PersonalityDecided(personality=personality):
            return {"personality": personality}


def _decided(happened: DefaultsDecided) -> Row:
    decided, rights = happened.decided, happened.rights
    return {
        "realistic": decided.disclosure.realistic,
        "made_for_kids": decided.audience.made_for_kids,
        "paid_promotion": decided.paid_promotion.included,
        "ownership": None if rights is None else rights.ownership.value,
        "licence": None if rights is None else rights.licence,
        "attribution": None if rights is None else rights.attribution,
    }


PROJECTION = Projection(
    name="channel",
    version=3,
    follows=events_of(ChannelEvent, VideoRequested),
    tables=(CHANNELS, DAYS),
    project=project,
    reads=frozenset({"recorded_at"}),
)
