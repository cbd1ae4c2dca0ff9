"""A database filled from a backup, and checked as a ledger: no gap, no foreign hash."""

import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from infra.backup import tables
from infra.backup.errors import NotEmpty, Unsound
from infra.backup.progress import Tell
from infra.backup.source import Source
from infra.migrations import FOLDER, migrate

UNFINISHED = "restoring"
"""A schema that stands in a database for as long as its restore has not ended."""

SCHEMAS = """
    SELECT nspname::text FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public', 'information_schema')
    ORDER BY 1
"""
SPAN = """
    SELECT count(*), coalesce(min(notification_id), 1), coalesce(max(notification_id), 0)
    FROM ledger.events
"""
BROKEN_STREAM = """
    SELECT originator_id FROM ledger.events GROUP BY 1
    HAVING max(originator_version) - min(originator_version) + 1 <> count(*)
        OR min(originator_version) > 1
    ORDER BY 1 LIMIT 1
"""
FOREIGN_HASH = """
    SELECT notification_id FROM ledger.events AS its
    WHERE entry_hash <> ledger.entry_hash(
        notification_id, originator_id, kind, originator_version, event_id, topic, event_version,
        recorded_at, actor, account_id, command_id, correlation_id, causation_id, traceparent,
        state)
    ORDER BY 1 LIMIT 1
"""


def claim(database_url: str) -> None:
    """Empties what an unfinished restore has left. Raises NotEmpty where there is more."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        found = [name for (name,) in connection.execute(SCHEMAS)]
        if found and UNFINISHED not in found:
            raise NotEmpty(f"the database holds the schema {found[0]} already; name an empty one")
        for name in sorted(found, key=UNFINISHED.__eq__):  # the mark goes last
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(UNFINISHED)))


def load(database_url: str, source: Source, tell: Tell) -> None:
    """Tables as they were when the backup was made, their rows, then what this program adds.

    Raises Damaged, Unsound, MigrationError.
    """
    with tempfile.TemporaryDirectory() as folder:
        for it in source.manifest.migrations:
            shutil.copy(FOLDER / it.name, folder)
        migrate(database_url, Path(folder))
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(tables.UTC)
        entries = tables.in_order(connection, source.manifest.tables)
        for n, entry in enumerate(entries, 1):
            data = source.key.cipher.open(source.folder, entry.file)
            loaded = tables.copy_in(connection, entry, data)
            if loaded != entry.rows:
                raise Unsound(f"{entry.name} came to {loaded} rows of {entry.rows}")
            tell("tables", n, len(entries))
        connection.execute("ANALYZE")
        _refuse_unsound(connection, source.manifest.position)
    migrate(database_url)


def finish(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {}").format(sql.Identifier(UNFINISHED)))


def _refuse_unsound(connection: psycopg.Connection, position: int) -> None:
    span = connection.execute(SPAN).fetchone()
    if span != (position, 1, position):
        raise Unsound(f"the ledger holds {span} instead of all positions from 1 to {position}")
    broken = connection.execute(BROKEN_STREAM).fetchone()
    if broken is not None:
        raise Unsound(f"versions of {broken[0]} have a gap")
    foreign = connection.execute(FOREIGN_HASH).fetchone()
    if foreign is not None:
        raise Unsound(f"the event at position {foreign[0]} is not what its hash says")
