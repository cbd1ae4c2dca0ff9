"""A mail that leaves: intended before a byte goes, then what became of it. Never what it says.

Its stream is named by the mail's own id, under which a mail server knows it too.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.event import Decision, Event, event
from domain.ids import AccountId, LoginKey


class Unwritten(StrEnum):
    """Why a mail that was due was not written."""

    NO_ADDRESS = "no-address"
    UNVERIFIED = "unverified"
    OUTDATED = "outdated"


@event("mail.intended")
class MailIntended(Event):
    """A mail about something that happened is about to be handed to the mail server."""

    account_id: AccountId
    about: str
    to: LoginKey
    attempt: int


@event("mail.sent")
class MailSent(Event):
    """The mail server accepted the mail."""

    attempt: int


@event("mail.failed")
class MailFailed(Event):
    """The mail was not sent; `passing`: it is tried again later."""

    attempt: int
    code: str
    sentence: str
    passing: bool


@event("mail.outcome-unknown")
class MailOutcomeUnknown(Event):
    """The mail was handed in, and nobody knows whether it was accepted."""

    attempt: int


@event("mail.unwritten")
class MailUnwritten(Event):
    """A mail was due and not written: nobody could be written to, or it was of no use any more."""

    account_id: AccountId
    about: str
    why: Unwritten


MailEvent = MailIntended | MailSent | MailFailed | MailOutcomeUnknown | MailUnwritten


@dataclass(frozen=True, slots=True)
class Mail:
    """`under_way`: about to leave, and nothing reported of it yet; `over`: nothing more comes."""

    attempt: int = 0
    under_way: bool = False
    over: bool = False

    def intend(self, account_id: AccountId, about: str, to: LoginKey) -> Decision:
        """What was left under way is in doubt, since nobody else sends."""
        yield from self.lose()
        yield MailIntended(account_id, about, to, self.attempt + 1)

    def succeed(self) -> Decision:
        if self.under_way:
            yield MailSent(self.attempt)

    def fail(self, code: str, sentence: str, *, passing: bool) -> Decision:
        if self.under_way:
            yield MailFailed(self.attempt, code, sentence, passing)

    def lose(self) -> Decision:
        if self.under_way:
            yield MailOutcomeUnknown(self.attempt)


NEW = Mail()


def leave_unwritten(
    mail: Mail | None, account_id: AccountId, about: str, why: Unwritten
) -> Decision:
    """Once, and not where it was sent."""
    if mail is None or not mail.over:
        yield MailUnwritten(account_id, about, why)


def evolve(mail: Mail | None, happened: MailEvent) -> Mail:
    its = mail or NEW
    match happened:
        case MailIntended(attempt=attempt):
            return replace(its, attempt=attempt, under_way=True)
        case MailSent() | MailUnwritten():
            return replace(its, under_way=False, over=True)
        case MailFailed() | MailOutcomeUnknown():
            return replace(its, under_way=False)
