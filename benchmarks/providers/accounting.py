"""What stands in the ledger of calls, held against what their providers charged.

A charge is accounted for by a cost of the same quantities; by that of an attempt that failed,
whose quantities may be estimated, since the answer was broken; or by an unknown outcome: one that
is said to be unknown, in a sentence, and for which an estimate stands. An attempt sends one
request at most, so that each of them can be accounted for by one attempt alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.call import (
    CallAccepted,
    CallCostCameLate,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event, Recorded
from domain.mode import Mode
from domain.prices import Metering, PricedLine, Usage
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.settings import Ledger
from tests.standins.messages import Charge

EVENTS_MAX = 1_000_000

Quantities = frozenset[tuple[str, int]]
"""Of one charge, or of one attempt: (meter, quantity), without what is nothing."""


@dataclass
class Attempt:
    """What is known of it at the end: its cost, or that its outcome is not known."""

    cost: tuple[PricedLine, ...] = ()
    has_failed: bool = False
    estimate: tuple[PricedLine, ...] = ()
    sentence: str = ""
    is_settled: bool = False

    @property
    def is_unknown(self) -> bool:
        return not self.is_settled or bool(self.estimate)

    @property
    def is_named(self) -> bool:
        return self.is_settled and bool(self.sentence) and bool(self.estimate)

    def take(self, happened: Event) -> None:
        self.is_settled = self.is_settled or not isinstance(happened, CallIntended | CallAccepted)
        match happened:
            case CallSucceeded(lines=lines):
                self.cost = lines
            case CallFailed(lines=lines):
                self.cost, self.has_failed = lines, True
            case CallOutcomeUnknown(sentence=sentence, lines=lines):
                self.sentence, self.estimate = sentence, lines
            case CallReconciled(answer=None, lines=lines):
                self.estimate = lines
            case CallReconciled(lines=lines):
                self.cost, self.estimate = lines, ()
            case CallCostCameLate(metering=Metering.ESTIMATED, sentence=sentence, lines=lines):
                self.sentence, self.estimate = sentence, lines
            case CallCostCameLate(lines=lines):
                self.cost, self.estimate = lines, ()


@dataclass(frozen=True)
class Account:
    """Of some calls and the charges for them; it can be added up."""

    charges: int = 0
    costs: int = 0
    unknown: int = 0
    lost: int = 0
    invented: int = 0
    unnamed: int = 0

    def __add__(self, its: "Account") -> "Account":
        return Account(
            self.charges + its.charges,
            self.costs + its.costs,
            self.unknown + its.unknown,
            self.lost + its.lost,
            self.invented + its.invented,
            self.unnamed + its.unnamed,
        )

    @property
    def unknown_charged(self) -> int:
        return self.charges - self.costs + self.invented - self.lost

    def told(self) -> str:
        never = self.unknown - self.unknown_charged
        return (
            f"{self.charges} charges = {self.costs} costs + {self.unknown_charged} unknown"
            f" ({never} more unknown were never charged)"
        )


@dataclass
class Books:
    """Attempts at paid calls, by the call and its number."""

    attempts: dict[tuple[str, int], Attempt] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Recorded]) -> "Books":
        its, paid = cls(), set[str]()
        for it in events:
            if isinstance(it.event, CallIntended) and it.event.provider.mode is not Mode.OFFLINE:
                paid.add(it.stream)
            if it.stream in paid:
                attempt: int = getattr(it.event, "attempt")  # noqa: B009 - every event of a call
                its.attempts.setdefault((it.stream, attempt), Attempt()).take(it.event)
        return its

    def account(self, charges: Iterable[Charge]) -> Account:
        charged = Counter(quantities(it.usage) for it in charges)
        paid = [it for it in self.attempts.values() if it.cost]
        known = Counter(quantities(_usage(it.cost)) for it in paid if not it.has_failed)
        failed = len(paid) - known.total()
        unknown = [it for it in self.attempts.values() if it.is_unknown]
        untold = (charged - known).total()
        return Account(
            charged.total(),
            len(paid),
            len(unknown),
            max(0, untold - failed - len(unknown)),
            (known - charged).total() + max(0, failed - untold),
            sum(not it.is_named for it in unknown),
        )


async def recorded(url: str) -> list[Recorded]:
    """All that a ledger holds."""
    async with ledger_pool(url, Ledger(connections=1, statement_s=60)) as pool:
        return await LedgerReader(pool, Mapper()).read_all(0, EVENTS_MAX)


def by_job(events: Iterable[Recorded]) -> Mapping[UUID, list[Recorded]]:
    """Events of calls, by the job that made them."""
    found: dict[UUID, list[Recorded]] = {}
    for it in events:
        about = getattr(it.event, "about", None)
        if about is not None and it.stream.startswith("call/"):
            found.setdefault(about.job_id, []).append(it)
    return found


def quantities(usage: Iterable[Usage]) -> Quantities:
    """Summed by meter."""
    total: Counter[str] = Counter()
    for it in usage:
        total[it.meter] += it.quantity
    return frozenset((meter, quantity) for meter, quantity in total.items() if quantity)


def _usage(lines: Iterable[PricedLine]) -> Iterator[Usage]:
    return (Usage(it.meter, it.quantity) for it in lines)
