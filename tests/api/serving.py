"""The API as a client meets it: a real ledger, a projector at work, files on disk."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from prometheus_client import CollectorRegistry

from adapters.blobs.disk import DiskBlobs
from adapters.images.decoding import PictureCheck
from adapters.publish.folder import FolderPublisher
from adapters.render.clips.check import STANDARD_CHECK
from adapters.sounds.unpacking import SoundCheck
from adapters.voice.languages import EspeakLanguages
from api.app import create_app
from api.ports import Dependencies, Limits, Person, Running
from commands.ports import World
from domain.account import Role
from domain.email_verification import CodeLimits
from domain.event import Event
from domain.ids import StreamId, VideoId
from infra.appeal.appeals import PostgresAppeals
from infra.history import opened_history
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.mail.addresses import Addresses
from infra.mail.codes import EmailCodes
from infra.prices import price_book
from infra.projector.process import run_projector
from infra.reader import opened_reader
from infra.security.belongings import LedgerBelongings
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import AsOf, Ledger, Projector, Views
from processors.traces import Traces
from tests.commands.stage import SET_UP
from tests.given import ACCOUNT, NOON, OTHER_ACCOUNT
from tests.infra.histories import record

MAPPER = Mapper()
BOOK = price_book()
LIMITS = Limits(
    body_bytes=2**20,
    text_bytes=2**20,
    image_bytes=2**18,
    clip_bytes=2**19,
    music_bytes=2**18,
    query_characters=10_000,
    retry_after_s=1,
    live_streams=2,
    live_beat_s=15,
    live_step_s=0.02,
    live_s=0.3,
)
CODES = CodeLimits(timedelta(minutes=30), tries=5, an_hour=3)
OWNER, VIEWER, STRANGER = "owner-token", "viewer-token", "stranger-token"
PEOPLE = {
    OWNER: Person(ACCOUNT, Role.OWNER),
    VIEWER: Person(ACCOUNT, Role.VIEWER),
    STRANGER: Person(OTHER_ACCOUNT, Role.OWNER),
}


FEW = Ledger(connections=4)
RING = KeyRing(lambda: (bytes(32),))


CHECKS: Mapping[str, Any] = {
    "pictures": PictureCheck(),
    "clips": STANDARD_CHECK,
    "sounds": SoundCheck(5),
    "languages": EspeakLanguages(),
}


class KnownTokens:
    def person(self, token: str) -> Person | None:
        return PEOPLE.get(token)


@dataclass
class ToldProgress:
    """What workers are said to be at."""

    running: tuple[Running, ...] = ()

    async def of(self, _: VideoId) -> tuple[Running, ...]:
        return self.running


@dataclass
class SaidHealth:
    unwell: frozenset[str] = frozenset()

    async def parts(self) -> Mapping[str, bool]:
        return {name: name not in self.unwell for name in ("ledger", "queue", "tables")}


@dataclass
class Api:
    """A client with a token; every command has a key of its own unless one is given."""

    app: FastAPI
    deps: Dependencies
    client: AsyncClient
    health: SaidHealth
    progress: ToldProgress
    token: str | None = OWNER
    keys: list[str] = field(default_factory=list)

    def as_(self, token: str | None) -> "Api":
        return replace(self, token=token)

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers=self._headers(headers))

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        **more: Any,
    ) -> Response:
        self.keys.append("")
        headers = self._headers({"Idempotency-Key": key or f"key-{len(self.keys)}"})
        if body is not None:
            more["content"] = body if isinstance(body, bytes) else orjson.dumps(body)
            headers["Content-Type"] = "application/json"
        return await self.client.request(method, path, headers=headers, **more)

    async def upload(self, data: bytes, name: str = "a.txt", **fields: Any) -> Response:
        its: dict[str, Any] = {"files": {"file": (name, data)}, "data": fields}
        return await self.send("POST", "/api/v1/assets", **its)

    async def read(self, path: str, after: Response | None = None) -> Any:
        """What is found there, at least as fresh as an answer to a command."""
        headers = {"YT-Position": after.headers["YT-Position"]} if after else {}
        found = await self.get(path, **headers)
        assert found.status_code == 200, found.text
        assert "YT-Stale" not in found.headers
        return found.json()

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return bearer | dict(more)


@asynccontextmanager
async def serving(
    url: str,
    folder: Path,
    history: Iterable[tuple[StreamId, Event]] = SET_UP,
    limits: Limits = LIMITS,
    *,
    researches: bool = False,
) -> AsyncIterator[Api]:
    entries = list(history)
    await record(url, entries, together=100, mapper=MAPPER)
    health, progress = SaidHealth(), ToldProgress()
    async with (
        projecting(url),
        ledger_pool(url, FEW) as pool,
        opened_reader(url, Views(connections=4)) as reader,
        opened_history(url, LedgerReader(pool, MAPPER), AsOf()) as past,
    ):
        assert not (await reader.fresh(len(entries))).stale
        ledger = PostgresLedger(pool, Writer(MAPPER), RULES, lambda: World(NOON, BOOK), FEW)
        blobs, vault = DiskBlobs(folder / "blobs"), PostgresVault(pool, RING)
        deps = Dependencies(
            ledger=ledger,
            reader=reader,
            history=past,
            blobs=blobs,
            uploads=_traces(vault, pool, blobs, folder),
            vault=vault,
            codes=_codes(vault, pool),
            **CHECKS,
            progress=progress,
            appeals=PostgresAppeals(pool, blobs),
            health=health,
            tokens=KnownTokens(),
            limits=limits,
            metrics=CollectorRegistry(),
            researches=researches,
        )
        app = create_app(deps)
        async with _client(app) as client:
            yield Api(app, deps, client, health, progress)


def _client(app: FastAPI) -> AsyncClient:
    transport = ASGITransport(app, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://here")


def _codes(vault: PostgresVault, pool: Pool) -> EmailCodes:
    addresses = Addresses(LedgerReader(pool, MAPPER), vault, None)
    return EmailCodes(vault, addresses, CODES, b"a key of the installation")


def _traces(vault: PostgresVault, pool: Pool, blobs: DiskBlobs, folder: Path) -> Traces:
    films = FolderPublisher(folder / "films", blobs)
    return Traces(vault, LedgerBelongings(pool), blobs, films, ())


@asynccontextmanager
async def projecting(url: str) -> AsyncIterator[None]:
    """A projector at work for as long as this is open."""
    stop = asyncio.Event()
    task = asyncio.create_task(run_projector(url, Projector(poll_s=0.02), stop))
    try:
        yield
    finally:
        stop.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(task, 5)
