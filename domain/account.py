"""An account: who pays, in which role, and how many channels it may hold."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.event import Decision, Event, Refused, event
from domain.ids import ChannelId, LoginKey

CHANNELS_MAX = 5


class Role(StrEnum):
    OWNER = "owner"
    USER = "user"
    VIEWER = "viewer"


@event("account.registered")
class AccountRegistered(Event):
    """A person registered, with a plan and room for a number of channels."""

    login: LoginKey
    role: Role
    plan: str
    channels_max: int


@event("account.channel-slot-reserved")
class ChannelSlotReserved(Event):
    """One of the account's places for channels was taken."""

    channel_id: ChannelId


@event("account.channel-slot-released")
class ChannelSlotReleased(Event):
    """A place for a channel became free again."""

    channel_id: ChannelId


AccountEvent = AccountRegistered | ChannelSlotReserved | ChannelSlotReleased


@dataclass(frozen=True, slots=True)
class Account:
    channels_max: int
    channels: frozenset[ChannelId] = frozenset()

    def reserve_slot(self, channel_id: ChannelId) -> Decision:
        if channel_id in self.channels:
            return
        if len(self.channels) >= self.channels_max:
            raise Refused(
                "channel-limit",
                f"this account holds {self.channels_max} channels, and no more",
            )
        yield ChannelSlotReserved(channel_id)

    def release_slot(self, channel_id: ChannelId) -> Decision:
        if channel_id in self.channels:
            yield ChannelSlotReleased(channel_id)


def register(account: Account | None, login: LoginKey, role: Role, plan: str) -> Decision:
    if account is not None:
        raise Refused("account-exists", "this account was registered before")
    yield AccountRegistered(login, role, plan, CHANNELS_MAX)


def must_exist(account: Account | None) -> Account:
    if account is None:
        raise Refused("account-unknown", "there is no such account")
    return account


def evolve(account: Account | None, happened: AccountEvent) -> Account:
    if isinstance(happened, AccountRegistered):
        return Account(happened.channels_max)
    assert account is not None, "an account begins with account.registered"
    match happened:
        case ChannelSlotReserved(channel_id=channel_id):
            return replace(account, channels=account.channels | {channel_id})
        case ChannelSlotReleased(channel_id=channel_id):
            return replace(account, channels=account.channels - {channel_id})
