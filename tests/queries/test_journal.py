"""The journal as it is read: a video's costs follow what became of it, by postings."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import AsyncConnection
from psycopg.sql import SQL
from psycopg.sql import Identifier as Name

from domain.call import About
from domain.event import Event
from domain.ids import OpId, StreamId, call_stream, cost_stream
from domain.money import nanos_of
from domain.video.events import VideoCancelled, VideoRejected, VideoRetried
from queries import journal
from queries.ports import Page, Reader
from tests.domain.test_cost import ADJUSTED
from tests.domain.video.history import APPROVED, PUBLISHED, READY
from tests.given import ACCOUNT, CHANNEL, JOB, OP, OTHER_ACCOUNT, REQUESTED, VIDEO_STREAM, YOU
from tests.projections.test_cost import (
    EUROS,
    FAILED,
    FOUND,
    INTENDED,
    LINE,
    LOST,
    NEVER_RAN,
    SUCCEEDED,
)
from tests.projections.test_video import FAILED as VIDEO_FAILED
from tests.queries.served import on, served, told
from tests.services import Services, database

ENTIRE = Page(500)
Sides = Counter[tuple[str, str, str]]
PUBLIC = on(VIDEO_STREAM, READY, APPROVED, PUBLISHED)
BEGUN = on(VIDEO_STREAM, REQUESTED)
CALLED = on(call_stream(OP), INTENDED, SUCCEEDED)


def a_call(n: int, *events: Event) -> list[tuple[StreamId, Event]]:
    return on(call_stream(OpId(UUID(int=1_000 + n))), INTENDED, *events)


async def standing(reader: Reader) -> Sides:
    """Debits less credits by account, mode and currency; both sides are alike."""
    found = told(await journal.trial_balance(reader, ACCOUNT))
    assert all(it["debit"] == it["credit"] for it in found["totals"])
    return Counter(summed(found["accounts"]))


async def posted(reader: Reader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(await journal.page(reader, ACCOUNT, ENTIRE))["items"]
    return found


def summed(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str, str], int]:
    its = Sides()
    for it in rows:
        account = it["account"], it["mode"], it["currency"]
        its[account] += nanos_of(it["debit"]) - nanos_of(it["credit"])
    return {account: nanos for account, nanos in its.items() if nanos}


async def test_costs_gather_in_work_in_progress_while_a_film_is_made(database_url: str) -> None:
    async with served(database_url, [*BEGUN, *CALLED]) as reader:
        found = await standing(reader)
    assert found["cash/work-in-progress", "live", "USD"] == 40
    assert found["cash/owed", "live", "USD"] == -40


async def test_a_published_film_takes_its_costs_with_it(database_url: str) -> None:
    async with served(database_url, [*BEGUN, *CALLED, *PUBLIC]) as reader:
        found, rows = await standing(reader), await posted(reader)
    assert found["cash/published", "live", "USD"] == 40
    assert found["cash/work-in-progress", "live", "USD"] == 0
    moved = [it for it in rows if it["event"] == "outcome-moved" and it["account"][:4] == "cash"]
    assert [(it["account"], it["debit"], it["credit"]) for it in moved] == [
        ("cash/published", "0.000000040", "0.000000000"),
        ("cash/work-in-progress", "0.000000000", "0.000000040"),
    ]


async def test_what_is_charged_after_the_end_follows_at_once(database_url: str) -> None:
    cancelled = on(VIDEO_STREAM, VideoCancelled(CHANNEL, YOU, "not wanted"))
    async with served(database_url, [*BEGUN, *cancelled, *CALLED]) as reader:
        found, rows = await standing(reader), await posted(reader)
    assert found["cash/cancelled", "live", "USD"] == 40
    assert {it["position"] for it in rows} == {4}


async def test_a_film_that_is_tried_again_takes_its_costs_back(database_url: str) -> None:
    failed = on(VIDEO_STREAM, VIDEO_FAILED, VideoRetried(YOU))
    async with served(database_url, [*BEGUN, *CALLED, *failed]) as reader:
        found, rows = await standing(reader), await posted(reader)
    assert found["cash/failed", "live", "USD"] == 0
    assert found["cash/work-in-progress", "live", "USD"] == 40
    assert len({it["position"] for it in rows if it["event"] == "outcome-moved"}) == 2


async def test_fixed_and_unallocated_costs_are_of_no_film(database_url: str) -> None:
    plan = replace(ADJUSTED, fixed=True, video_id=None, channel_id=None)
    of_nobody = replace(FAILED, about=About(ACCOUNT, None, None, JOB))
    history = [*on(cost_stream(ACCOUNT), plan), *on(call_stream(OP), of_nobody)]
    async with served(database_url, history) as reader:
        found = await standing(reader)
    assert found["cash/fixed", "live", "USD"] == found["cash/unallocated", "live", "USD"] == 40


async def test_the_journal_is_read_page_by_page_without_cutting_an_entry(database_url: str) -> None:
    async with served(database_url, [*BEGUN, *CALLED, *a_call(2, FAILED)]) as reader:
        first = told(await journal.page(reader, ACCOUNT, Page(1)))
        second = told(await journal.page(reader, ACCOUNT, Page(1, first["next"])))
        assert told(await journal.page(reader, OTHER_ACCOUNT, ENTIRE)) == {
            "items": [],
            "next": None,
        }
    assert [len(it["items"]) for it in (first, second)] == [2, 4]


async def test_pages_meet_without_a_gap_or_an_overlap(database_url: str) -> None:
    ended = on(VIDEO_STREAM, READY, VIDEO_FAILED, VideoRetried(YOU), READY, APPROVED, PUBLISHED)
    history = [*BEGUN, *a_call(1, SUCCEEDED), *ended, *a_call(2, LOST, FOUND), *a_call(3, FAILED)]
    async with served(database_url, history) as reader:
        entire = await posted(reader)
        for limit in (1, 2, 3):
            pages, beyond = list[dict[str, Any]](), None
            while True:
                page = told(await journal.page(reader, ACCOUNT, Page(limit, beyond)))
                pages += page["items"]
                if (beyond := page["next"]) is None:
                    break
            assert pages == entire
    assert len({it["position"] for it in entire}) == 7


async def test_a_deep_page_reads_no_more_than_the_first(database_url: str) -> None:
    calls = [entry for n in range(120) for entry in a_call(n, SUCCEEDED)]
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        never_whole = SQL("ALTER DATABASE {} SET enable_seqscan = off")
        await connection.execute(never_whole.format(Name(connection.info.dbname)))
    async with served(database_url, [*BEGUN, *calls, *PUBLIC]) as reader:
        first, deep = [await rows_read(reader, beyond) for beyond in (200, 20)]
    assert 0 < deep <= first < 60


async def rows_read(reader: Reader, beyond: int) -> int:
    """Rows that any scan of a table gives for a page of five events."""
    asked = {"account_id": ACCOUNT, "limit": 5, "beyond": beyond}
    (plan,) = told(await reader.json(f"EXPLAIN (ANALYZE, FORMAT JSON) {journal.JOURNAL}", asked))
    return sum(scanned(plan["Plan"]))


def scanned(node: dict[str, Any]) -> Iterator[int]:
    if "Relation Name" in node:
        yield node["Actual Rows"] * node["Actual Loops"] + node.get("Rows Removed by Filter", 0)
    for child in node.get("Plans", ()):
        yield from scanned(child)


SETTLED: list[list[Event]] = [
    [SUCCEEDED],
    [FAILED],
    [LOST],
    [LOST, FOUND],
    [LOST, NEVER_RAN],
    [LOST, replace(NEVER_RAN, lines=(EUROS, LINE))],
    [replace(SUCCEEDED, lines=(EUROS, LINE))],
]
ENDS: list[Event] = [
    *(REQUESTED, READY, PUBLISHED, VIDEO_FAILED, VideoRetried(YOU)),
    VideoCancelled(CHANNEL, YOU, "not wanted"),
    VideoRejected(CHANNEL, YOU, "too long"),
]
happenings = st.lists(st.sampled_from([*SETTLED, *ENDS]), min_size=1, max_size=12)
WHOLE = "SELECT mode, currency, kind, amount_nanos FROM cost_totals WHERE scope = 'account'"


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(happenings)
def test_the_books_balance_after_every_event_and_sum_up_to_the_accounts_total(
    run_services: Services, worker: str, its: list[list[Event] | Event]
) -> None:
    """A random life: calls of all outcomes among any moves of their video."""

    async def check() -> None:
        with database(run_services, f"{worker}_books") as url:
            async with served(url, list(entries(its))) as reader:
                found, rows = await standing(reader), await posted(reader)
                totals = await reader.rows(WHOLE, {})
        assert summed(rows) == {it: nanos for it, nanos in found.items() if nanos}
        assert set(by_event(rows).values()) <= {0}
        assert owed(found) == whole(totals)

    asyncio.run(check())


def entries(its: Iterable[list[Event] | Event]) -> Iterator[tuple[StreamId, Event]]:
    for n, it in enumerate(its):
        yield from a_call(n, *it) if isinstance(it, list) else on(VIDEO_STREAM, it)


def by_event(rows: Iterable[dict[str, Any]]) -> Counter[tuple[int, str, str]]:
    """Debits less credits of each event in each mode and currency."""
    found = Counter[tuple[int, str, str]]()
    for it in rows:
        unit = it["position"], it["mode"], it["currency"]
        found[unit] += nanos_of(it["debit"]) - nanos_of(it["credit"])
    return found


KINDS = {"cash": "cash", "estimated": "cash", "imputed": "imputed"}


def owed(found: Sides) -> dict[tuple[str, str, str], int]:
    """Costs of every outcome by mode, currency and kind of line."""
    sums = Counter[tuple[str, str, str]]()
    for (account, mode, currency), nanos in found.items():
        book, _, role = account.partition("/")
        if role != "owed":
            sums[mode, currency, KINDS[book]] += nanos
    return {it: nanos for it, nanos in sums.items() if nanos}


def whole(totals: Iterable[dict[str, Any]]) -> dict[tuple[str, str, str], int]:
    its = {(it["mode"], it["currency"], it["kind"]): int(it["amount_nanos"]) for it in totals}
    return {it: nanos for it, nanos in its.items() if nanos}
