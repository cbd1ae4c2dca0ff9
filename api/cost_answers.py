"""What reads of costs answer, as data; amounts are decimal strings."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer
from domain.mode import Mode


class Posting(Answer):
    """One side of an entry; `account` is `book/role` of the chart of accounts."""

    position: int
    n: int
    event: str
    source_id: UUID
    video_id: UUID | None
    mode: Mode
    currency: str
    basis: str
    account: str
    debit: str
    credit: str
    provider: str
    model: str
    meter: str
    quantity: int
    service_date: date
    posting_month: str
    at: datetime


class Journal(Answer):
    items: list[Posting]
    next: int | None


class AccountBalance(Answer):
    """What stands on one account, on the side where it stands."""

    mode: Mode
    currency: str
    account: str
    debit: str
    credit: str


class Balanced(Answer):
    """All accounts of one mode and currency: both sides are alike."""

    mode: Mode
    currency: str
    debit: str
    credit: str


class TrialBalance(Answer):
    basis: str
    accounts: list[AccountBalance]
    totals: list[Balanced]
    paused: str | None
