"""The walk over all seals in their order, each with its anchor and the events under it."""

import asyncio
from collections.abc import Callable

from infra.audit import anchor as anchoring
from infra.audit import merkle
from infra.audit.anchor import Anchor, BadAnchor
from infra.audit.damage import Damage, Expected, first_damage
from infra.audit.plan import Plan
from infra.audit.rows import Connection, rows_between
from infra.audit.scan import Page, Scan
from infra.audit.seal import Seal, Signed
from infra.audit.trust import Chain
from processors.anchors import Anchors

TAIL_EVENTS = 5_000
MOVED_EVENTS = 1_000
"""How far after a seal's end its events are looked for, when they were moved."""


Tell = Callable[[int, int], None]
"""How many events of how many have been looked at."""


class Walk:
    """`chain.last` is the last seal that held."""

    def __init__(
        self,
        connection: Connection,
        anchors: Anchors,
        plan: Plan,
        pinned: frozenset[bytes],
        tell: Tell,
    ) -> None:
        self.chain = Chain(pinned)
        self._connection = connection
        self._anchors = anchors
        self._plan = plan
        self._tell = tell
        self._next = plan.first

    async def first_damage(self, scan: Scan) -> Damage | None:
        """Raises psycopg.Error, CallError."""
        for n in range(self._plan.from_n, self._plan.to_n + 1):
            damage = await self._sealed(n, scan)
            if damage is not None:
                return damage
        return await self._tail(scan)

    async def _sealed(self, n: int, scan: Scan) -> Damage | None:
        try:
            anchor = await self._read(n)
        except BadAnchor as bad:
            return self._outside(n, str(bad))
        held = self._plan.held.get(n)
        signed = anchor.signed if anchor else held
        if signed is None:
            return self._damage("seal-missing", f"Seal {n} is gone, and its anchor too.")
        fault = self._fault(n, signed, anchor)
        if fault is not None:
            return fault
        page = await asyncio.to_thread(scan.take, signed.seal.count)
        if not _holds(page, signed.seal, anchor):
            return await self._examined(signed.seal, anchor)
        if held != signed:
            return self._swapped(n, held)
        self.chain = self.chain.and_then(signed)
        self._passed(signed.seal.last)
        return None

    def _fault(self, n: int, signed: Signed, anchor: Anchor | None) -> Damage | None:
        """What makes a seal not to be trusted, whatever it says about events."""
        begins = self.chain.last is None and n > 1
        fault = self.chain.fault(signed, begins=begins)
        if fault is None and (signed.seal.n, signed.seal.first) != (n, self._next):
            fault = "it stands in another's place"
        if fault is not None:
            if anchor:
                return self._outside(n, fault)
            return self._damage("seal-swapped", f"Seal {n} cannot be trusted: {fault}.")
        anchored = self._plan.anchored
        if anchor is None and min(anchored, default=n) < n < max(anchored, default=n):
            return self._damage("anchor-missing", f"The anchor of seal {n} is gone.")
        return None

    async def _examined(self, seal: Seal, anchor: Anchor | None) -> Damage:
        """Event by event, where the events are not those that the seal is over."""
        leaves: list[bytes] = []
        if anchor is not None:
            if not anchoring.leaves_fit(anchor):
                return self._outside(seal.n, "its hashes are not those of its root")
            leaves = anchoring.entries(anchor.leaves + await self._leaves_after(seal.n))
        rows = await rows_between(self._connection, seal.first, seal.last + MOVED_EVENTS)
        found = first_damage(rows, Expected(seal.first, seal.last, leaves))
        said = f"Of the events at {seal.first} to {seal.last} one was rewritten and hashed again."
        return found or self._damage("rewritten", f"{said} Which one, only an anchor could tell.")

    async def _leaves_after(self, n: int) -> bytes:
        """Those of the next seal, to recognise what was moved over the border."""
        try:
            after = await self._read(n + 1)
        except BadAnchor:
            return b""
        return after.leaves if after and anchoring.leaves_fit(after) else b""

    async def _tail(self, scan: Scan) -> Damage | None:
        """What no seal covers yet has its own hashes alone."""
        while self._next <= self._plan.last:
            last = min(self._next + TAIL_EVENTS - 1, self._plan.last)
            page = await asyncio.to_thread(scan.take, last - self._next + 1)
            if not page.holds(self._next, last):
                rows = await rows_between(self._connection, self._next, last + 1)
                said = f"Of the events at {self._next} to {last} one is not what was recorded."
                found = first_damage(rows, Expected(self._next, last))
                return found or self._damage("changed", said)
            self._passed(last)
        return None

    async def _read(self, n: int) -> Anchor | None:
        if n not in self._plan.anchored:
            return None
        data = await self._anchors.read(anchoring.name(n))
        return None if data is None else anchoring.from_bytes(data)

    def _swapped(self, n: int, held: Signed | None) -> Damage:
        if held is None:
            return self._damage("seal-missing", f"Seal {n} is gone; it stands outside alone.")
        said = f"Seal {n} was swapped: another one stands outside."
        return self._damage("seal-swapped", said)

    def _outside(self, n: int, why: str) -> Damage:
        return self._damage("anchor-damaged", f"The anchor of seal {n} cannot be trusted: {why}.")

    def _damage(self, kind: str, sentence: str) -> Damage:
        return Damage(self._next, kind, sentence)

    def _passed(self, last: int) -> None:
        self._next = last + 1
        self._tell(last - self._plan.first + 1, self._plan.last - self._plan.first + 1)


def _holds(page: Page, seal: Seal, anchor: Anchor | None) -> bool:
    return (
        page.holds(seal.first, seal.last)
        and (anchor is None or anchor.leaves == page.stored)
        and merkle.root(page.computed) == seal.root
    )
