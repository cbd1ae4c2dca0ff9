"""The whole system as it was: every account's events folded into a schema of their own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from infra.ledger.mapper import Mapper
from infra.ledger.pool import ROLE
from infra.projector import as_of
from infra.projector.as_of import Then
from infra.projector.process import writing
from infra.projector.tables import Connection
from infra.settings import Projector as Limits

RECORDED_AT = "SELECT recorded_at FROM ledger.events WHERE notification_id = %s"
DROP = "DROP SCHEMA IF EXISTS {} CASCADE"
GRANTS = "GRANT USAGE ON SCHEMA {0} TO {1}; GRANT SELECT ON ALL TABLES IN SCHEMA {0} TO {1}"
SUM = """
    SELECT count(*), coalesce(sum(hashtextextended(its::text, 0)::numeric), 0)::text
    FROM {} AS its
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """A table's rows, and a checksum of them in any order."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What was there at `position`, whose event was recorded `at`; `schema` where it is kept.

    `parked` streams are left out; `paused` views stop short, each with its reason.
    """

    position: int
    at: datetime | None
    events: int
    schema: str | None
    tables: dict[str, Sum]
    parked: int
    paused: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def whole(database_url: str, asked: datetime | int, limits: Limits, *, keep: bool) -> Whole:
    """Folds everything up to a time or a position; nothing of it remains unless it is kept.

    Kept tables take the place of those kept before for the same position. Raises Unanswerable,
    Poisoned, OperationalError.
    """
    async with writing(database_url) as connection:
        position = await as_of.position_of(connection, asked)
        schema = f"as_of_{position}"
        async with connection.transaction(force_rollback=not keep):
            await connection.execute(_named(DROP, schema))
            await as_of.make(connection, schema)
            thens = await as_of.begun(connection, schema, position)
            pages = as_of.of_everybody(connection, Mapper(), position, limits.page_events)
            events = await as_of.fold(connection, thens, pages)
            await connection.execute(_named(GRANTS, schema, ROLE), prepare=False)
            at = await (await connection.execute(RECORDED_AT, (position,))).fetchone()
            return Whole(
                position,
                at[0] if at else None,
                events,
                schema if keep else None,
                await _sums(connection, thens),
                sum(len(it.view.parked) for it in thens),
                {it.view.projection.name: it.paused for it in thens if it.paused is not None},
            )


async def _sums(connection: Connection, thens: Sequence[Then]) -> dict[str, Sum]:
    sums = {}
    for name, stored in (its for it in thens for its in it.view.stored.items()):
        question = sql.SQL(SUM).format(stored.name)
        found = await (await connection.execute(question)).fetchone()
        assert found is not None
        sums[name] = Sum(*found)
    return sums


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
