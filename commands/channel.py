"""What may be asked of a channel."""

from dataclasses import dataclass, replace
from datetime import datetime

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from domain import account, asset, channel
from domain.account import Account
from domain.asset import Asset, AssetKind
from domain.caption_look import AskedLook
from domain.channel import Channel, ChannelOpened
from domain.event import Decision
from domain.film_format import AskedFormat
from domain.ids import (
    AccountId,
    AssetId,
    ChannelId,
    account_stream,
    asset_stream,
    channel_stream,
)
from domain.music import Music, MusicChoice
from domain.rights import Decided, Rights
from domain.scene.look import AskedFilmLook, Logo


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """Takes one of the account's places; the account's stream refuses the sixth."""

    channel_id: ChannelId
    account_id: AccountId
    name: str
    language: str
    voice: str

    @property
    def ids(self) -> dict[str, str]:
        return {"channel_id": str(self.channel_id)}

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        its: Account = yield Step(account_stream(self.account_id), self._reserve)
        for other in sorted(its.channels - {self.channel_id}):
            yield Step(channel_stream(other), self._must_be_called_otherwise)
        yield Step(channel_stream(self.channel_id), self._open)

    def _reserve(self, it: Account | None) -> Decision:
        return account.must_exist(it).reserve_slot(self.channel_id)

    def _must_be_called_otherwise(self, other: Channel | None) -> Decision:
        return channel.must_be_called_otherwise(other, self.name)

    def _open(self, it: Channel | None) -> Decision:
        opened = ChannelOpened(self.account_id, self.name, self.language, self.voice)
        return channel.open_channel(it, opened)


@dataclass(frozen=True, slots=True)
class DecideDefaults(Plain):
    channel_id: ChannelId
    account_id: AccountId
    decided: Decided
    rights: Rights | None

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)

        def decide(it: Channel | None) -> Decision:
            its = channel.must_be(it, self.account_id)
            return its.decide_defaults(self.decided, self.rights, world.now.date())

        yield Step(channel_stream(self.channel_id), decide)


@dataclass(frozen=True, slots=True)
class DecideFormat(Plain):
    """What is not said of the format stays as it was decided."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    asked: AskedFormat

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._decide)

    def _decide(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).decide_format(self.asked, self.by)


@dataclass(frozen=True, slots=True)
class DecideCaptions(Plain):
    """What is not said of the look stays as it was decided."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    asked: AskedLook

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._decide)

    def _decide(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).decide_captions(self.asked, self.by)


@dataclass(frozen=True, slots=True)
class DecideLook(Plain):
    """What is not said of the look stays as it was decided; a logo is a picture uploaded before."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    asked: AskedFilmLook
    logo: AssetId | None = None

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        asked = self.asked
        if self.logo is not None:
            its: Asset = yield Step(asset_stream(self.logo), self._must_be_picture)
            asked = replace(asked, logo=Logo(self.logo, its.blob))

        def decide(it: Channel | None) -> Decision:
            return channel.must_be(it, self.account_id).decide_look(asked, self.by)

        yield Step(channel_stream(self.channel_id), decide)

    def _must_be_picture(self, it: Asset | None) -> Decision:
        asset.must_be(it, self.account_id, AssetKind.IMAGE)
        yield from ()


@dataclass(frozen=True, slots=True)
class DecidePersonality(Plain):
    """How the channel speaks, for films that are asked for from now on; empty: as it comes."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    personality: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._decide)

    def _decide(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).decide_personality(self.personality, self.by)


@dataclass(frozen=True, slots=True)
class ChooseChannelMusic(Plain):
    """Which file is played under films that say nothing else; None: none is."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    choice: MusicChoice | None

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        music: Music | None = None
        if self.choice is not None:
            used: Asset = yield Step(asset_stream(self.choice.asset_id), self._must_be_music)
            music = asset.as_music(used, self.choice)

        def decide(it: Channel | None) -> Decision:
            return channel.must_be(it, self.account_id).choose_music(music, self.by)

        yield Step(channel_stream(self.channel_id), decide)

    def _must_be_music(self, it: Asset | None) -> Decision:
        asset.must_be(it, self.account_id, AssetKind.MUSIC)
        yield from ()


@dataclass(frozen=True, slots=True)
class PauseChannel(Plain):
    channel_id: ChannelId
    account_id: AccountId
    by: str
    reason: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._pause)

    def _pause(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).pause(self.by, self.reason)


@dataclass(frozen=True, slots=True)
class ResumeChannel(Plain):
    channel_id: ChannelId
    account_id: AccountId
    by: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._resume)

    def _resume(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).resume(self.by)


@dataclass(frozen=True, slots=True)
class GrantAutoPublish(Plain):
    """Consent, in advance and for a time, to publish films that nobody looked at."""

    channel_id: ChannelId
    account_id: AccountId
    by: str
    until: datetime
    per_day: int

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)

        def decide(it: Channel | None) -> Decision:
            its = channel.must_be(it, self.account_id)
            return its.grant_auto_publish(self.by, self.until, self.per_day, world.now)

        yield Step(channel_stream(self.channel_id), decide)


@dataclass(frozen=True, slots=True)
class RevokeAutoPublish(Plain):
    channel_id: ChannelId
    account_id: AccountId
    by: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(channel_stream(self.channel_id), self._revoke)

    def _revoke(self, it: Channel | None) -> Decision:
        return channel.must_be(it, self.account_id).revoke_auto_publish(self.by)
