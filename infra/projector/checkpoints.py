"""How far each build of a view has come, which one is read, and what is parked: `ops`.

A build is one set of tables of one version of a projection; its schema's name is its identity.

ProjectorError
├── ShapeChanged   tables were declared otherwise under a version that exists: raise VERSION
└── Overtaken      another projector moved a checkpoint: this one has stopped leading
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from psycopg import sql
from psycopg.errors import DivisionByZero
from psycopg.pq.abc import PGresult

from domain.ids import StreamId
from infra.ledger.pool import ROLE
from infra.projector import binary
from infra.projector.tables import Connection, Stored, shape
from infra.projector.together import Statement
from projections.projection import Projection
from projections.table import Kind

SERVED = """
    SELECT its.schema, its.version, its.build, to_regnamespace(its.schema) IS NULL
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema) WHERE its.projection = %s
"""
FOLLOWED = """
    SELECT schema, shape, position, paused, skips FROM ops.checkpoints
    WHERE projection = %s AND version = %s AND state = 'following'
      AND to_regnamespace(schema) IS NOT NULL
    ORDER BY build
"""
FOLLOWING = """
    SELECT its.schema, served.schema IS NOT NULL
    FROM ops.checkpoints AS its LEFT JOIN ops.serving AS served USING (schema)
    WHERE its.state = 'following'
"""
LAST_BUILD = """
    SELECT coalesce(max(build), 0) FROM ops.checkpoints WHERE projection = %s AND version = %s
"""
ENTER = """
    INSERT INTO ops.checkpoints (schema, projection, version, build, shape, state, skips, position)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 0)
    ON CONFLICT (schema) DO UPDATE SET shape = excluded.shape, state = excluded.state,
        skips = excluded.skips, position = 0, paused = NULL
"""
FORGET_PARKED = "DELETE FROM ops.parked WHERE schema = %s"
PARKED = "SELECT stream, position FROM ops.parked WHERE schema = %s"
MOVE = b"""
    WITH moved AS (
        UPDATE ops.checkpoints AS its
        SET position = $1::bigint, advanced_at = clock_timestamp()
        FROM unnest($2::text[], $3::bigint[]) AS was (schema, position)
        WHERE (its.schema, its.position) = (was.schema, was.position)
        RETURNING 1)
    SELECT 1 / (count(*) = cardinality($2::text[]))::int FROM moved
"""
"""Divides by zero, so that nothing sent with it holds, unless every one stood where it was."""
PARK = """
    INSERT INTO ops.parked (schema, stream, position, event, reason) VALUES (%s, %s, %s, %s, %s)
"""
PAUSE = "UPDATE ops.checkpoints SET paused = %s WHERE schema = %s"
SERVE = "INSERT INTO ops.serving (projection, schema) VALUES (%s, %s)"
STANDING = """
    SELECT json_object_agg(its.projection, json_build_array(its.schema, its.position))
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
"""
TELL = b"""
    SELECT pg_notify('views', coalesce(
               json_object_agg(its.projection, json_build_array(its.schema, its.position))
                   FILTER (WHERE served.schema IS NOT NULL), '{}')::text),
           coalesce(json_object_agg(its.schema, served.schema IS NOT NULL)
                    FILTER (WHERE its.state = 'following'), '{}')
    FROM ops.checkpoints AS its LEFT JOIN ops.serving AS served USING (schema)
"""
"""Says what STANDING says, and answers what FOLLOWING does: a page asks for it on its way."""


class ProjectorError(Exception):
    """The message says what has to be done."""


class ShapeChanged(ProjectorError): ...


class Overtaken(ProjectorError): ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a build stands: `parked` streams are followed up to this position, not to it.

    Events at `skips` were discarded: it never takes them.
    """

    schema: str
    position: int = 0
    paused: str | None = None
    parked: dict[StreamId, int] = field(default_factory=dict)
    skips: frozenset[int] = frozenset()


