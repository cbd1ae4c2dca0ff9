"""Numbered SQL files, applied once each and in order, and how that is done.

MigrationError
  BadName         a file that is not called 0001_what-it-does.sql, or a number used twice
  Changed         a file that was applied is another now, or gone
  OutOfOrder      a new file's number is below one already applied
  Failed          the database refused a file; nothing of it has remained
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import psycopg

FOLDER = Path(__file__).parent
_NAME = re.compile(r"\d{4}_[a-z0-9-]+\.sql")
_LOCK = 7_341_001  # any number that no other advisory lock of ours uses
_BOOK = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.migrations (
    name       text PRIMARY KEY,
    sha256     text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


class MigrationError(Exception):
    """The message names the file and what would be right."""


class BadName(MigrationError): ...


class Changed(MigrationError): ...


class OutOfOrder(MigrationError): ...


class Failed(MigrationError): ...


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    text: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.text).hexdigest()


def migrate(database_url: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Apply what has not been applied; the names of these. Several may call it at once.

    Raises MigrationError.
    """
    migrations = known(folder)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # held until disconnected
        connection.execute(_BOOK)
        due = _due(migrations, _applied(connection))
        for migration in due:
            _apply(connection, migration)
    return tuple(it.name for it in due)


def known(folder: Path = FOLDER) -> list[Migration]:
    """Those that this program has, in order. Raises BadName."""
    files = sorted(folder.glob("*.sql"))
    for file in files:
        if not _NAME.fullmatch(file.name):
            raise BadName(f"{file.name} has to be called like 0001_what-it-does.sql")
    for before, after in pairwise(files):
        if before.name[:4] == after.name[:4]:
            raise BadName(f"{before.name} and {after.name} share a number; renumber the later one")
    return [Migration(it.name, it.read_bytes()) for it in files]


def _applied(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, sha256 FROM ops.migrations").fetchall())


def _due(migrations: Sequence[Migration], applied: dict[str, str]) -> list[Migration]:
    now = {it.name: it.sha256 for it in migrations}
    for name, digest in applied.items():
        if now.get(name) != digest:
            raise Changed(f"{name} was applied and is another now; restore it, add a new file")
    due = [it for it in migrations if it.name not in applied]
    last = max(applied, default="")
    for migration in due:
        if migration.name < last:
            raise OutOfOrder(f"{migration.name} comes before {last}, which is applied; renumber it")
    return due


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    try:
        with connection.transaction():
            connection.execute(migration.text)
            connection.execute(
                "INSERT INTO ops.migrations (name, sha256) VALUES (%s, %s)",
                [migration.name, migration.sha256],
            )
    except psycopg.Error as wrong:
        raise Failed(f"{migration.name} was refused: {wrong}") from wrong
