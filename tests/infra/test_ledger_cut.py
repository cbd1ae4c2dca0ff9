"""Connections that break while a batch is being committed: looked up afterwards, never guessed."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict

from commands.ports import Receipt
from infra.ledger.writer import NAME
from infra.settings import Ledger as Limits
from tests.infra.ledgers import Bench, in_postgres
from tests.tally import A, B, Count, because

SQL = b"ledger.append"
HASTY = Limits(connections=2, tries=8)


@dataclass
class Proxy:
    """Stands between a ledger and its Postgres; cuts the connection when told to.

    `cut_after_s`: the next commit is passed on, and the connection dropped so long after it,
    before or after it is committed, before or after its answer; None: nothing is cut.
    """

    server: str
    cut_after_s: float | None = None
    cuts: int = 0
    tasks: set[asyncio.Future[tuple[None, None]]] = field(default_factory=set)

    async def serve(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        there, forth = await asyncio.open_unix_connection(self.server)
        both = self._ask(here, forth, back), self._answer(there, back)
        task = asyncio.gather(*both)
        self.tasks.add(task)
        await task
        for it in (back, forth):
            with suppress(ConnectionError):
                it.close()
                await it.wait_closed()

    async def _ask(
        self, here: asyncio.StreamReader, forth: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        with suppress(ConnectionError):
            while data := await here.read(2**16):
                forth.write(data)
                await forth.drain()
                if self.cut_after_s is not None and commits(data):
                    await self._cut(forth, back)
        forth.close()

    async def _answer(self, there: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await there.read(2**16):
                back.write(data)
                await back.drain()
        back.close()

    async def _cut(self, *writers: asyncio.StreamWriter) -> None:
        cut_after_s, self.cut_after_s = self.cut_after_s or 0, None
        self.cuts += 1
        await asyncio.sleep(cut_after_s)
        for it in writers:
            it.transport.abort()


def commits(data: bytes) -> bool:
    """Whether this is sent to the server: append, and not: prepare to append."""
    return NAME in data and SQL not in data


@asynccontextmanager
async def proxied(url: str, folder: Path) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy to the server of `url`, and the URL that leads through it."""
    at = conninfo_to_dict(url)
    proxy = Proxy(f"{at['host']}/.s.PGSQL.5432")
    async with await asyncio.start_unix_server(proxy.serve, folder / ".s.PGSQL.5432"):
        yield proxy, url.replace(quote(str(at["host"]), safe=""), quote(str(folder), safe=""))
        await asyncio.gather(*proxy.tasks)


async def tried(url: str, folder: Path, tries: int, seed: int) -> None:
    """Commands whose commit is cut off at any moment; each is answered as if nothing had been."""
    async with proxied(url, folder) as (proxy, through), in_postgres(through, HASTY) as bench:
        await cut_and_asked_again(bench, proxy, tries, seed)
    async with in_postgres(url) as after:
        assert await after.reader.head() == 2 * tries
        assert await after.sums(A, B) == [-tries, -tries]


async def cut_and_asked_again(bench: Bench, proxy: Proxy, tries: int, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - moments, no secrets
    for n in range(1, tries + 1):
        proxy.cut_after_s = random.uniform(0, 0.003)
        answers = await asyncio.gather(*both(bench, n))
        assert [it.position for it in answers] == [2 * n - 1, 2 * n]
        assert await asyncio.gather(*both(bench, n)) == answers
    assert proxy.cuts == tries


def both(bench: Bench, n: int) -> list[Coroutine[Any, Any, Receipt]]:
    """The same two commands under the same keys, each time."""
    less = [Count((it,), -1, ids={"n": str(n)}) for it in (A, B)]
    return [bench.ledger.carry_out(it, because(2 * n + k)) for k, it in enumerate(less)]


async def test_a_connection_cut_while_committing_records_each_command_once(
    database_url: str, tmp_path: Path
) -> None:
    await tried(database_url, tmp_path, 20, seed=1)


@pytest.mark.slow
async def test_a_thousand_cut_commits_record_each_command_once(
    database_url: str, tmp_path: Path
) -> None:
    """G13: 1,000 tries, each cut at another moment; identical answers, no event too many."""
    await tried(database_url, tmp_path, 1_000, seed=2)
