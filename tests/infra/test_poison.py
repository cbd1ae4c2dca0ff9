"""An event that cannot be folded: found, tried again, parked or waited for; never lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import psycopg
import pytest
from prometheus_client import REGISTRY

from domain.channel import ChannelPaused
from domain.event import Event, EventType, Recorded, catalog
from domain.ids import ChannelId, StreamId, channel_stream
from infra.ledger.mapper import Mapper
from infra.projector.replay import replay
from infra.settings import Projector
from projections import audit, channel
from projections.change import Change, Put
from projections.projection import Poison, Projection
from tests.given import CHANNEL, CHANNEL_STREAM, OPENED, YOU
from tests.infra.histories import SMALL_PAGES, a_runner, caught_up, record
from tests.infra.test_projector import found
from tests.views import CHANNEL_VIEW

OTHER = channel_stream(ChannelId(UUID(int=33)))
BAD = "the event that cannot be folded"
ROWS = f"SELECT channel_id, paused_because FROM {CHANNEL_VIEW}.channels ORDER BY channel_id"
STANDING = "SELECT projection, position, paused FROM ops.checkpoints ORDER BY projection"


def paused(reason: str) -> Event:
    return ChannelPaused(YOU, reason)


HISTORY: list[tuple[StreamId, Event]] = [
    (CHANNEL_STREAM, OPENED),
    (CHANNEL_STREAM, paused("before")),
    (CHANNEL_STREAM, paused(BAD)),
    (OTHER, OPENED),
    (CHANNEL_STREAM, paused("after")),
    (OTHER, paused("elsewhere")),
]


def is_bad(it: Recorded) -> bool:
    return isinstance(it.event, ChannelPaused) and it.event.reason == BAD


def raises(it: Recorded) -> Iterator[Change]:
    if is_bad(it):
        raise ValueError(BAD)
    yield from channel.project(it)


def says_what_no_table_holds(it: Recorded) -> Iterator[Change]:
    yield from channel.project(it)
    if is_bad(it):
        yield Put("channels", (CHANNEL,), {"name": "\0"})


RAISES = replace(channel.PROJECTION, project=raises)
UNWRITABLE = replace(channel.PROJECTION, project=says_what_no_table_holds)
both = pytest.mark.parametrize("projection", [RAISES, UNWRITABLE], ids=["raises", "unwritable"])
sizes = pytest.mark.parametrize("page_events", [1, 4, 100])


@both
@sizes
async def test_its_stream_waits_from_there_on_and_all_others_go_on(
    database_url: str, projection: Projection, page_events: int
) -> None:
    await record(database_url, HISTORY)
    limits = Projector(page_events=page_events, retry_s=0.001)
    await caught_up(database_url, projection, audit.PROJECTION, limits=limits)
    assert [it["paused_because"] for it in await found(database_url, ROWS)] == [
        "before",
        "elsewhere",
    ]
    (parked,) = await found(database_url, "SELECT * FROM ops.parked")
    assert (parked["schema"], parked["stream"]) == (CHANNEL_VIEW, CHANNEL_STREAM)
    assert (parked["position"], parked["event"]) == (3, "channel.paused")
    assert len(await found(database_url, "SELECT 1 FROM view_audit_2.audit_events")) == 6


@both
async def test_a_parked_stream_stays_parked(database_url: str, projection: Projection) -> None:
    await record(database_url, HISTORY)
    await caught_up(database_url, projection)
    await record(database_url, [(CHANNEL_STREAM, paused("much later"))], seed=1)
    await caught_up(database_url, channel.PROJECTION)
    first, _ = await found(database_url, ROWS)
    assert first["paused_because"] == "before"


async def test_a_replay_says_what_is_parked(database_url: str) -> None:
    await record(database_url, HISTORY)
    await caught_up(database_url, RAISES)
    assert REGISTRY.get_sample_value("ytempire_streams_parked", {"projection": "channel"}) == 1
    proof = await replay(database_url, SMALL_PAGES, (channel.PROJECTION,))
    assert (proof.equal, proof.parked, proof.position) == (True, 1, 6)


async def test_money_waits_before_it_and_the_others_go_on(database_url: str) -> None:
    await record(database_url, HISTORY)
    money = replace(RAISES, poison=Poison.PAUSE)
    await caught_up(database_url, money, audit.PROJECTION)
    others, its = await found(database_url, STANDING)
    assert (others["position"], others["paused"]) == (6, None)
    assert its["position"] == 2
    assert its["paused"] == f"channel.paused at 3 cannot be folded: ValueError: {BAD}"


async def test_what_waited_goes_on_with_a_better_program(database_url: str) -> None:
    await record(database_url, HISTORY)
    await caught_up(database_url, replace(RAISES, poison=Poison.PAUSE))
    await caught_up(database_url, replace(channel.PROJECTION, poison=Poison.PAUSE))
    (its,) = await found(database_url, STANDING)
    assert (its["position"], its["paused"]) == (6, None)
    assert [it["paused_because"] for it in await found(database_url, ROWS)] == [
        "after",
        "elsewhere",
    ]


async def test_a_failure_that_passes_is_not_poison(database_url: str) -> None:
    failures = iter([ValueError(BAD)] * 3)

    def passes(it: Recorded) -> Iterator[Change]:
        if is_bad(it) and (wrong := next(failures, None)):
            raise wrong
        yield from channel.project(it)

    await record(database_url, HISTORY)
    limits = replace_limits(page_events=1, tries=4)
    await caught_up(database_url, replace(channel.PROJECTION, project=passes), limits=limits)
    assert await found(database_url, "SELECT 1 FROM ops.parked") == []


def replace_limits(**limits: int) -> Projector:
    return SMALL_PAGES.model_copy(update=limits)


@dataclass(frozen=True, slots=True)
class Unheard(Event):
    n: int


async def test_an_event_of_a_newer_program_stops_only_who_follows_it(database_url: str) -> None:
    newer = Mapper({**catalog, Unheard: EventType("channel.unheard-of", 1)})
    history = [(CHANNEL_STREAM, OPENED), (CHANNEL_STREAM, Unheard(1)), (OTHER, OPENED)]
    await record(database_url, history, mapper=newer)
    await caught_up(database_url, audit.PROJECTION, channel.PROJECTION)
    (parked,) = await found(database_url, "SELECT schema, event FROM ops.parked")
    assert parked == {"schema": "view_audit_2", "event": "channel.unheard-of"}
    assert len(await found(database_url, ROWS)) == 2


async def test_tables_that_were_dropped_are_no_poison(database_url: str) -> None:
    await record(database_url, HISTORY)
    async with a_runner(database_url, channel.PROJECTION) as runner:
        async with await psycopg.AsyncConnection.connect(database_url) as connection:
            await connection.execute(f"DROP SCHEMA {CHANNEL_VIEW} CASCADE")
        with pytest.raises(psycopg.errors.UndefinedTable):
            await runner.advance()
    await caught_up(database_url, channel.PROJECTION)
    assert len(await found(database_url, ROWS)) == 2
