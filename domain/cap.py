"""Caps: how much may be spent on a video, by a channel in a month, by the account in a day.

There are none until somebody decides one. A cap counts all that its period has cost, what was
spent before it included.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.currency import refuse_unknown
from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId, ChannelId
from domain.mode import Mode


class BudgetScope(StrEnum):
    """What a budget is of: one video, a channel's month, an account's day (UTC)."""

    VIDEO = "video"
    CHANNEL_MONTH = "channel-month"
    ACCOUNT_DAY = "account-day"


@dataclass(frozen=True, slots=True)
class CapOf:
    """What a cap holds for; a channel of None means every one of the account's."""

    scope: BudgetScope
    channel_id: ChannelId | None
    mode: Mode
    currency: str


@event("cap.decided")
class CapDecided(Event):
    """A person decided how much may be spent at most; without an amount there is no cap."""

    account_id: AccountId
    of: CapOf
    cap_nanos: int | None
    by: str


@dataclass(frozen=True, slots=True)
class Caps:
    """Every cap that was ever decided; None where it was taken back."""

    decided: dict[CapOf, int | None] = field(default_factory=dict)

    def units(self, mode: Mode) -> tuple[str, ...]:
        """The currencies in which a mode's budgets are kept."""
        return tuple(sorted({it.currency for it in self.decided if it.mode is mode}))

    def cap(self, its: CapOf) -> int | None:
        """The channel's own, else the account's for all channels; None: there is none."""
        own = self.decided.get(its)
        if own is not None:
            return own
        return self.decided.get(CapOf(its.scope, None, its.mode, its.currency))


NO_CAPS = Caps()


def decide(
    caps: Caps | None, account_id: AccountId, of: CapOf, cap: int | None, by: str
) -> Decision:
    """Raises Refused (`cap-invalid`, `currency-unknown`); any cap can be taken back."""
    if cap is not None:
        refuse_unknown(of.currency)
    if cap is not None and cap < 0:
        raise Refused("cap-invalid", "a cap is 0 or more; leave the amount out to take it back")
    if of.scope is BudgetScope.ACCOUNT_DAY and of.channel_id is not None:
        raise Refused("cap-invalid", "an account's day is of no channel; leave the channel out")
    if (caps or NO_CAPS).decided.get(of) != cap:
        yield CapDecided(account_id, of, cap, by)


def evolve(caps: Caps | None, happened: CapDecided) -> Caps:
    return Caps({**(caps or NO_CAPS).decided, happened.of: happened.cap_nanos})
