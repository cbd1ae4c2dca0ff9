"""One projection being followed: where it stands, what a page comes to, how that is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from psycopg import DataError, IntegrityError

from domain.event import catalog
from domain.ids import StreamId
from infra.projector.entry import Entry
from infra.projector.tables import Connection, Stored, read_rows, remove_rows, write_rows
from projections.change import Change, Delta, Place, fold
from projections.projection import Projection
from projections.table import Key

Deltas = dict[Place, Delta]


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

    def fold(self, page: Iterable[Entry], onto: Deltas | None = None) -> Deltas:
        """What these events come to, those aside that it has, skips or has parked.

        Goes on with `onto`, which is of no use after Poisoned.
        """
        try:
            return fold(self._changes(page), onto)
        except Exception as wrong:
            raise Poisoned(f"{type(wrong).__name__}: {wrong}") from wrong

    async def write(self, connection: Connection, deltas: Deltas) -> None:
        """Applies them, in the transaction that is open. Raises Poisoned."""
        by_table: dict[str, dict[Key, Delta]] = defaultdict(dict)
        for (table, key), delta in deltas.items():
            by_table[table][key] = delta
        for table, its in by_table.items():
            await _apply(connection, self.stored[table], its)

    def _changes(self, page: Iterable[Entry]) -> Iterator[Change]:
        for entry in page:
            if self._takes(entry):
                yield from self.projection.project(entry.recorded)

    def _takes(self, entry: Entry) -> bool:
        if entry.position <= self.position or entry.position in self.skips:
            return False
        if self.topics is not None and entry.row.topic not in self.topics:
            return False
        parked_at = self.parked.get(StreamId(entry.row.originator_id))
        return parked_at is None or entry.position < parked_at


async def _apply(connection: Connection, stored: Stored, deltas: dict[Key, Delta]) -> None:
    """Reads what has to be known, writes whole rows, drops those that are gone."""
    try:
        known = [key for key, it in deltas.items() if not it.removed]
        before = await read_rows(connection, stored, known) if known else {}
        defaults = stored.table.defaults
        after = {key: it.apply(before.get(key), defaults) for key, it in deltas.items()}
        if rows := [(key, row) for key, row in after.items() if row is not None]:
            await write_rows(connection, stored, rows)
        if gone := [key for key, row in after.items() if row is None]:
            await remove_rows(connection, stored, gone)
    except (DataError, IntegrityError, AssertionError) as wrong:
        raise Poisoned(f"{type(wrong).__name__}: {wrong}") from wrong
