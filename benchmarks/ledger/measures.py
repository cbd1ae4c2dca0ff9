"""What every measure is given."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from benchmarks.claims import Figures
from benchmarks.ledger.servers import Servers

ROUNDS = 5
QUICK_ROUNDS, QUICK_SHARE = 3, 20


@dataclass(frozen=True)
class Bench:
    """`tell` says how far it is; counts are a twentieth where it has to be quick."""

    servers: Servers
    quick: bool
    tell: Callable[[str], None]
    events: int = 1_000_000

    @property
    def rounds(self) -> int:
        return QUICK_ROUNDS if self.quick else ROUNDS

    def count(self, whole: int, least: int = 1) -> int:
        return max(least, whole // QUICK_SHARE) if self.quick else whole


Measure = Callable[[Bench], Awaitable[Figures]]


def quiet() -> None:
    """Standard output is for figures: what connections that are cut on purpose tell is not."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
