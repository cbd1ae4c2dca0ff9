"""An account with all that it leaves behind, on real tables, keys and files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid5

from adapters.anchors.folder import FolderAnchors
from adapters.blobs.disk import DiskBlobs
from adapters.blobs.store import BlobStore
from adapters.publish.folder import FolderPublisher
from adapters.render.segments import Cleared
from commands.account import RequestErasure
from commands.ports import Because, Ledger, World
from domain.account import AccountRegistered, Role
from domain.asset import AssetKind, AssetUploaded
from domain.event import Event
from domain.ids import (
    AccountId,
    AssetId,
    BlobId,
    JobId,
    StreamId,
    VideoId,
    account_stream,
    asset_stream,
    key_of,
    video_stream,
)
from domain.job import JobOpened
from domain.login import LoginClaimed
from domain.mode import Mode
from domain.sealed import Sealed
from domain.video.events import ScriptDrafted
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.security.belongings import LedgerBelongings
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Ledger as Limits
from processors.erase import EraseProcessor
from processors.job import AccountJob
from processors.publish import publication_op
from processors.recording import Recording
from processors.traces import Traces
from tests.domain.video.history import PUBLIC
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    JOB,
    LOGIN,
    NOON,
    OPENED,
    OTHER_ACCOUNT,
    REQUESTED,
    TEXT,
    VIDEO_STREAM,
    YOU,
)
from tests.infra.histories import Record

LIMITS = Limits(connections=3, lock_s=5)
ME, GRANT, LOGGED = (
    account_stream(ACCOUNT),
    StreamId(f"grant/{CHANNEL}"),
    StreamId(f"login/{LOGIN}"),
)
EMAIL = "me@example.com"
NOT_SEALED = Sealed("")
OUT = VideoId(UUID(int=76))
"""A video that was published."""

HERS, THEIRS = AssetId(UUID(int=77)), AssetId(UUID(int=78))
MINE = {"source", "film", "sidecar", "document", "inner", "published", "segment", "token"}
NOT_MINE = {"shared", "theirs", "orphan"}


@dataclass
class Home:
    """One account, and another that shares one file with it."""

    pool: Pool
    folder: Path
    ledger: Ledger
    reader: LedgerReader
    blobs: BlobStore
    vault: PostgresVault
    made: dict[str, BlobId] = field(default_factory=dict)
    email: Sealed = NOT_SEALED

    @property
    def anchors(self) -> FolderAnchors:
        return FolderAnchors(self.folder / "anchors")

    def traces(self) -> Traces:
        films = FolderPublisher(self.folder / "films", self.blobs)
        cache = Cleared(self.folder / "segments")
        return Traces(self.vault, LedgerBelongings(self.pool), self.blobs, films, (cache,))

    def processor(self, traces: Traces | None = None, quiet_s: float = 0) -> EraseProcessor:
        return EraseProcessor(traces or self.traces(), self.anchors, quiet_s)

    async def record(self, account_id: AccountId, *history: tuple[StreamId, Event]) -> None:
        for n, entry in enumerate(history):
            key = uuid5(account_id, f"{n}")
            cause = Because(YOU, account_id, key, bytes(32), key, key)
            await self.ledger.carry_out(Record((entry,)), cause)

    async def job(self) -> AccountJob:
        """The job that the erasure opens, as a worker has it."""
        key = uuid5(ACCOUNT, "erase")
        cause = Because(YOU, ACCOUNT, key, bytes(32), key, key)
        await self.ledger.carry_out(RequestErasure(ACCOUNT, YOU), cause)
        found = await self.reader.read_all(0, 1_000)
        (its,) = (it for it in found if it.command_id == key and isinstance(it.event, JobOpened))
        job_id = JobId(UUID(key_of(its.stream)))
        recording = Recording(self.ledger, job_id, await self.ledger.state(its.stream), "1.1")
        return AccountJob(job_id, ACCOUNT, recording, recording.report)

    async def events(self, stream: StreamId) -> list[Event]:
        return [it.event for it in await self.reader.read_stream(stream)]

    async def left(self) -> set[str]:
        """What is still there, by name."""
        files = {name for name, it in self.made.items() if await self.blobs.known(it)}
        films = {"published" for _ in self.folder.glob("films/*/*/*.mp4")}
        cache = {"segment" for _ in self.folder.glob("segments/*")}
        tokens = {"token" for it in (ME, GRANT) if await self.vault.kept(it, "token")}
        return files | films | cache | tokens


@asynccontextmanager
async def filled(
    url: str, folder: Path, *, alone: bool = False, blobs: BlobStore | None = None
) -> AsyncIterator[Home]:
    async with ledger_pool(url, LIMITS) as pool:
        mapper = Mapper()
        ledger = PostgresLedger(pool, Writer(mapper), RULES, lambda: World(NOON), LIMITS)
        vault = PostgresVault(pool, KeyRing(lambda: (bytes(32),)))
        files = blobs or DiskBlobs(folder / "blobs")
        home = Home(pool, folder, ledger, LedgerReader(pool, mapper), files, vault)
        await _fill(home, alone=alone)
        yield home


async def _fill(home: Home, *, alone: bool) -> None:
    for name in ("source", "film", "sidecar", "inner", "orphan", "theirs", "shared"):
        home.made[name] = await home.blobs.put(name.encode())
    document = f'{{"audio": "{home.made["inner"]}"}}'
    home.made["document"] = await home.blobs.put(document.encode())
    for owner in (ME, GRANT):
        await home.vault.keep(owner, "token", "t0ken")
    home.email = await home.vault.seal(ME, LOGGED, "email", EMAIL)
    await home.record(ACCOUNT, *_mine(home.made, home.email))
    if not alone:
        await home.record(OTHER_ACCOUNT, *_theirs(home.made))
    op = publication_op(OUT, home.made["film"], home.made["sidecar"]).replace("-", "")
    film = home.folder / "films" / "Deep-Time" / f"Ice-{op[:12]}" / "film.mp4"
    for path in (film, home.folder / "segments" / "one.mp4"):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"film")


def _mine(made: dict[str, BlobId], email: Sealed) -> list[tuple[StreamId, Event]]:
    requested = replace(REQUESTED, source=made["source"])
    return [
        (LOGGED, LoginClaimed(ACCOUNT, email)),
        (ME, AccountRegistered(LOGIN, Role.OWNER, "free", 5)),
        (CHANNEL_STREAM, OPENED),
        (asset_stream(TEXT), _uploaded(ACCOUNT, made["source"])),
        (asset_stream(AssetId(UUID(int=79))), _uploaded(ACCOUNT, made["shared"])),
        (VIDEO_STREAM, requested),
        (VIDEO_STREAM, ScriptDrafted(JOB, 1, made["document"], 2, Mode.OFFLINE)),
        *((video_stream(OUT), it) for it in PUBLIC),
    ]


def _theirs(made: dict[str, BlobId]) -> list[tuple[StreamId, Event]]:
    return [
        (account_stream(OTHER_ACCOUNT), AccountRegistered(LOGIN, Role.USER, "free", 5)),
        (asset_stream(HERS), _uploaded(OTHER_ACCOUNT, made["shared"])),
        (asset_stream(THEIRS), _uploaded(OTHER_ACCOUNT, made["theirs"])),
    ]


def _uploaded(account_id: AccountId, id: BlobId) -> AssetUploaded:
    return AssetUploaded(account_id, AssetKind.TEXT, id, 9, "text/plain", "a.txt")
