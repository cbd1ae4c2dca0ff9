"""How far each projection has come, which version is read, and what is parked: `ops`.

ProjectorError
├── ShapeChanged   tables were declared otherwise under a version that exists: raise VERSION
└── Overtaken      another projector moved a checkpoint: this one has stopped leading
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from domain.ids import StreamId
from infra.ledger.pool import ROLE
from infra.projector.tables import Connection, Stored, shape
from projections.projection import Projection

FIND = """
    SELECT shape, position, paused, to_regnamespace(%(schema)s) IS NOT NULL
    FROM ops.checkpoints WHERE projection = %(name)s AND version = %(version)s
"""
BEGIN = """
    INSERT INTO ops.checkpoints (projection, version, shape, position)
    VALUES (%(name)s, %(version)s, %(shape)s, 0)
    ON CONFLICT (projection, version) DO UPDATE
    SET shape = excluded.shape, position = 0, paused = NULL
"""
FORGET_PARKED = "DELETE FROM ops.parked WHERE projection = %(name)s AND version = %(version)s"
PARKED = """
    SELECT stream, position FROM ops.parked WHERE projection = %s AND version = %s
"""
MOVE = """
    UPDATE ops.checkpoints AS its
    SET position = %s, advanced_at = clock_timestamp()
    FROM unnest(%s::text[], %s::integer[], %s::bigint[]) AS was (projection, version, position)
    WHERE (its.projection, its.version, its.position)
        = (was.projection, was.version, was.position)
"""
PARK = """
    INSERT INTO ops.parked (projection, version, stream, position, event, reason)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
PAUSE = "UPDATE ops.checkpoints SET paused = %s WHERE projection = %s AND version = %s"
SERVE = """
    INSERT INTO ops.serving AS its (projection, version) VALUES (%(name)s, %(version)s)
    ON CONFLICT (projection) DO UPDATE SET version = excluded.version, since = clock_timestamp()
    WHERE its.version <> excluded.version AND (
        SELECT new.position >= old.position
        FROM ops.checkpoints AS new, ops.checkpoints AS old
        WHERE (new.projection, new.version) = (%(name)s, %(version)s)
          AND (old.projection, old.version) = (its.projection, its.version)
    )
"""
SERVED = "SELECT version FROM ops.serving WHERE projection = %s"
STANDING = """
    SELECT json_object_agg(projection, json_build_array(version, position))
    FROM ops.serving JOIN ops.checkpoints USING (projection, version)
"""
TELL = f"SELECT pg_notify('views', its::text) FROM ({STANDING}) AS told (its)"  # noqa: S608 - a constant


class ProjectorError(Exception):
    """The message says what has to be done."""


class ShapeChanged(ProjectorError): ...


class Overtaken(ProjectorError): ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a projection stands: `parked` streams are followed up to this position, not to it."""

    position: int
    paused: str | None
    parked: dict[StreamId, int]


def schema_of(projection: Projection) -> str:
    return schema_name(projection.name, projection.version)


def schema_name(name: str, version: int) -> str:
    """Where a version of a view lies."""
    return f"view_{name}_{version}"


async def begin(connection: Connection, projection: Projection) -> Checkpoint:
    """Where it stood, or its tables made and nothing folded. Raises ShapeChanged."""
    schema, its_shape = schema_of(projection), shape(projection.tables)
    its = {"name": projection.name, "version": projection.version, "shape": its_shape}
    async with connection.transaction():
        found = await (await connection.execute(FIND, its | {"schema": schema})).fetchone()
        if found is None or not found[3]:
            await make(connection, schema, projection)
            await connection.execute(BEGIN, its)
            await connection.execute(FORGET_PARKED, its)
            return Checkpoint(0, None, {})
    if found[0] != its_shape:
        raise ShapeChanged(
            f"the tables of {schema} were declared otherwise; raise the version of the projection"
        )
    return Checkpoint(found[1], found[2], await parked(connection, projection))


async def make(connection: Connection, schema: str, projection: Projection) -> None:
    """Its tables, empty, in a schema of their own that readers may read."""
    name, role = sql.Identifier(schema), sql.Identifier(ROLE)
    await connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
    await connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    for table in projection.tables:
        for statement in Stored(schema, table).create:
            await connection.execute(statement)
    await connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, role))
    grant = sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(name, role)
    await connection.execute(grant)


async def parked(connection: Connection, projection: Projection) -> dict[StreamId, int]:
    its = (projection.name, projection.version)
    return dict(await (await connection.execute(PARKED, its)).fetchall())


async def move(
    connection: Connection, was: Sequence[tuple[Projection, int]], position: int
) -> None:
    """Moves checkpoints that stand where they are thought to. Raises Overtaken otherwise."""
    names = [it.name for it, _ in was]
    versions = [it.version for it, _ in was]
    positions = [it for _, it in was]
    moved = await connection.execute(MOVE, (position, names, versions, positions))
    if moved.rowcount != len(was):
        raise Overtaken(f"another projector has moved {', '.join(names)}")


async def park(
    connection: Connection, projection: Projection, stream: str, at: tuple[int, str], reason: str
) -> None:
    """This stream is not followed from this event (position and name) on."""
    its = (projection.name, projection.version)
    await connection.execute(PARK, (*its, stream, *at, reason))


async def pause(connection: Connection, projection: Projection, reason: str | None) -> None:
    await connection.execute(PAUSE, (reason, projection.name, projection.version))


async def serve(connection: Connection, projection: Projection) -> bool:
    """Lets this version be read, if it has come as far as the one that is; whether it is."""
    its = {"name": projection.name, "version": projection.version}
    await connection.execute(SERVE, its)
    found = await (await connection.execute(SERVED, (projection.name,))).fetchone()
    return found is not None and found[0] == projection.version


async def tell(connection: Connection) -> None:
    """Says how far every view that is read has come, once this transaction is committed."""
    await connection.execute(TELL)
