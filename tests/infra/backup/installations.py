"""Installations to be backed up, and empty homes to restore them into."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.anchors.folder import FolderAnchors
from adapters.blobs.disk import DiskBlobs
from adapters.blobs.store import BlobStore
from domain.event import Event
from domain.ids import BlobId, StreamId, account_stream, asset_stream
from infra.backup import backup as its
from infra.backup import restore as back
from infra.backup.key_file import ExportedKeys
from infra.backup.manifest import Manifest
from infra.backup.outside import Outside
from infra.backup.progress import Tell, silent
from infra.backup.source import proven
from infra.ledger.pool import ledger_pool
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Backup, Settings
from tests.commands.stage import PICTURE, SET_UP
from tests.commands.stage import its as of_the_video
from tests.domain.video.history import INSPECTED
from tests.given import ACCOUNT, PHOTO, blob
from tests.infra.histories import ONE, record
from tests.services import Services, database

MADE_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY: list[tuple[StreamId, Event]] = [*SET_UP, *of_the_video(*INSPECTED)]
FILES = (
    *("film", "thumbnail", "side cover", "srt", "vtt", "sidecar", "source", "photo"),
    *("script", "narration"),
)
OWNER = account_stream(ACCOUNT)
PLAIN = "1//a-refresh-token-in-plain-sight"
LIMITS = Backup(chunk_bytes=512, free_bytes=1)
KEYS = ExportedKeys({"kek": bytes(range(32)), "logins": bytes(32), "owner-token": b"let me in"})
RING = KeyRing(lambda: (KEYS.files["kek"],))


@dataclass(frozen=True, slots=True)
class Installed:
    """A database with a small history, its vault and its blobs."""

    url: str
    store: BlobStore

    def backup(
        self, target: Path, tell: Tell = silent, keks: Mapping[str, bytes] = KEYS.keks
    ) -> Manifest:
        originals = its.Originals(self.url, self.store, keks)
        return its.backup(originals, target, MADE_AT, LIMITS, tell)


def installed_in(url: str, folder: Path) -> Installed:
    return asyncio.run(installed(url, folder))


async def installed(url: str, folder: Path) -> Installed:
    store = DiskBlobs(folder / "blobs")
    for name in FILES:
        await store.put(name.encode())
    async with ledger_pool(url, ONE) as pool:
        await PostgresVault(pool, RING).keep(OWNER, "refresh-token", PLAIN)
    await record(url, HISTORY)
    return Installed(url, store)


@dataclass(frozen=True, slots=True)
class Host:
    """An empty home and an empty database."""

    settings: Settings

    @property
    def home(self) -> Path:
        return self.settings.ytempire_home

    @property
    def url(self) -> str:
        assert self.settings.database_url is not None
        return self.settings.database_url

    @property
    def unfinished(self) -> bool:
        return (self.home / "restoring.json").exists()

    def restore(
        self, source: Path, keys: ExportedKeys = KEYS, tell: Tell = silent
    ) -> back.Restored:
        whole = proven(source, keys.keks, silent)
        return back.restore(whole, keys, self.settings, self.outside, tell)

    @property
    def outside(self) -> Outside:
        """The anchors of the installation that was lost, and this one's own."""
        then = FolderAnchors(self.home.parent / "anchors")
        return Outside(then, FolderAnchors(self.home / "anchors"))


@contextmanager
def empty_host(services: Services, folder: Path, name: str) -> Iterator[Host]:
    with database(services, f"{name}_restored"[-63:], template="template0") as url:
        yield Host(Settings(ytempire_home=folder / "host", database_url=url, backup=LIMITS))


def contents(url: str) -> dict[str, str]:
    """A digest of the rows of every table of the originals, as text and in order."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables"
            " WHERE schemaname IN ('ledger', 'vault', 'audit') ORDER BY 1"
        ).fetchall()
        return {name: _digest(connection, name) for (name,) in names}


def _digest(connection: psycopg.Connection, name: str) -> str:
    table = sql.Identifier(*name.split("."))
    rows = connection.execute(sql.SQL("SELECT its::text FROM {} AS its ORDER BY 1").format(table))
    return sha256(repr(rows.fetchall()).encode()).hexdigest()


def kept(home: Path, *names: str) -> list[bytes]:
    """What a home's blob store has of these."""
    store = DiskBlobs(home / "blobs")

    async def read() -> list[bytes]:
        return [await store.get(blob(it)) for it in names]

    return asyncio.run(read())


def naming(id: BlobId) -> tuple[StreamId, Event]:
    """An upload that says so."""
    return asset_stream(PHOTO), replace(PICTURE, blob=id)
