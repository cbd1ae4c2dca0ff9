"""Every goal of the ledger engine: what is compared, and where the bar lies."""

from dataclasses import dataclass


class NotMeasured(Exception):
    """A goal could not be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: a median, the range of its rounds, and what else is worth knowing."""

    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


Figures = dict[str, Figure]
"""By the ids of claims."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`id` is the goal's, then what of it is meant: `G3`, `G3-p99`."""

    id: str
    what: str
    goal: float
    unit: str
    at_most: bool

    @property
    def group(self) -> str:
        return self.id.partition("-")[0]


def _least(id: str, what: str, goal: float, unit: str = "×") -> Claim:
    return Claim(id, what, goal, unit, at_most=False)


def _most(id: str, what: str, goal: float, unit: str = "") -> Claim:
    return Claim(id, what, goal, unit, at_most=True)


CLAIMS: tuple[Claim, ...] = (
    _least("G1", "commands/s, 64 tasks, new streams ÷ raw INSERT+commit, 8 connections", 3),
    _most("G1-p99", "… p99 of a command", 10, "ms"),
    _least("G2", "the same with 1 ms added to each fsync", 5.5),
    _least("G2-library", "… ÷ the library's save, 8 threads", 30),
    _most("G3", "one command alone, p50 ÷ (raw INSERT p50 + 0.15 ms)", 1.3, "×"),
    _most("G3-p99", "… p99 ÷ raw p99", 3, "×"),
    _most("G4", "8 writer processes and a tailing reader: events missed", 0),
    _most("G4-order", "… events out of order", 0),
    _most("G4-stored", "… acknowledged, not stored; or stored, not acknowledged", 0),
    _least("G5", "live projection ÷ ProjectionRunner, keys scattered over 10,000 streams", 50),
    _least("G5-local", "… 20 events of a stream in a row", 150),
    _least("G6", "rebuild of a view of every event ÷ raw keyset SELECT", 0.4),
    _least("G6-five", "… five views in one scan, each", 0.15),
    _most("G7", "rebuild under load: reads that failed or had a stale schema", 0),
    _most("G7-p99", "… p99 of writes ÷ idle", 1.5, "×"),
    _most("G7-switch", "… the switch", 100, "ms"),
    _most("G7-rollback", "… the rollback", 1_000, "ms"),
    _most("G8", "from save to visible row, p50, idle", 5, "ms"),
    _most("G8-p99", "… p99, idle", 30, "ms"),
    _most("G8-loaded", "… p99 with 4 saturating writers", 50, "ms"),
    _most("G9", "from command answered to fresh read answered over HTTP, p50", 10, "ms"),
    _most("G10", "from command to job started on an idle worker, p50", 15, "ms"),
    _most("G10-woken", "10,000 jobs opened at once: all woken after", 2, "s"),
    _most("G10-lost", "100 × kill -9 of dispatcher, worker, Redis: jobs lost", 0),
    _most("G10-twice", "… outcomes recorded twice", 0),
    _most("G11", "hashing's share of append at full batches", 20, "%"),
    _most("G11-sealing", "… sealing's, on top", 5, "%"),
    _least("G11-verify", "audit verify ÷ raw keyset SELECT", 0.4),
    _least("G11-named", "kinds of tampering named, of 10", 10, ""),
    _most("G12", "connections of a projector that keeps all projections", 4),
    _most("G12-threads", "… its threads", 4),
    _most("G13", "1,000 commands sent again after faults: other answers", 0),
    _most("G13-extra", "… events too many or too few", 0),
    _least("G14", "event decode ÷ the library's mapper", 3),
    _least("G15", "load-decide-append, 20-event streams, 64 tasks, warm ÷ the library", 15),
    _least("G15-cold", "… nothing in memory", 4),
    _least("G15-one", "… one task alone", 2.5),
    _least("G16", "one hot stream, 64 writers ÷ 64 separate streams", 0.9),
    _most("G16-commits", "… commits of 1,000 parallel reservations", 10),
    _least("G17", "two writer processes ÷ one, different streams", 1.2),
    _most("G17-conflicts", "… commands sent more than once", 0),
    _least("G17-same", "… the same 1,000 streams ÷ one", 0.4),
    _most("G17-tries", "… tries of a command, at most", 2),
    _most("G17-p99", "… p99 of a command", 30, "ms"),
)

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(it.group for it in CLAIMS))
