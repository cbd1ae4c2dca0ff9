"""One projection being followed: where it stands, what a page comes to, how that is written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from psycopg import DataError, IntegrityError

from domain.event import catalog
from domain.ids import StreamId
from infra.ledger.scanned import ALL
from infra.projector.binary import Unfit
from infra.projector.entry import Followed
from infra.projector.tables import (
    Changes,
    Connection,
    Stored,
    changed,
    read_rows,
    removed,
)
from infra.projector.together import Statement, together
from projections.change import Delta, Deltas, fold
from projections.projection import Projection
from projections.table import Key, Value

RECORDED = attrgetter("recorded")


class Poisoned(Exception):
    """Something on this page cannot be folded or written, however often it is tried."""


@dataclass(slots=True)
class View:
    """`parked` streams are followed up to that position, not to it; `skips` were discarded."""

    projection: Projection
    schema: str
    position: int = 0
    paused: str | None = None
    parked: dict[StreamId, int] = field(default_factory=dict)
    skips: frozenset[int] = frozenset()
    stored: dict[str, Stored] = field(init=False)
    topics: frozenset[str] | None = field(init=False)

    def __post_init__(self) -> None:
        follows = self.projection.follows
        self.stored = {it.name: Stored(self.schema, it) for it in self.projection.tables}
        self.topics = None if follows is None else frozenset(catalog[it].name for it in follows)

    def fold(self, page: Sequence[Followed], onto: Deltas | None = None) -> Deltas:
        """What these events come to, those aside that it has, skips or has parked.

        Goes on with `onto`, if given: whatever was folded before, of which nothing is written
        yet. Raises Poisoned, and then `onto` has part of the page.
        """
        try:
            changes = map(self.projection.project, map(RECORDED, self._taken(page)))
            return fold(chain.from_iterable(changes), onto)
        except Exception as wrong:
            raise Poisoned(f"{type(wrong).__name__}: {wrong}") from wrong

    async def write(self, connection: Connection, deltas: Deltas) -> None:
        """Applies them, in the transaction that is open. Raises Poisoned."""
        with poison():
            await together(connection, await self.written(connection, deltas))

    async def written(self, connection: Connection, deltas: Deltas) -> list[Statement]:
        """What applies them, with the rows as they are now. Raises Poisoned."""
        by_table: dict[str, dict[Key, Delta]] = defaultdict(dict)
        for (table, key), delta in deltas.items():
            by_table[table][key] = delta
        statements: list[Statement] = []
        with poison():
            for table, its in by_table.items():
                statements += await _applied(connection, self.stored[table], its)
        return statements

    def _taken(self, page: Sequence[Followed]) -> Sequence[Followed]:
        if page and page[0].position <= self.position:
            page = [it for it in page if it.position > self.position]
        if (topics := self.topics) is not None:
            page = [it for it in page if it.topic in topics]
        if self.parked or self.skips:
            page = [it for it in page if self._free(it)]
        return page

    def _free(self, it: Followed) -> bool:
        parked_at = self.parked.get(it.stream)
        return it.position not in self.skips and (parked_at is None or it.position < parked_at)


@contextmanager
def poison() -> Iterator[None]:
    """What Postgres or a table refuses about a value, said as Poisoned."""
    try:
        yield
    except (DataError, IntegrityError, AssertionError, Unfit) as wrong:
        raise Poisoned(f"{type(wrong).__name__}: {wrong}") from wrong


def followed(projections: Sequence[Projection]) -> tuple[frozenset[str] | None, frozenset[str]]:
    """What one scan for all of them has to bring: names of events (None: all), and fields."""
    topics, reads = set[str](), set[str]()
    for it in projections:
        reads |= ALL if it.reads is None else it.reads
        topics |= {catalog[event].name for event in it.follows or ()}
    every = any(it.follows is None for it in projections)
    return None if every else frozenset(topics), frozenset(reads)


async def _applied(
    connection: Connection, stored: Stored, deltas: dict[Key, Delta]
) -> list[Statement]:
    """Changes rows unread, those of which the same columns change together; drops some."""
    sums, defaults = stored.sums, stored.defaults
    unread = [key for key, it in deltas.items() if not (it.removed or it.adds.keys() <= sums)]
    before = await read_rows(connection, stored, unread) if unread else {}
    changes: dict[Changes, list[tuple[Value, ...]]] = defaultdict(list)
    gone = []
    for key, delta in deltas.items():
        if delta.removed or not delta.adds.keys() <= sums:
            row = delta.apply(before.get(key), defaults)
            if row is None:
                gone.append(key)
            else:
                changes[(*row,), ()].append((*key, *row.values()))
        elif delta.sets or delta.adds:
            values = (*key, *delta.sets.values(), *delta.adds.values())
            changes[(*delta.sets,), (*delta.adds,)].append(values)
    statements = [changed(stored, its, rows) for its, rows in changes.items()]
    return [*statements, removed(stored, gone)] if gone else statements
