"""G13: commands sent again after the worst moments, on the disk where a COMMIT takes longest.

A client killed while it commits, connections cut, a server process killed (then PostgreSQL
recovers), and the same key from two processes' ledgers at once. Then every key is asked again,
twice, by another ledger: it answers as it did before, and each command has its one event.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import psycopg

from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.ledger import ours
from benchmarks.ledger.children import Child, ready
from benchmarks.ledger.events import Asked, asked_by, spend, stream_of
from benchmarks.ledger.measures import Bench
from commands.ports import Busy, Ledger, Receipt
from infra.embedded.postgres import Postgres

KILLS, AT_A_KILL = 25, 20
CUTS, AT_A_CUT = 30, 10
CRASHES, AT_A_CRASH = 5, 20
TWINS = 100
SETTLE_S, RECOVER_S = 0.05, 30
BACKENDS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
"""
CUT = f"SELECT pg_terminate_backend(its.pid) FROM ({BACKENDS}) AS its"  # noqa: S608 - a constant
COUNTED = """
    SELECT count(*) FROM (
        SELECT count(e.command_id) FROM unnest(%s::uuid[]) AS its (command_id)
        LEFT JOIN ledger.events AS e USING (command_id)
        GROUP BY its.command_id HAVING count(e.command_id) <> 1
    ) AS unlike
"""


@dataclass(slots=True)
class Tried:
    """What was sent, what was answered before the fault, and what came of asking again."""

    url: str
    tries: int = 0
    answered: int = 0
    unlike: int = 0
    extra: int = 0

    async def again(self, asked: list[Asked], before: dict[int, Receipt]) -> None:
        """By a ledger that has seen none of it."""
        async with ours.opened(self.url) as its:
            first = await _patiently(its.ledger, asked)
            second = await _patiently(its.ledger, asked)
        self.tries += len(asked)
        self.answered += len(before)
        self.unlike += sum(one != other for one, other in zip(first, second, strict=True))
        self.unlike += sum(first[n] != receipt for n, receipt in before.items())
        keys = [because.command_id for _, because in asked]
        with psycopg.connect(self.url) as connection:
            found = connection.execute(COUNTED, (keys,)).fetchone()
        assert found is not None
        self.extra += found[0]


async def measure(bench: Bench) -> Figures:
    server = _slowest(bench)
    with bench.servers.database(server) as url:
        tried = Tried(url)
        for n in range(bench.count(KILLS, least=2)):
            await _client_killed(tried, n)
        bench.tell(f"{tried.tries} tries after killed clients")
        for n in range(bench.count(CUTS, least=2)):
            await _cut(tried, ("cut", n), AT_A_CUT, _cut_connections)
        for n in range(bench.count(CRASHES, least=1)):
            await _cut(tried, ("crash", n), AT_A_CRASH, _kill_a_backend)
        bench.tell(f"{tried.tries} tries with those after cut connections and crashes")
        await _twins(tried, bench.count(TWINS))
    told = f"{tried.tries} commands, {tried.answered} answered before the fault"
    return {"G13": Figure(tried.unlike, note=told), "G13-extra": Figure(tried.extra)}


def _slowest(bench: Bench) -> Postgres:
    try:
        return bench.servers.slow
    except NotMeasured:
        return bench.servers.fast


async def _client_killed(tried: Tried, n: int) -> None:
    """It says what it sends and what it is answered; it is killed at another moment each time."""
    run = f"killed {n}"
    with ready("tell", {"url": tried.url, "run": run, "tasks": AT_A_KILL}) as children:
        children[0].go()
        sent, before = await asyncio.to_thread(_until_killed, children[0], 20 + 7 * n % 40)
    await asyncio.sleep(SETTLE_S)  # what it sent last may still be committed
    await tried.again(_asked(run, sent), before)


def _until_killed(child: Child, lines: int) -> tuple[int, dict[int, Receipt]]:
    sent, before = 0, {}
    for n, line in enumerate(_lines(child)):
        its = json.loads(line)
        if "sent" in its:
            sent = max(sent, its["sent"] + 1)
        else:
            before[its["n"]] = Receipt(its["position"], its["ids"], its["code"])
        if n == lines:
            child.process.kill()
    return sent, before


def _lines(child: Child) -> Iterable[str]:
    """To the last whole one that it wrote."""
    assert child.process.stdout is not None
    return (line for line in child.process.stdout if line.endswith("\n"))


async def _cut(
    tried: Tried, run: tuple[str, int], count: int, fault: Callable[[psycopg.Connection], None]
) -> None:
    """While so many commands are on their way, at once; at another moment each time."""
    moment_s = 0.0005 * (1 + run[1] % 8)
    asked = _asked(run, count)
    with psycopg.connect(tried.url, autocommit=True) as connection:
        async with _opened(tried.url) as ledger:
            await ledger.carry_out(*spend((run, "warm"), 0, stream_of(run, "warm")))
            sending = [asyncio.create_task(ledger.carry_out(*it)) for it in asked]
            await asyncio.sleep(moment_s)
            await asyncio.to_thread(fault, connection)
            told = await asyncio.gather(*sending, return_exceptions=True)
    before = {n: it for n, it in enumerate(told) if isinstance(it, Receipt)}
    for it in told:
        if not isinstance(it, Receipt | Busy):
            raise it
    await asyncio.to_thread(_recovered, tried.url)
    await tried.again(asked, before)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Ledger]:
    async with ours.opened(url) as its:
        yield its.ledger


def _cut_connections(connection: psycopg.Connection) -> None:
    connection.execute(CUT)


def _kill_a_backend(connection: psycopg.Connection) -> None:
    """PostgreSQL then ends all others too, and recovers."""
    for (pid,) in connection.execute(BACKENDS).fetchall()[:1]:
        os.kill(pid, signal.SIGKILL)


def _recovered(url: str) -> None:
    deadline = time.monotonic() + RECOVER_S
    while time.monotonic() < deadline:
        with suppress(psycopg.OperationalError), psycopg.connect(url):
            return
        time.sleep(SETTLE_S)
    raise NotMeasured(f"PostgreSQL was not back after {RECOVER_S} s")


async def _twins(tried: Tried, count: int) -> None:
    """The same keys at once from two ledgers, each of them twice."""
    asked = _asked("twins", count)
    async with ours.opened(tried.url) as one, ours.opened(tried.url) as other:
        answers = await asyncio.gather(
            *(ours.answered(its.ledger, asked) for its in (one, other, one, other))
        )
    for its in answers[1:]:
        tried.unlike += sum(a != b for a, b in zip(answers[0], its, strict=True))
    await tried.again(asked, dict(enumerate(answers[0])))


def _asked(run: object, count: int) -> list[Asked]:
    return [asked_by(run, n) for n in range(count)]


async def _patiently(ledger: Ledger, asked: list[Asked]) -> list[Receipt]:
    """As a client does: the same key again until it is answered."""

    async def one(it: Asked) -> Receipt:
        while True:
            with suppress(Busy):
                return await ledger.carry_out(*it)
            await asyncio.sleep(SETTLE_S)

    return list(await asyncio.gather(*(one(it) for it in asked)))
