"""What there is to hold against each other: positions, seals, and which of them are anchored."""

import re
from dataclasses import dataclass

from infra.audit import rows
from infra.audit.anchor import FOLDER
from infra.audit.rows import Connection
from infra.audit.seal import Signed
from processors.anchors import Anchors

_HEAD = "SELECT coalesce(max(notification_id), 0) FROM ledger.events"
_NAME = re.compile(re.escape(FOLDER) + r"(\d{12})\.json")


@dataclass(frozen=True, slots=True)
class Plan:
    """Seals `from_n` to `to_n` (none where `to_n` is less), then what no seal covers up to `last`.

    `held` are the database's seals, `anchored` the numbers of those outside; `sealed` is the last
    position that a seal in the database covers.
    """

    first: int
    last: int
    from_n: int
    to_n: int
    held: dict[int, Signed]
    anchored: frozenset[int]
    sealed: int
    to_head: bool

    @property
    def unsealed(self) -> int:
        return max(0, self.last - max(self.sealed, self.first - 1))

    @property
    def unanchored(self) -> int:
        return sum(it > max(self.anchored, default=0) for it in self.held)


NO_PLAN = Plan(1, 0, 1, 0, {}, frozenset(), 0, to_head=True)
"""Where nothing can be asked."""


class NoSuchPart(Exception):
    """Nothing is recorded, and nothing was sealed, where somebody asks to look."""


async def planned(
    connection: Connection, anchors: Anchors, first: int | None, last: int | None
) -> Plan:
    """Anchors are looked at before seals, seals before events: a ledger that grows while it is
    looked at never seems to lack what anchors have. Raises NoSuchPart."""
    anchored = await anchored_seals(anchors)
    held = {it.seal.n: it for it in await rows.seals(connection)}
    row = await (await connection.execute(_HEAD)).fetchone()
    head = row[0] if row else 0
    latest = max((*held, *anchored), default=0)
    sealed = max((it.seal.last for it in held.values()), default=0)
    if latest == max(held, default=0):
        _checked(first, last, max(head, sealed))
    begin = _over(held, first) if first is not None else None
    end = _over(held, last) if last is not None else None
    from_n, start = (
        (begin.seal.n, begin.seal.first)
        if begin
        else _unsealed(first, sealed, max(held, default=0))
    )
    return Plan(
        first=start,
        last=min(head, end.seal.last if end else last or head),
        from_n=from_n,
        to_n=end.seal.n if end else latest,
        held={n: it for n, it in held.items() if from_n <= n <= (end.seal.n if end else latest)},
        anchored=anchored,
        sealed=sealed,
        to_head=last is None,
    )


async def anchored_seals(anchors: Anchors) -> frozenset[int]:
    """The numbers of the seals that stand there. Raises CallError."""
    names = (_NAME.fullmatch(it) for it in await anchors.names(FOLDER))
    return frozenset(int(it[1]) for it in names if it)


def _checked(first: int | None, last: int | None, end: int) -> None:
    beyond = next((it for it in (first, last) if it is not None and it > end), None)
    if beyond is not None:
        raise NoSuchPart(f"the ledger ends at position {end}, before {beyond}")


def _over(held: dict[int, Signed], position: int) -> Signed | None:
    return next((it for it in held.values() if it.seal.first <= position <= it.seal.last), None)


def _unsealed(first: int | None, sealed: int, n: int) -> tuple[int, int]:
    """Where to begin if no seal says: after the last that is held, or with the first."""
    return (n + 1, sealed + 1) if first is not None and first > sealed else (1, 1)
