"""Several processes, one of them killed while it commits; nothing is lost, doubled or missed."""

import asyncio
from random import Random
from typing import Any

import pytest

from commands.ports import Receipt
from domain.ids import StreamId
from infra.ledger.arrivals import Arrivals
from infra.ledger.reader import LedgerReader
from tests.infra.engine.family import AT_ONCE, PATIENT, Family, endured, family, tried
from tests.infra.engine.model import Tail
from tests.infra.ledgers import Bench, in_postgres
from tests.tally import A, B

TRIES, WRITERS, EVENTS = 100, 8, 20_000


@pytest.mark.slow
async def test_commands_of_a_process_killed_while_it_commits_are_answered_alike(
    database_url: str,
) -> None:
    """G13: 100 tries, killed by signal 9 at seeded moments; no event too many, none too few."""
    random = Random(13)  # noqa: S311 - moments, no secrets
    committed = 0
    async with family() as its, in_postgres(database_url, PATIENT) as bench:
        for n in range(TRIES):
            told = await killed(its, database_url, n, random.uniform(-0.002, 0.006))
            committed += await answered_alike(bench, n, told)
        assert await bench.reader.head() == 2 * AT_ONCE * TRIES
        assert await bench.sums(A, B) == [-AT_ONCE * TRIES] * 2
    assert 0 < committed < TRIES


async def killed(its: Family, url: str, n: int, dies_after_s: float) -> dict[int, Receipt]:
    """What it was told before it was gone, by key."""
    its.begin(part="write_until_killed", n=n, url=url, dies_after_s=dies_after_s)
    told = {}
    while "over" not in (said := await its.hear()):
        told[said["key"]] = Receipt(said["position"], said["ids"])
    return told


async def answered_alike(bench: Bench, n: int, told: dict[int, Receipt]) -> bool:
    """Asked again by another process, twice; whether they were recorded before."""
    before = await bench.reader.head()
    asked = tried(n)
    first, second = [
        await asyncio.gather(*(bench.ledger.carry_out(*it) for it in asked)) for _ in range(2)
    ]
    answers = {because.command_id.int: it for (_, because), it in zip(asked, first, strict=True)}
    assert first == second
    assert told.items() <= answers.items()
    return await bench.reader.head() == before


@pytest.mark.slow
async def test_who_reads_behind_eight_processes_misses_nothing(database_url: str) -> None:
    """G4: 20,000 events; none missed, none out of order, acknowledged = stored."""
    over, tail = asyncio.Event(), Tail()
    async with (
        family() as its,
        in_postgres(database_url) as bench,
        Arrivals(database_url) as arrivals,
    ):
        assert isinstance(bench.reader, LedgerReader)
        following = asyncio.create_task(follow(bench.reader, arrivals, tail, over))
        acknowledged = await all_written(its, database_url)
        over.set()
        await following
    assert tail.position == EVENTS
    assert {it.notification_id: it.command_id.int for it in tail.rows} == acknowledged
    asked = [it for run in range(WRITERS) for it in endured(run, EVENTS // WRITERS)]
    wanted = {because.command_id: command.streams for command, because in asked}
    assert {it.command_id: (StreamId(it.originator_id),) for it in tail.rows} == wanted


async def all_written(its: Family, url: str) -> dict[int, int]:
    """Which key was acknowledged at each position."""
    for n in range(WRITERS):
        its.begin(part="write_all", n=n, url=url, count=EVENTS // WRITERS)
    acknowledged: dict[int, int] = {}
    ended: list[Any] = []
    while len(ended) < WRITERS:
        said = await its.hear()
        if "over" in said:
            ended.append(said["over"])
        else:
            acknowledged[said["position"]] = said["key"]
    return acknowledged


async def follow(reader: LedgerReader, arrivals: Arrivals, tail: Tail, over: asyncio.Event) -> None:
    """As every follower reads, until writing is over and nothing is left."""
    while True:
        ended = over.is_set()
        page = await reader.rows_after(tail.position, 500)
        tail.take(page)
        if ended and not page:
            return
        if not page:
            await arrivals.wait(0.25)
