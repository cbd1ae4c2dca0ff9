"""What may happen to a channel, in the order in which it usually does."""

from datetime import date, datetime

from domain.caption_look import CaptionLook
from domain.event import Event, event
from domain.film_format import FilmFormat
from domain.ids import AccountId, VideoId
from domain.music import Music
from domain.rights import Decided, Rights
from domain.scene.look import Look


@event("channel.opened")
class ChannelOpened(Event):
    """An account opened a channel, with a name and the language its videos speak."""

    account_id: AccountId
    name: str
    language: str
    voice: str


@event("channel.defaults-decided")
class DefaultsDecided(Event):
    """A person decided what holds for every film of this channel unless said otherwise."""

    decided: Decided
    rights: Rights | None


@event("channel.format-decided")
class FormatDecided(Event):
    """A person decided in what format this channel's films are made unless said otherwise."""

    format: FilmFormat
    by: str


@event("channel.captions-decided")
class CaptionsDecided(Event):
    """A person decided how captions look on this channel's films unless said otherwise."""

    look: CaptionLook
    by: str


@event("channel.look-decided")
class LookDecided(Event):
    """A person decided how this channel's films look: theme, colours, logo, end card."""

    look: Look
    by: str


@event("channel.personality-decided")
class PersonalityDecided(Event):
    """A person decided how this channel speaks: tone, audience, what to avoid; empty: nothing."""

    personality: str
    by: str


@event("channel.music-chosen")
class ChannelMusicChosen(Event):
    """A person chose the music of this channel's films, or none, unless said otherwise."""

    music: Music | None
    by: str


@event("channel.paused")
class ChannelPaused(Event):
    """Nothing more is requested or published for this channel until it is resumed."""

    by: str
    reason: str


@event("channel.resumed")
class ChannelResumed(Event):
    """The channel takes requests and publishes again."""

    by: str


@event("channel.auto-publish-granted")
class AutoPublishGranted(Event):
    """A person allowed films to be published unseen, until a time, so many a day."""

    by: str
    until: datetime
    per_day: int


@event("channel.auto-publish-revoked")
class AutoPublishRevoked(Event):
    """Films of this channel need a person's approval again."""

    by: str


@event("channel.auto-publish-used")
class AutoPublishUsed(Event):
    """A film was published under the channel's grant; it counts for that day (UTC)."""

    video_id: VideoId
    day: date


ChannelEvent = (
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
    | AutoPublishUsed
)


Default = (
    DefaultsDecided
    | FormatDecided
    | CaptionsDecided
    | LookDecided
    | ChannelMusicChosen
    | PersonalityDecided
)
"""What holds for films that say nothing else."""
