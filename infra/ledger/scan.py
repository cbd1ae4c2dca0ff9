"""The ledger read from front to back, fast: a page is read while the one before it is folded.

Events that nobody follows are left out by Postgres; an event is decoded once for all who follow
it; of its envelope, what nobody reads is never parsed.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from itertools import count
from typing import Any
from weakref import WeakSet

from psycopg import OperationalError
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult
from psycopg.types.string import ByteaBinaryLoader

from infra.ledger.mapper import Mapper
from infra.ledger.pool import Connection
from infra.ledger.scanned import ALL, INT8, POSITION, TOPIC, Layout, Scanned, scanned

NUMBERS = count()
THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="scan")
"""They wait for Postgres, nothing else: a projector and a rebuild beside it."""

HEAD_MAX = 2**63 - 1
"""Up to whatever there is."""

Load = Callable[[], list[Scanned]]
"""Makes events of a page's rows."""

EVERY = """
    SELECT {columns} FROM ledger.events
    WHERE notification_id > $1::bigint AND notification_id <= $2::bigint
    ORDER BY notification_id LIMIT $3::bigint
"""
FOLLOWED = """
    WITH reach (last) AS MATERIALIZED (
        SELECT max(notification_id) FROM (
            SELECT notification_id FROM ledger.events
            WHERE notification_id > $1::bigint AND notification_id <= $2::bigint
            ORDER BY notification_id LIMIT $3::bigint
        ) AS looked_at
    )
    SELECT {columns} FROM ledger.events
    WHERE notification_id > $1::bigint AND notification_id <= (SELECT last FROM reach)
      AND (topic = ANY ($4::text[]) OR notification_id = (SELECT last FROM reach))
    ORDER BY notification_id
"""
"""The last row looked at comes along, whatever it is: it says how far that was."""


class Page:
    """Events after a position up to `last`, those that nobody follows left out.

    `full`: there is likely more. What Postgres sent becomes events when they are asked for, since
    the next page is on its way by then.
    """

    def __init__(self, last: int, load: Load, *, full: bool) -> None:
        self.last = last
        self.full = full
        self._load = load

    @cached_property
    def events(self) -> list[Scanned]:
        return self._load()


class Scan:
    """Asks for pages of the ledger.

    `topics` are the names of the events that are followed (None: all), `reads` the fields of the
    envelope that are read.
    """

    def __init__(
        self, mapper: Mapper, topics: frozenset[str] | None = None, reads: frozenset[str] = ALL
    ) -> None:
        self._layout = Layout(mapper, reads)
        self._topics = topics
        question = EVERY if topics is None else FOLLOWED
        self._question = question.format(columns=self._layout.columns).encode()
        self._name = b"scan_%d" % next(NUMBERS)
        self._prepared: WeakSet[Connection] = WeakSet()

    async def page(
        self, connection: Connection, after: int, limit: int, until: int = HEAD_MAX
    ) -> Page:
        """What follows a position: at most `limit` rows are looked at, none beyond `until`."""
        result = await self._asked(connection, after, limit, until)
        rows, last = result.ntuples, after
        if rows:
            last = INT8.unpack(_value(result, rows - 1, POSITION))[0]
            topic = _value(result, rows - 1, TOPIC).decode()
            if self._topics is not None and topic not in self._topics:
                rows -= 1  # it only says how far the page reaches
        load = _loading(connection, result, rows, self._layout)
        return Page(last, load, full=last - after >= limit)

    def pages(
        self, connection: Connection, after: int, limit: int, until: int = HEAD_MAX
    ) -> AsyncGenerator[Page, None]:
        """Every page on a connection that nobody else uses meanwhile, up to `until` or the last.

        In a transaction that holds a snapshot, all pages are of that moment.
        """
        return read_ahead(lambda at: self.page(connection, at, limit, until), after)

    async def _asked(self, connection: Connection, after: int, limit: int, until: int) -> PGresult:
        """Beside the event loop, in one call: Postgres sends while something else is folded.

        Awaited piece by piece, as psycopg does, a page wakes the loop a hundred times.
        """
        its = [b"%d" % it for it in (after, until, limit)]
        if self._topics is not None:
            its.append(f"{{{','.join(sorted(self._topics))}}}".encode())
        async with connection.lock:
            if connection not in self._prepared:
                _checked(connection, connection.pgconn.prepare(self._name, self._question))
                self._prepared.add(connection)
            ask = partial(connection.pgconn.exec_prepared, self._name, its, None, Format.BINARY)
            asked = asyncio.get_running_loop().run_in_executor(THREADS, ask)
            return _checked(connection, await _to_its_end(asked))


async def read_ahead(
    read: Callable[[int], Coroutine[Any, Any, Page]], after: int
) -> AsyncGenerator[Page, None]:
    """Pages after a position until there are none; each is read while the last one is used."""
    page = await read(after)
    while page.last > after:
        after = page.last
        coming = asyncio.create_task(read(after))
        try:
            await asyncio.sleep(0)  # it is on its way before this one is folded
            yield page
            page = await coming
        finally:
            await _dropped(coming)


def _loading(connection: Connection, result: PGresult, rows: int, layout: Layout) -> Load:
    """So many rows; ids and times as they came."""
    transformer = Transformer(connection)
    for kind in ("uuid", "timestamptz"):
        transformer.adapters.register_loader(kind, ByteaBinaryLoader)
    transformer.set_pgresult(result)
    return lambda: scanned(transformer.load_rows(0, rows, tuple), layout)


def _value(result: PGresult, row: int, column: int) -> bytes:
    value = result.get_value(row, column)
    assert value is not None
    return value


def _checked(connection: Connection, result: PGresult) -> PGresult:
    """Raises as psycopg would."""
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if connection.broken:
        raise OperationalError(result.error_message.decode(errors="replace"))
    raise error_from_result(result)


async def _to_its_end(asked: asyncio.Future[PGresult]) -> PGresult:
    """Also where nobody waits any more: until then the connection is not free."""
    try:
        return await asyncio.shield(asked)
    except asyncio.CancelledError:
        await asyncio.wait([asked])
        raise


async def _dropped(task: asyncio.Task[Page]) -> None:
    """Nobody waits for it any more; the connection is free again."""
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
