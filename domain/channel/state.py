"""What is known of a channel, and what is decided about it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.caption_look import CLEAR, AskedLook, CaptionLook, refuse_unfit
from domain.channel.events import (
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
from domain.event import Decision, Refused
from domain.film_format import STANDARD_FORMAT, AskedFormat, FilmFormat, refuse_unknown
from domain.hidden_characters import refuse_hidden
from domain.ids import AccountId, VideoId
from domain.music import Music
from domain.rights import Decided, Rights, lacking, refuse_together
from domain.scene import look as looks
from domain.scene.look import USUAL, AskedFilmLook, Look

AUTO_PUBLISH_MAX = timedelta(days=30)
"""Consent to act without asking ends after 30 days at most (policies: express consent)."""

PERSONALITY_CHARACTERS_MAX = 500
USED = "what this channel's films use"
"""How its default rights are spoken of."""


@dataclass(frozen=True, slots=True)
class AutoPublish:
    """A grant, and how much of its last day is used."""

    until: datetime
    per_day: int
    day: date | None = None
    used: int = 0

    def room(self, now: datetime) -> bool:
        used_today = self.used if self.day == now.date() else 0
        return now < self.until and used_today < self.per_day


@dataclass(frozen=True, slots=True)
class Channel:
    account_id: AccountId
    name: str
    language: str
    voice: str
    paused: bool = False
    decided: Decided | None = None
    rights: Rights | None = None
    auto_publish: AutoPublish | None = None
    format: FilmFormat = STANDARD_FORMAT
    captions: CaptionLook = CLEAR
    look: Look = USUAL
    music: Music | None = None
    personality: str = ""

    def decide_defaults(self, decided: Decided, rights: Rights | None, on: date) -> Decision:
        """Refused, naming all that is missing, where no film could use a file under the rights."""
        if rights is not None:
            refuse_together(lacking(((USED, rights),), on))
        if (decided, rights) != (self.decided, self.rights):
            yield DefaultsDecided(decided, rights)

    def decide_format(self, asked: AskedFormat, by: str) -> Decision:
        """Raises Refused (`format-fps`)."""
        decided = asked.over(self.format)
        refuse_unknown(decided)
        if decided != self.format:
            yield FormatDecided(decided, by)

    def decide_captions(self, asked: AskedLook, by: str) -> Decision:
        """Raises Refused (`caption-colour`, `caption-range`, `caption-contrast`)."""
        decided = asked.over(self.captions)
        refuse_unfit(decided)
        if decided != self.captions:
            yield CaptionsDecided(decided, by)

    def decide_look(self, asked: AskedFilmLook, by: str) -> Decision:
        """Raises Refused (`look-colour`, `look-text`, `look-end-card`)."""
        decided = asked.over(self.look)
        looks.refuse_unfit(decided)
        if decided != self.look:
            yield LookDecided(decided, by)

    def choose_music(self, music: Music | None, by: str) -> Decision:
        if music != self.music:
            yield ChannelMusicChosen(music, by)

    def decide_personality(self, said: str, by: str) -> Decision:
        """White space counts as one space. Raises Refused (`personality-length`)."""
        told = " ".join(said.split())
        if len(told) > PERSONALITY_CHARACTERS_MAX:
            raise Refused(
                "personality-length",
                f"a channel's personality has at most {PERSONALITY_CHARACTERS_MAX} characters,"
                f" not {len(told)}; say less",
            )
        if told != self.personality:
            yield PersonalityDecided(told, by)

    def pause(self, by: str, reason: str) -> Decision:
        if not self.paused:
            yield ChannelPaused(by, reason)

    def resume(self, by: str) -> Decision:
        if self.paused:
            yield ChannelResumed(by)

    def grant_auto_publish(self, by: str, until: datetime, per_day: int, now: datetime) -> Decision:
        if until <= now:
            raise Refused("grant-time", "until lies in the past; name a time within 30 days")
        if until > now + AUTO_PUBLISH_MAX:
            raise Refused("grant-time", "auto-publish may be granted for 30 days at most")
        if per_day < 1:
            raise Refused("grant-per-day", "auto-publish needs room for one film a day or more")
        yield AutoPublishGranted(by, until, per_day)

    def revoke_auto_publish(self, by: str) -> Decision:
        if self.auto_publish is not None:
            yield AutoPublishRevoked(by)

    def use_auto_publish(self, video_id: VideoId, now: datetime) -> Decision:
        """Takes one of the day's places, where the grant has room; silent where it has not."""
        grant = self.auto_publish
        if grant is not None and not self.paused and grant.room(now):
            yield AutoPublishUsed(video_id, now.date())


def open_channel(channel: Channel | None, opened: ChannelOpened) -> Decision:
    if channel is not None:
        raise Refused("channel-exists", "this channel was opened before")
    if not opened.name.strip():
        raise Refused("channel-name", "a channel needs a name")
    refuse_hidden("a channel's name", opened.name)
    yield opened


def must_be_called_otherwise(other: Channel | None, name: str) -> Decision:
    """Decides nothing, but is read: people name channels by their names, in any case."""
    if other is not None and other.name.strip().casefold() == name.strip().casefold():
        raise Refused(
            "channel-name-taken", f"a channel of this account is called {other.name}; name another"
        )
    yield from ()


def must_be(channel: Channel | None, account_id: AccountId) -> Channel:
    if channel is None or channel.account_id != account_id:
        raise Refused("channel-unknown", "there is no such channel in this account")
    return channel


def must_take_requests(channel: Channel | None, account_id: AccountId) -> Decision:
    """Decides nothing, but is read: the ledger checks that it did not change meanwhile."""
    if must_be(channel, account_id).paused:
        raise Refused("channel-paused", "this channel is paused; resume it first")
    yield from ()


def evolve(channel: Channel | None, happened: ChannelEvent) -> Channel:
    if isinstance(happened, ChannelOpened):
        return Channel(happened.account_id, happened.name, happened.language, happened.voice)
    assert channel is not None, "a channel begins with channel.opened"
    if isinstance(happened, Default):
        return _decided(channel, happened)
    match happened:
        case ChannelPaused():
            return replace(channel, paused=True)
        case ChannelResumed():
            return replace(channel, paused=False)
        case AutoPublishGranted(until=until, per_day=per_day):
            return replace(channel, auto_publish=_granted(channel, until, per_day))
        case AutoPublishRevoked():
            return replace(channel, auto_publish=None)
        case AutoPublishUsed(day=day):
            return replace(channel, auto_publish=_used(channel.auto_publish, day))


def _decided(channel: Channel, happened: Default) -> Channel:
    match happened:
        case DefaultsDecided(decided=decided, rights=rights):
            return replace(channel, decided=decided, rights=rights)
        case FormatDecided(format=its):
            return replace(channel, format=its)
        case CaptionsDecided(look=look):
            return replace(channel, captions=look)
        case LookDecided(look=its):
            return replace(channel, look=its)
        case ChannelMusicChosen(music=music):
            return replace(channel, music=music)
        case PersonalityDecided(personality=personality):
            return replace(channel, personality=personality)


def _granted(channel: Channel, until: datetime, per_day: int) -> AutoPublish:
    before = channel.auto_publish
    if before is None:
        return AutoPublish(until, per_day)
    return replace(before, until=until, per_day=per_day)


def _used(grant: AutoPublish | None, day: date) -> AutoPublish | None:
    if grant is None:
        return None
    return replace(grant, day=day, used=grant.used + 1 if grant.day == day else 1)
