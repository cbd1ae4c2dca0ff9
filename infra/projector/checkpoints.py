"""How far each build of a view has come, which one is read, and what is parked: `ops`.

A build is one set of tables of one version of a projection; its schema's name is its identity.

ProjectorError
├── ShapeChanged   tables were declared otherwise under a version that exists: raise VERSION
└── Overtaken      another projector moved a checkpoint: this one has stopped leading
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from psycopg import sql

from domain.ids import StreamId
from infra.ledger.pool import ROLE
from infra.projector.tables import Connection, Stored, shape
from projections.projection import Projection

FOLLOWED = """
    SELECT schema, shape, position, paused, skips FROM ops.checkpoints
    WHERE projection = %s AND version = %s AND state = 'following'
      AND to_regnamespace(schema) IS NOT NULL
    ORDER BY build
"""
NEXT_BUILD = """
    SELECT coalesce(max(build), 0) + 1 FROM ops.checkpoints
    WHERE projection = %s AND version = %s AND to_regnamespace(schema) IS NOT NULL
"""
ENTER = """
    INSERT INTO ops.checkpoints (schema, projection, version, build, shape, state, skips, position)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 0)
    ON CONFLICT (schema) DO UPDATE SET shape = excluded.shape, state = excluded.state,
        skips = excluded.skips, position = 0, paused = NULL
"""
FORGET_PARKED = "DELETE FROM ops.parked WHERE schema = %s"
PARKED = "SELECT stream, position FROM ops.parked WHERE schema = %s"
MOVE = """
    UPDATE ops.checkpoints AS its
    SET position = %s, advanced_at = clock_timestamp()
    FROM unnest(%s::text[], %s::bigint[]) AS was (schema, position)
    WHERE (its.schema, its.position) = (was.schema, was.position)
"""
PARK = """
    INSERT INTO ops.parked (schema, stream, position, event, reason) VALUES (%s, %s, %s, %s, %s)
"""
PAUSE = "UPDATE ops.checkpoints SET paused = %s WHERE schema = %s"
SERVE = """
    INSERT INTO ops.serving AS its (projection, schema) VALUES (%(name)s, %(schema)s)
    ON CONFLICT (projection) DO UPDATE SET schema = excluded.schema, since = clock_timestamp()
    WHERE its.schema <> excluded.schema AND (
        SELECT new.version > old.version AND new.position >= old.position
        FROM ops.checkpoints AS new, ops.checkpoints AS old
        WHERE new.schema = %(schema)s AND old.schema = its.schema
    )
"""
SERVED = "SELECT schema FROM ops.serving WHERE projection = %s"
STANDING = """
    SELECT json_object_agg(its.projection, json_build_array(its.schema, its.position))
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
"""
TELL = f"SELECT pg_notify('views', its::text) FROM ({STANDING}) AS told (its)"  # noqa: S608 - a constant


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


def schema_name(name: str, version: int, build: int = 1) -> str:
    """Where a build of a version of a view lies. What is read, `ops.serving` alone says."""
    return f"view_{name}_{version}" if build == 1 else f"view_{name}_{version}_{build}"


async def begin(connection: Connection, projection: Projection) -> list[Checkpoint]:
    """Where its builds stand; a first one, made and nothing folded, if there is none.

    Raises ShapeChanged.
    """
    its = (projection.name, projection.version)
    async with connection.transaction():
        found = await (await connection.execute(FOLLOWED, its)).fetchall()
        if not found:
            return [Checkpoint(await enter(connection, projection))]
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


async def enter(
    connection: Connection,
    projection: Projection,
    state: str = "following",
    skips: Sequence[int] = (),
) -> str:
    """Makes the next build's tables, empty; the name of their schema."""
    its = (projection.name, projection.version)
    found = await (await connection.execute(NEXT_BUILD, its)).fetchone()
    build = found[0] if found else 1
    schema = schema_name(*its, build)
    await make(connection, schema, projection)
    entered = (schema, *its, build, shape(projection.tables), state, list(skips))
    await connection.execute(ENTER, entered)
    await connection.execute(FORGET_PARKED, (schema,))
    return schema


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


async def parked(connection: Connection, schema: str) -> dict[StreamId, int]:
    return dict(await (await connection.execute(PARKED, (schema,))).fetchall())


async def move(connection: Connection, was: Sequence[tuple[str, int]], position: int) -> None:
    """Moves builds that stand where they are thought to. Raises Overtaken otherwise."""
    schemas = [it for it, _ in was]
    moved = await connection.execute(MOVE, (position, schemas, [it for _, it in was]))
    if moved.rowcount != len(was):
        raise Overtaken(f"another projector has moved {', '.join(schemas)}")


async def park(
    connection: Connection, schema: str, stream: str, at: tuple[int, str], reason: str
) -> None:
    """This stream is not followed from this event (position and name) on."""
    await connection.execute(PARK, (schema, stream, *at, reason))


async def pause(connection: Connection, schema: str, reason: str | None) -> None:
    await connection.execute(PAUSE, (reason, schema))


async def serve(connection: Connection, projection: Projection, schema: str) -> bool:
    """Lets a newer version be read, if it has come as far as the one that is; whether it is."""
    await connection.execute(SERVE, {"name": projection.name, "schema": schema})
    found = await (await connection.execute(SERVED, (projection.name,))).fetchone()
    return found is not None and found[0] == schema


async def tell(connection: Connection) -> None:
    """Says how far every view that is read has come, once this transaction is committed."""
    await connection.execute(TELL)
