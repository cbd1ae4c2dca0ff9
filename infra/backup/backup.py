"""The three originals at one position, while whoever writes goes on writing."""

import asyncio
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import psycopg

from adapters.blobs.store import BlobStore
from domain.ids import BlobId
from infra.backup import blobs, folder, tables
from infra.backup.backup_key import BackupKey, fresh_key
from infra.backup.erasures import recorded
from infra.backup.manifest import NAME, FileEntry, Manifest, MigrationEntry, TableEntry
from infra.backup.progress import Tell
from infra.backup.sealed_file import Written, private
from infra.settings import Backup as Limits


@dataclass(frozen=True, slots=True)
class Originals:
    """Where they are, and the keys that their backup opens with, by name."""

    database_url: str
    blobs: BlobStore
    keks: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What one snapshot held."""

    position: int
    migrations: tuple[MigrationEntry, ...]
    entries: tuple[TableEntry, ...]
    files: dict[str, Written]
    blobs: set[BlobId]
    erasures: tuple[str, ...]
    keks: tuple[str, ...]
    last_seal: tuple[int, str | None]


def backup(
    originals: Originals, target: Path, now: datetime, limits: Limits, tell: Tell
) -> Manifest:
    """Writes `target`, which is there whole at the end or not at all; its manifest.

    Raises NotEmpty, InUse, NoRoom; OSError where the disk refuses, OperationalError where
    Postgres does.
    """
    with folder.unfinished(target) as place:
        key = fresh_key(uuid4())
        with tables.snapshot(originals.database_url) as connection:
            _refuse_small(connection, originals, place, limits)
            held = _tables(connection, key, place, limits, tell)
        copied = blobs.copy_out(originals.blobs, held.blobs, key, place, tell)
        files = held.files | copied.files
        manifest = Manifest(
            backup_id=key.backup_id,
            position=held.position,
            made_at=now,
            program=version("ytempire"),
            migrations=held.migrations,
            tables=held.entries,
            blobs=len(copied.files),
            absent=tuple(sorted(copied.absent)),
            damaged=tuple(sorted(copied.damaged)),
            erasures=held.erasures,
            keks=held.keks,
            seal_key=held.last_seal[1],
            last_seal=held.last_seal[0],
            wrapped_keys={name: _text(key.wrapped(it)) for name, it in originals.keks.items()},
            files={name: _entry(it) for name, it in files.items()},
        ).proven(key)
        _write(place, manifest)
        tell("manifest", 1, 1)
    return manifest


def _tables(
    connection: psycopg.Connection, key: BackupKey, place: Path, limits: Limits, tell: Tell
) -> _Tables:
    position = tables.head(connection)
    found = tables.columns(connection)
    entries, files = [], {}
    for n, (name, columns) in enumerate(found.items(), 1):
        entry = TableEntry(name=name, columns=columns, rows=tables.count(connection, name))
        rows = tables.copy_out(connection, name, columns)
        files[entry.file] = key.cipher.seal(place, entry.file, rows, limits.chunk_bytes)
        entries.append(entry)
        tell("tables", n, len(found))
    return _Tables(
        position,
        tables.applied(connection),
        tuple(entries),
        files,
        tables.blobs(connection),
        recorded(connection),
        tables.keks(connection),
        tables.last_seal(connection),
    )


def _refuse_small(
    connection: psycopg.Connection, originals: Originals, place: Path, limits: Limits
) -> None:
    needed = tables.size_bytes(connection) + asyncio.run(originals.blobs.usage_bytes())
    folder.refuse_small(place, needed + limits.free_bytes)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _entry(written: Written) -> FileEntry:
    return FileEntry(sha256=written.sha256, size_bytes=written.size_bytes)


def _write(place: Path, manifest: Manifest) -> None:
    with private(place / NAME) as file:
        file.write(manifest.text())
        file.flush()
        os.fsync(file.fileno())
