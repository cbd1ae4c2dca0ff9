"""An account: who pays, in which role, how many channels it may hold, and its end: erasure."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain import email_verification
from domain.email_verification import UNVERIFIED, Verification, VerificationEvent
from domain.event import Decision, Event, Refused, event
from domain.ids import ChannelId, JobId, LoginKey
from domain.work import EraseAccount, Work

CHANNELS_MAX = 5


class Role(StrEnum):
    OWNER = "owner"
    USER = "user"
    VIEWER = "viewer"


class Erasure(StrEnum):
    """How far an account's erasure is; `failed` may be asked for again."""

    NONE = "none"
    BEGUN = "begun"
    FAILED = "failed"
    ERASED = "erased"


class HoldReason(StrEnum):
    """Why an account's data must be kept; a word of a list, so that it tells of nobody."""

    BOOKS = "books"
    DISPUTE = "dispute"
    ORDER = "order"


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


@event("account.legal-hold-placed")
class LegalHoldPlaced(Event):
    """The account's data must be kept, with its originals, until a day or until it is lifted."""

    by: str
    reason: HoldReason
    until: date | None


@event("account.legal-hold-lifted")
class LegalHoldLifted(Event):
    """The account's data need not be kept any longer."""

    by: str


@event("account.erasure-begun")
class ErasureBegun(Event):
    """The account's erasure was asked for and begins; nothing more is taken from it."""

    by: str


@event("account.erasure-refused")
class ErasureRefused(Event):
    """The account's erasure was asked for and refused; code and sentence say why."""

    by: str
    code: str
    sentence: str


@event("account.erasure-failed")
class ErasureFailed(Event):
    """The account's erasure came to a halt half-way; asked for again, it goes on."""

    job_id: JobId
    code: str
    sentence: str


@event("account.erased")
class AccountErased(Event):
    """The account's key and files are gone; without a job where a restored backup was put right."""

    job_id: JobId | None


ErasureEvent = ErasureBegun | ErasureRefused | ErasureFailed | AccountErased
HeldEvent = ChannelSlotReserved | ChannelSlotReleased | LegalHoldPlaced | LegalHoldLifted
AccountEvent = AccountRegistered | HeldEvent | VerificationEvent | ErasureEvent


@dataclass(frozen=True, slots=True)
class Hold:
    reason: HoldReason
    until: date | None

    def binds(self, on: date) -> bool:
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class Account:
    channels_max: int
    channels: frozenset[ChannelId] = frozenset()
    hold: Hold | None = None
    erasure: Erasure = Erasure.NONE
    refusal: ErasureRefused | None = None
    email: Verification = UNVERIFIED

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

    def place_hold(self, by: str, hold: Hold, on: date) -> Decision:
        """An erasure that has begun is not stopped: its key may be gone already."""
        yield from must_be_active(self)
        if not hold.binds(on):
            raise Refused(
                "hold-over", f"a hold until {hold.until} would be over already; name a day to come"
            )
        if hold != self.hold:
            yield LegalHoldPlaced(by, hold.reason, hold.until)

    def lift_hold(self, by: str) -> Decision:
        if self.hold is not None:
            yield LegalHoldLifted(by)

    def begin_erasure(self, by: str, on: date) -> Decision:
        """Begins it, or records why not; a refusal for the same reason is recorded once."""
        if self.erasure in (Erasure.BEGUN, Erasure.ERASED):
            return
        if self.hold is None or not self.hold.binds(on):
            yield ErasureBegun(by)
            return
        refused = ErasureRefused(by, "legal-hold", _kept(self.hold))
        if refused != self.refusal:
            yield refused

    def finish_erasure(self, job_id: JobId | None) -> Decision:
        if self.erasure is not Erasure.ERASED:
            yield AccountErased(job_id)

    def wants(self) -> tuple[Work, ...]:
        """The work that the account, as it stands, still lacks."""
        return (EraseAccount(),) if self.erasure is Erasure.BEGUN else ()

    def fail(self, job_id: JobId, _: Work, code: str, sentence: str) -> Decision:
        """The work came to nothing for good. Silent where it is no longer wanted."""
        if self.erasure is Erasure.BEGUN:
            yield ErasureFailed(job_id, code, sentence)


def _kept(hold: Hold) -> str:
    because = {
        HoldReason.BOOKS: "its books must be kept",
        HoldReason.DISPUTE: "a dispute about it is open",
        HoldReason.ORDER: "an authority ordered so",
    }[hold.reason]
    until = f"until {hold.until:%Y-%m-%d}" if hold.until else "until the hold is lifted"
    return f"this account must be kept {until}, since {because}"


def register(account: Account | None, login: LoginKey, role: Role, plan: str) -> Decision:
    if account is not None:
        raise Refused("account-exists", "this account was registered before")
    yield AccountRegistered(login, role, plan, CHANNELS_MAX)


def must_exist(account: Account | None) -> Account:
    if account is None:
        raise Refused("account-unknown", "there is no such account")
    return account


def must_be_active(account: Account | None) -> Decision:
    """Decides nothing, but is read: nothing is asked of an account that is being erased."""
    if account is not None and account.erasure is Erasure.ERASED:
        raise Refused("account-erased", "this account was erased; nothing more is asked of it")
    if account is not None and account.erasure is not Erasure.NONE:
        raise Refused(
            "account-erasing", "this account is being erased; nothing more is asked of it"
        )
    yield from ()


def evolve(account: Account | None, happened: AccountEvent) -> Account:
    if isinstance(happened, AccountRegistered):
        return Account(happened.channels_max)
    assert account is not None, "an account begins with account.registered"
    if isinstance(happened, ErasureEvent):
        return _ending(account, happened)
    if isinstance(happened, VerificationEvent):
        return replace(account, email=email_verification.evolve(account.email, happened))
    match happened:
        case ChannelSlotReserved(channel_id=channel_id):
            return replace(account, channels=account.channels | {channel_id})
        case ChannelSlotReleased(channel_id=channel_id):
            return replace(account, channels=account.channels - {channel_id})
        case LegalHoldPlaced(reason=reason, until=until):
            return replace(account, hold=Hold(reason, until))
        case LegalHoldLifted():
            return replace(account, hold=None)


def _ending(account: Account, happened: ErasureEvent) -> Account:
    match happened:
        case ErasureRefused():
            return replace(account, refusal=happened)
        case ErasureBegun():
            return replace(account, erasure=Erasure.BEGUN, refusal=None)
        case ErasureFailed():
            return replace(account, erasure=Erasure.FAILED)
        case AccountErased():
            return replace(account, erasure=Erasure.ERASED)
