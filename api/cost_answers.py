"""What reads of costs answer, as data; amounts are decimal strings."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer
from domain.cap import BudgetScope
from domain.chart_of_accounts import Book, Outcome
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


class Capped(Answer):
    """A cap; without a channel it holds for each of the account's."""

    scope: BudgetScope
    channel_id: UUID | None
    channel_name: str | None
    mode: Mode
    currency: str
    cap: str
    decided_at: datetime


class BudgetStanding(Answer):
    """One budget and what is taken of it; `cap` is the one that holds for it now, if any.

    `name` is the channel's or the video's title; null of the account, and before there is a title.
    """

    scope: BudgetScope
    subject_id: UUID
    name: str | None
    period: str
    mode: Mode
    currency: str
    basis: str
    cap: str | None
    reserved: str
    spent: str
    changed_at: datetime


class Budgets(Answer):
    caps: list[Capped]
    budgets: list[BudgetStanding]


class ChargesOfDay(Answer):
    """What was used and charged in a day; amounts of live calls are cash.

    `request_id` is the provider's, where requests were asked for apart.
    """

    provider: str
    model: str
    meter: str
    service_date: date
    currency: str
    quantity: int
    amount: str
    lines: int
    request_id: str


class Charges(Answer):
    items: list[ChargesOfDay]


class OutcomeCost(Answer):
    """What one outcome has cost in one book; books, modes and currencies are never added up."""

    mode: Mode
    currency: str
    book: Book
    outcome: Outcome
    amount: str


class BookTotal(Answer):
    """All outcomes of one book, and the finished films that calls of its mode had a part in.

    `per_film_minute` is null without such films, and where corrections took back more than it cost.
    """

    mode: Mode
    currency: str
    book: Book
    amount: str
    films: int
    film_ms: int
    per_film_minute: str | None


class CostSummary(Answer):
    """`films` and `film_ms` are all that are finished, in whatever mode."""

    basis: str
    films: int
    film_ms: int
    outcomes: list[OutcomeCost]
    totals: list[BookTotal]
    paused: str | None
