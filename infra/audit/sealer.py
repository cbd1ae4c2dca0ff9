"""Seals what was recorded, and anchors every seal outside the database.

The row comes first, then its anchor: a sealer that dies between the two, or finds the place of
the anchors away, makes up for it at its next run.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from infra.audit import anchor, merkle, rows
from infra.audit.anchor import Anchor
from infra.audit.rows import Connection
from infra.audit.seal import FIRST_PREVIOUS, Seal, Signed
from infra.audit.signing import SealKey, seal_key
from infra.settings import Audit as Limits
from processors.anchors import Anchors
from processors.errors import CallError

SEALS_AT_ONCE = 32
"""Recorded in one transaction, and held in memory until they are anchored."""


class NotAsSealed(Exception):
    """Events are others than when they were sealed; nothing of it is anchored."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far sealing is behind: events without a seal, seals without an anchor, the last seal."""

    unsealed_events: int
    unanchored_seals: int
    sealed_at: datetime | None


@dataclass(slots=True)
class Sealer:
    """One connection, which leads; `home` holds the signing key.

    Every method raises psycopg.Error where Postgres cannot answer, and BadKey.
    """

    connection: Connection
    anchors: Anchors
    home: Path
    limits: Limits
    now: Callable[[], datetime]
    _anchored: int = 0

    async def run(self, *, at_once: bool = False) -> int:
        """Seals what is due, anchors what is not anchored; how many seals were added.

        `at_once` does not wait for a full seal. Where anchors cannot be written it seals all the
        same, then raises CallError; raises NotAsSealed.
        """
        last = await rows.last_seal(self.connection)
        fault = await self._tried(self._make_up(last))
        key = seal_key(self.home)  # at every run, so that it can be changed meanwhile
        added = 0
        while made := await self._next(last, key, at_once=at_once):
            await rows.add_seals(self.connection, [it.signed for it in made])
            last, added = made[-1].signed, added + len(made)
            for it in made:
                fault = fault or await self._tried(self._put(it))
        if fault is not None:
            raise fault
        return added

    async def lag(self) -> Lag:
        last = await rows.last_seal(self.connection)
        n, upto = (last.seal.n, last.seal.last) if last else (0, 0)
        unsealed = await rows.waiting(self.connection, upto)
        at = last.seal.sealed_at if last else None
        return Lag(unsealed.events, n - min(self._anchored, n), at)

    async def _next(self, last: Signed | None, key: SealKey, *, at_once: bool) -> list[Anchor]:
        """The next seals, signed but nowhere yet; none where it is too early for one."""
        upto = last.seal.last if last else 0
        found = await rows.waiting(self.connection, upto)
        many = min(found.events // self.limits.seal_events, SEALS_AT_ONCE)
        if not many and not self._due(found, at_once=at_once):
            return []
        count = min(found.events, self.limits.seal_events)
        leaves = await rows.leaves(self.connection, upto + 1, upto + max(many, 1) * count)
        made = list[Anchor]()
        for its in anchor.parted(leaves, count):
            made.append(self._sealed(its, last, key))
            last = made[-1].signed
        return made

    def _sealed(self, leaves: bytes, last: Signed | None, key: SealKey) -> Anchor:
        entries = anchor.entries(leaves)
        upto = last.seal.last if last else 0
        seal = Seal(
            n=last.seal.n + 1 if last else 1,
            previous=last.digest if last else FIRST_PREVIOUS,
            first=upto + 1,
            last=upto + len(entries),
            root=merkle.root(entries),
            sealed_at=self.now(),
        )
        return Anchor(key.sign(seal, last.public_key if last else None), leaves)

    def _due(self, found: rows.Waiting, *, at_once: bool) -> bool:
        if found.since is None:
            return False
        return at_once or self.now() - found.since >= timedelta(seconds=self.limits.seal_s)

    async def _make_up(self, last: Signed | None) -> None:
        """Backwards from the last seal to one that is anchored, then forwards again."""
        if last is None or last.seal.n == self._anchored:
            return
        missing = []
        n = last.seal.n
        while n > self._anchored and await self.anchors.read(anchor.name(n)) is None:
            missing.append(n)
            n -= 1
        for it in reversed(missing):
            await self._put(await self._again(it))
        self._anchored = last.seal.n

    async def _again(self, n: int) -> Anchor:
        """The anchor of a seal that has none, out of the database."""
        signed = await rows.seal_numbered(self.connection, n)
        assert signed is not None, "seals have no gaps"
        seal = signed.seal
        its = Anchor(signed, await rows.leaves(self.connection, seal.first, seal.last))
        if not anchor.leaves_fit(its):
            raise NotAsSealed(
                f"the events at {seal.first} to {seal.last} are others than seal {n} says:"
                " run `ytempire audit verify`"
            )
        return its

    async def _put(self, its: Anchor) -> None:
        n = its.signed.seal.n
        await self.anchors.add(anchor.name(n), anchor.to_bytes(its))
        self._anchored = n

    async def _tried(self, anchoring: Awaitable[None]) -> CallError | None:
        """Why anchors cannot be written now; None where they can."""
        try:
            await anchoring
        except CallError as away:
            return away
        return None
