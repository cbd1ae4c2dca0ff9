"""The fast way through the ledger finds what the plain one finds."""

import asyncio
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.event import Event, Recorded, catalog
from domain.ids import StreamId
from infra.ledger.mapper import Mapper, UnknownEvent
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.ledger.scan import Page, Scan
from infra.ledger.scanned import ALL, ENVELOPE, Layout, scanned
from infra.projector.process import writing
from infra.projector.view import followed
from infra.settings import Ledger
from projections.catalog import PROJECTIONS
from tests.given import CHANNEL_STREAM, OPENED, YOU
from tests.infra.histories import record
from tests.infra.test_projector import FINISHED, FIRST, SECOND
from tests.infra.test_projector import OPENED as JOB_OPENED
from tests.infra.test_replay import head
from tests.projections.anything import OURS, entry_of, fits, histories

NAMES = [it.name for it in fields(Recorded)]
MIXED: list[tuple[StreamId, Event]] = [
    (FIRST, JOB_OPENED),
    (CHANNEL_STREAM, OPENED),
    (SECOND, JOB_OPENED),
    (FIRST, FINISHED),
]


async def pages_of(
    url: str,
    limit: int = 3,
    topics: frozenset[str] | None = None,
    reads: frozenset[str] = ALL,
    mapper: Mapper | None = None,
) -> list[Page]:
    async with writing(url) as connection:
        scan = Scan(mapper or Mapper(), topics, reads)
        return [page async for page in scan.pages(connection, 0, limit)]


async def plain(url: str) -> list[Recorded]:
    async with ledger_pool(url, Ledger(connections=1)) as pool:
        return await LedgerReader(pool, Mapper()).read_all(0, 10_000)


@given(histories)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_field_of_every_event_is_the_same(
    database_url: str, history: list[tuple[StreamId, Event]]
) -> None:
    """Each example goes on where the one before it ended."""
    await record(database_url, history, seed=head(database_url), together=5)
    found = [it for page in await pages_of(database_url) for it in page.events]
    expected = await plain(database_url)
    assert [[getattr(it, name) for name in NAMES] for it in found] == [
        [getattr(it, name) for name in NAMES] for it in expected
    ]


STORED = {"version": 1, "recorded_at": bytes(8), "actor": YOU, "traceparent": None}
"""As they come from Postgres; all others are ids."""


@pytest.mark.no_cover
@given(st.data())
@settings(max_examples=5, phases=[Phase.generate])
def test_what_a_projection_says_it_reads_is_all_that_it_reads(data: st.DataObject) -> None:
    for its in PROJECTIONS:
        _, reads = followed([its])
        layout = Layout(Mapper(), reads)
        for cls in its.follows or OURS:
            stream, event = data.draw(entry_of(cls).filter(fits))
            payload = Mapper().payload(event)
            core = (1, stream, payload.topic, payload.event_version, payload.state)
            envelope = [STORED.get(it, bytes(16)) for it in ENVELOPE if it in reads]
            (found,) = scanned([(*core, *envelope)], layout)
            for _ in its.project(found):
                pass  # AttributeError where it reads what it does not name


@pytest.mark.parametrize(("limit", "reached"), [(1, [1, 2, 3, 4]), (3, [3, 4]), (9, [4])])
async def test_events_that_nobody_follows_are_passed_over(
    database_url: str, limit: int, reached: list[int]
) -> None:
    await record(database_url, MIXED)
    pages = await pages_of(database_url, limit, frozenset({"job.opened"}))
    assert [it.last for it in pages] == reached
    assert [it.position for page in pages for it in page.events] == [1, 3]


async def test_a_page_ends_where_it_is_told_to(database_url: str) -> None:
    await record(database_url, MIXED)
    async with writing(database_url) as connection:
        scan = Scan(Mapper())
        assert [it.last async for it in scan.pages(connection, 1, 2, until=3)] == [3]
        page = await scan.page(connection, 0, 2)
    assert ([it.position for it in page.events], page.full) == ([1, 2], True)


async def test_what_is_not_read_is_not_there(database_url: str) -> None:
    await record(database_url, MIXED)
    (page,) = await pages_of(database_url, 9, reads=frozenset({"actor"}))
    assert page.events[0].actor == YOU
    with pytest.raises(AttributeError, match="recorded_at was not scanned"):
        _ = page.events[0].recorded_at


async def test_an_event_that_cannot_be_loaded_spoils_no_other(database_url: str) -> None:
    await record(database_url, MIXED)
    without = {cls: its for cls, its in catalog.items() if its.name != "channel.opened"}
    (page,) = await pages_of(database_url, 9, mapper=Mapper(without))
    assert [page.events[n].event for n in (0, 2, 3)] == [JOB_OPENED, JOB_OPENED, FINISHED]
    with pytest.raises(UnknownEvent, match=r"channel\.opened"):
        _ = page.events[1].event


async def test_whoever_stops_half_way_leaves_the_connection_free(database_url: str) -> None:
    await record(database_url, MIXED)
    async with writing(database_url) as connection:
        pages = Scan(Mapper()).pages(connection, 0, 1)
        first = await anext(pages)
        await pages.aclose()
        async with asyncio.timeout(5):
            again = await Scan(Mapper()).page(connection, 0, 1)
    assert first.last == again.last == 1
