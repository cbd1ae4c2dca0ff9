"""The tables as they were: events folded again, up to a position, by the fold that keeps them.

For a request they lie in temporary tables of one connection, a complete set, which is filled in
a transaction and empty again at its end; for the whole system, in a schema of their own. What is
parked or paused now is left out there too: the past is shown as far as the present is.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import sql

from infra.clock import utc_now
from infra.ledger.mapper import Mapper
from infra.ledger.reader import AT, COLUMNS, rows
from infra.ledger.scan import Scan
from infra.ledger.scanned import Scanned
from infra.projector import checkpoints
from infra.projector.entry import Entry, Followed
from infra.projector.tables import Connection, Stored
from infra.projector.together import Statement, together
from infra.projector.view import View, followed, poison
from projections.catalog import PROJECTIONS
from projections.projection import Projection
from queries.ports import Unanswerable

TEMPORARY = "pg_temp"
WRITING = int.from_bytes(b"YTEL", "big")
"""The lock that `ledger.append` holds until its events can be seen."""
WRITTEN = "SELECT pg_advisory_xact_lock_shared(%s)"
HEAD = "SELECT coalesce(max(notification_id), 0) FROM ledger.events"
OF_ACCOUNT = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE account_id = %s AND notification_id > %s AND notification_id <= %s
    ORDER BY notification_id LIMIT %s
"""  # noqa: S608 - the names are those of Row
SERVED_NOW = "SELECT view, version, schema, position, paused, skips FROM ops.served"
SERVED = "CREATE TABLE {} (view text PRIMARY KEY, version integer, position bigint, paused text)"
SERVE = "INSERT INTO {} SELECT * FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[])"
UNSERVED = ("", 0, None, ())
EMPTIED = sql.SQL(" ON COMMIT DELETE ROWS")


@dataclass(frozen=True, slots=True)
class Then:
    """A view, folded until where it stood; `paused` says why that is short of what was asked."""

    view: View
    until: int
    paused: str | None


async def position_of(connection: Connection, asked: datetime | int) -> int:
    """The position that a time or a position means, the same for ever.

    Who was writing at a time has finished before it is looked for. Raises Unanswerable for what
    has not happened yet. The connection is in no transaction.
    """
    if isinstance(asked, int):
        head = await _number(connection, HEAD, {})
        if asked > head:
            sentence = f"Nothing was recorded at position {asked} yet; the last one is {head}."
            raise Unanswerable("as-of-beyond", sentence)
        return asked
    if asked > utc_now():
        sentence = f"{asked.isoformat()} has not come yet; name a time of the past."
        raise Unanswerable("as-of-future", sentence)
    await connection.execute(WRITTEN, (WRITING,))
    return await _number(connection, AT, {"at": asked})


async def make_temporary(connection: Connection) -> None:
    """Every table there is, empty, for this connection alone: emptied by each commit.

    They have no indexes but their keys: they are filled more often than they are asked.
    """
    tables = [create + EMPTIED for create, *_ in _statements(TEMPORARY)]
    await connection.execute(sql.SQL(";").join(tables), prepare=False)


async def make(connection: Connection, schema: str) -> None:
    """Every table there is, empty, in a new schema."""
    await connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for statements in _statements(schema):
        await connection.execute(sql.SQL(";").join(statements), prepare=False)


async def begun(connection: Connection, schema: str, position: int) -> list[Then]:
    """Every view, nothing of it folded yet, in tables that were made."""
    found = await (await connection.execute(SERVED_NOW)).fetchall()
    served = {(name, version): its for name, version, *its in found}
    thens = []
    for it in PROJECTIONS:
        build, at, paused, skips = served.get((it.name, it.version), UNSERVED)
        parked = await checkpoints.parked(connection, build)
        view = View(it, schema, parked=parked, skips=frozenset(skips))
        short = paused is not None and at < position
        thens.append(Then(view, at, paused) if short else Then(view, position, None))
    await _serve(connection, schema, thens)
    return thens


async def fold(
    connection: Connection, thens: Sequence[Then], pages: AsyncIterator[Sequence[Followed]]
) -> int:
    """Folds events into the tables; how many there were. Raises Poisoned.

    The folding happens beside the event loop, a page at a time.
    """
    events = 0
    async for page in pages:
        statements: list[Statement] = []
        for it in thens:
            known = [entry for entry in page if entry.position <= it.until]
            deltas = await asyncio.to_thread(it.view.fold, known)
            statements += await it.view.written(connection, deltas)
        with poison():
            await together(connection, statements)
        events += len(page)
    return events


async def of_account(
    connection: Connection, mapper: Mapper, account_id: UUID, until: int, page_events: int
) -> AsyncIterator[list[Entry]]:
    """One account's events up to a position, in order."""
    after = 0
    while page := await rows(connection, OF_ACCOUNT, account_id, after, until, page_events):
        yield [Entry(it, mapper) for it in page]
        after = page[-1].notification_id


async def of_everybody(
    connection: Connection, mapper: Mapper, until: int, page_events: int
) -> AsyncIterator[list[Scanned]]:
    """All events up to a position that some view follows, in order."""
    scan = Scan(mapper, *followed(PROJECTIONS))
    async with aclosing(scan.pages(connection, 0, page_events, until)) as pages:
        async for page in pages:
            yield page.events


def _statements(schema: str) -> Iterator[tuple[sql.Composed, ...]]:
    """For each table what makes it, and then its indexes."""
    yield (sql.SQL(SERVED).format(sql.Identifier(schema, "served")),)
    for table in (table for it in PROJECTIONS for table in it.tables):
        yield Stored(schema, table).create


async def _serve(connection: Connection, schema: str, thens: Sequence[Then]) -> None:
    """What `ops.served` says of now, said of then."""
    projections: list[Projection] = [it.view.projection for it in thens]
    columns = (
        [it.name for it in projections],
        [it.version for it in projections],
        [it.until for it in thens],
        [it.paused for it in thens],
    )
    statement = sql.SQL(SERVE).format(sql.Identifier(schema, "served"))
    await connection.execute(statement, columns)


async def _number(connection: Connection, question: str, values: dict[str, object]) -> int:
    found = await (await connection.execute(question.encode(), values)).fetchone()
    assert found is not None
    return int(found[0])