async def begin(connection: Connection, projection: Projection) -> list[Checkpoint]:
    """Where the builds of this version stand that are followed.

    None, where another version is read and this one is yet to be built. A projection's first
    build is made here, and read at once; so is one whose tables somebody dropped. Raises
    ShapeChanged.
    """
    its = (projection.name, projection.version)
    async with connection.transaction():
        await _serve_something(connection, projection)
        found = await (await connection.execute(FOLLOWED, its)).fetchall()
    for schema, its_shape, *_ in found:
        if its_shape != shape(projection.tables):
            raise ShapeChanged(
                f"the tables of {schema} were declared otherwise; "
                "raise the version of the projection"
            )
    return [
        Checkpoint(schema, position, paused, await parked(connection, schema), frozenset(skips))
        for schema, _, position, paused, skips in found
    ]


async def following(connection: Connection) -> dict[str, bool]:
    """The builds that a projector keeps up to date, by their schemas: is it read?"""
    return dict(await (await connection.execute(FOLLOWING)).fetchall())


async def _serve_something(connection: Connection, projection: Projection) -> None:
    found = await (await connection.execute(SERVED, (projection.name,))).fetchone()
    if found is None:
        schema = await enter(connection, projection)
        await connection.execute(SERVE, (projection.name, schema))
        return
    schema, version, build, dropped = found
    if dropped and version == projection.version:
        await make(connection, schema, projection)
        await _enter(connection, projection, build, "following", ())


async def enter(
    connection: Connection,
    projection: Projection,
    state: str = "following",
    skips: Sequence[int] = (),
    *,
    bare: bool = False,
) -> str:
    """Makes the next build's tables, empty; the name of their schema. See make() for `bare`."""
    its = (projection.name, projection.version)
    found = await (await connection.execute(LAST_BUILD, its)).fetchone()
    schema = await _enter(connection, projection, (found[0] if found else 0) + 1, state, skips)
    await make(connection, schema, projection, bare=bare)
    return schema


async def _enter(
    connection: Connection, projection: Projection, build: int, state: str, skips: Sequence[int]
) -> str:
    schema = f"view_{projection.name}_{projection.version}" + (f"_{build}" if build > 1 else "")
    its = (schema, projection.name, projection.version, build, shape(projection.tables))
    await connection.execute(ENTER, (*its, state, list(skips)))
    await connection.execute(FORGET_PARKED, (schema,))
    return schema


async def make(
    connection: Connection, schema: str, projection: Projection, *, bare: bool = False
) -> None:
    """Its tables, empty, in a schema of their own that readers may read.

    Keys and indexes of `bare` ones are made once they are full.
    """
    name, role = sql.Identifier(schema), sql.Identifier(ROLE)
    await connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
    await connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    for table in projection.tables:
        its = Stored(schema, table)
        for statement in (its.bare,) if bare else its.create:
            await connection.execute(statement)
    await connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, role))
    grant = sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(name, role)
    await connection.execute(grant)


async def parked(connection: Connection, schema: str) -> dict[StreamId, int]:
    return dict(await (await connection.execute(PARKED, (schema,))).fetchall())


def moved(was: Sequence[tuple[str, int]], position: int) -> Statement:
    """Moves builds that stand where they are thought to; what is sent with it asks `overtaken`."""
    schemas, positions = [it for it, _ in was], [it for _, it in was]
    arrays = binary.array(Kind.TEXT, schemas), binary.array(Kind.WHOLE, positions)
    return Statement(MOVE, (binary.whole(position), *arrays))


@contextmanager
def overtaken() -> Iterator[None]:
    """That a build was not moved, said as Overtaken."""
    try:
        yield
    except DivisionByZero as wrong:
        raise Overtaken("another projector has moved what this one follows") from wrong


async def park(
    connection: Connection, schema: str, stream: str, at: tuple[int, str], reason: str
) -> None:
    """This stream is not followed from this event (position and name) on."""
    await connection.execute(PARK, (schema, stream, *at, reason))


async def pause(connection: Connection, schema: str, reason: str | None) -> None:
    await connection.execute(PAUSE, (reason, schema))


async def tell(connection: Connection) -> None:
    """Says how far every view that is read has come, once this transaction is committed."""
    await connection.execute(TELL)


def followed_then(told: PGresult) -> dict[str, bool]:
    """The answer to TELL, sent by `together`, as `following` would have it."""
    found: dict[str, bool] = json.loads(told.get_value(0, 1) or b"{}")
    return found
