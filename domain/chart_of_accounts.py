"""The chart of accounts: where every priced line is posted, twice, so that the books balance.

Five books are kept apart and never added up: `cash` is owed to providers, `imputed` is our own
machines' time, and three are memo: `estimated` (nobody knows yet what a call cost),
`would-have-cost` (what the listed live provider would have charged) and `unpriced`.

Costs of a video gather in work in progress, as in any job costing. When it ends they are moved
to what became of it, and back where it is taken up again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.event import Event
from domain.prices import LineKind, Metering, PricedLine
from domain.video.events import (
    MusicChosen,
    PublishApproved,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoFlagged,
    VideoPublished,
    VideoReady,
    VideoRejected,
    VideoRequested,
    VideoRetried,
)


class Side(StrEnum):
    """On which side an account grows."""

    DEBIT = "debit"
    CREDIT = "credit"


class Book(StrEnum):
    CASH = "cash"
    IMPUTED = "imputed"
    ESTIMATED = "estimated"
    WOULD_HAVE_COST = "would-have-cost"
    UNPRICED = "unpriced"

    @property
    def memo(self) -> bool:
        """Beside the books: nobody is owed anything."""
        return self not in (Book.CASH, Book.IMPUTED)


class Outcome(StrEnum):
    """What costs are of; `unallocated`: of a video that is being made, or of none."""

    PUBLISHED = "published"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    FIXED = "fixed"
    UNALLOCATED = "unallocated"


class Role(StrEnum):
    """An account's part within its book."""

    OWED = "owed"
    IN_PROGRESS = "work-in-progress"
    PUBLISHED = "published"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    FIXED = "fixed"
    UNALLOCATED = "unallocated"


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """One account; `outcome` None: it says whom something is owed to, not what it was for."""

    book: Book
    role: Role
    name: str

    @property
    def code(self) -> str:
        return f"{self.book}/{self.role}"

    @property
    def normal_side(self) -> Side:
        return Side.CREDIT if self.role is Role.OWED else Side.DEBIT

    @property
    def outcome(self) -> Outcome | None:
        match self.role:
            case Role.OWED:
                return None
            case Role.IN_PROGRESS:
                return Outcome.UNALLOCATED
            case role:
                return Outcome(role.value)


OWED: Mapping[Book, str] = MappingProxyType(
    {
        Book.CASH: "Accounts payable to providers",
        Book.IMPUTED: "Imputed use of own machines",
        Book.ESTIMATED: "Accrued estimates",
        Book.WOULD_HAVE_COST: "Charges that live providers would have made",
        Book.UNPRICED: "Usage without a price",
    }
)
COSTS: Mapping[Role, str] = MappingProxyType(
    {
        Role.IN_PROGRESS: "Work in progress",
        Role.PUBLISHED: "Cost of published videos",
        Role.FAILED: "Cost of failed videos",
        Role.CANCELLED: "Cost of cancelled videos",
        Role.REJECTED: "Cost of rejected videos",
        Role.FIXED: "Fixed costs",
        Role.UNALLOCATED: "Unallocated costs",
    }
)
CHART: Mapping[str, LedgerAccount] = MappingProxyType(
    {
        it.code: it
        for book in Book
        for it in (
            LedgerAccount(book, Role.OWED, OWED[book]),
            *(LedgerAccount(book, role, name) for role, name in COSTS.items()),
        )
    }
)

BOOKS: Mapping[LineKind, Book] = MappingProxyType(
    {
        LineKind.CASH: Book.CASH,
        LineKind.IMPUTED: Book.IMPUTED,
        LineKind.WOULD_HAVE_COST: Book.WOULD_HAVE_COST,
        LineKind.UNPRICED: Book.UNPRICED,
    }
)


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on one side of an account, in nanos of the line's currency; never below 0."""

    account: str
    debit_nanos: int
    credit_nanos: int


def postings(line: PricedLine, metering: Metering, role: Role, times: int) -> Iterator[Posting]:
    """A line's debit and credit; `times` -1 takes it back, as does an amount below 0."""
    book = _book(line, metering)
    amount = times * line.amount_nanos
    cost, owed = f"{book}/{role}", f"{book}/{Role.OWED}"
    debit, credit = (cost, owed) if amount >= 0 else (owed, cost)
    yield Posting(debit, abs(amount), 0)
    yield Posting(credit, 0, abs(amount))


def _book(line: PricedLine, metering: Metering) -> Book:
    """What would be owed is owed when it is known; until then it is a memo."""
    if line.kind is LineKind.CASH and metering is Metering.ESTIMATED:
        return Book.ESTIMATED
    return BOOKS[line.kind]


VideoMoved = (
    VideoRequested
    | VideoFlagged
    | VideoReady
    | VideoEdited
    | MusicChosen
    | VideoRetried
    | PublishApproved
    | VideoFailed
    | VideoPublished
    | VideoRejected
    | VideoCancelled
)
"""Every event that may change what a video's costs are of."""

OUTCOMES: Mapping[type[Event], Outcome] = MappingProxyType(
    {
        VideoFailed: Outcome.FAILED,
        VideoPublished: Outcome.PUBLISHED,
        VideoRejected: Outcome.REJECTED,
        VideoCancelled: Outcome.CANCELLED,
    }
)


def outcome_after(happened: VideoMoved) -> Outcome:
    """What a video's costs are of from now on."""
    return OUTCOMES.get(type(happened), Outcome.UNALLOCATED)
