"""A build's first filling: events folded in memory, rows written by COPY, indexed afterwards.

Tables keyed by position are written as they come, since nobody comes back to their rows; all
others are held until the end, or until there are too many.
"""

from collections.abc import Iterator, Sequence

from psycopg import sql

from infra.projector.binary import Unfit
from infra.projector.entry import Followed
from infra.projector.tables import Connection, copy_rows
from infra.projector.view import View
from projections.change import Deltas
from projections.table import BY_POSITION, Key, Row


class Bulk:
    """Fills bare tables of a view that nobody else writes to or reads."""

    def __init__(self, connection: Connection, view: View) -> None:
        self._connection = connection
        self._view = view
        self._deltas: Deltas = {}
        self._appended = [
            it.name for it in view.projection.tables if dict(it.key) == dict(BY_POSITION)
        ]

    @property
    def rows(self) -> int:
        """Held in memory."""
        return len(self._deltas)

    def take(self, page: Sequence[Followed]) -> None:
        """Folds a page. Raises Poisoned.

        Then nothing of it is of use, and all has to be done page by page.
        """
        self._view.fold(page, self._deltas)

    def forget(self) -> None:
        """Lets go of what is held."""
        self._deltas = {}

    async def finish(self) -> None:
        """Writes what is held, and makes keys and indexes. Raises as `append`, and Poisoned."""
        await self.append()
        for name, stored in self._view.stored.items():
            await copy_rows(self._connection, stored, self._held(name, stored.table.defaults))
            for statement in stored.finish:
                await self._connection.execute(statement)
            await self._connection.execute(sql.SQL("ANALYZE {}").format(stored.name))
        self.forget()

    async def append(self) -> None:
        """Writes the rows that are keyed by position. Raises Unfit where one cannot be."""
        for name in self._appended:
            rows = list(self._appends(name))
            await copy_rows(self._connection, self._view.stored[name], rows)
            for key, _ in rows:
                del self._deltas[name, key]

    def _appends(self, name: str) -> Iterator[tuple[Key, Row]]:
        defaults = self._view.stored[name].table.defaults
        for (table, key), delta in self._deltas.items():
            if table != name:
                continue
            if not (delta.removed and delta.sets):
                raise Unfit(f"{name} is keyed by position, and {key} is more than appended")
            row = delta.apply(None, defaults)
            assert row is not None
            yield key, row

    def _held(self, name: str, defaults: Row) -> Iterator[tuple[Key, Row]]:
        for (table, key), delta in self._deltas.items():
            if table == name and (row := delta.apply(None, defaults)) is not None:
                yield key, row
