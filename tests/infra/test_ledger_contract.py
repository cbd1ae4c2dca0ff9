"""What every ledger promises, asked of the one in memory and of the real one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from uuid import uuid5

import pytest

from commands.ports import Receipt, Reused
from domain.event import Recorded, Refused
from infra.ledger.entry_hash import entry_hash
from infra.ledger.mapper import UnfitEvent
from tests.infra.ledgers import Bench, in_memory, in_postgres
from tests.tally import ACCOUNT, LIMIT, A, B, Count, Counted, Opened, because

ALL = 1_000


@pytest.fixture(params=["memory", "postgres"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    if request.param == "memory":
        yield in_memory()
        return
    async with in_postgres(request.getfixturevalue("database_url")) as opened:
        yield opened


async def recorded(bench: Bench) -> list[Recorded]:
    return await bench.reader.read_all(0, ALL)


async def test_a_command_records_its_event_in_a_whole_envelope(bench: Bench) -> None:
    asked = replace(because(1), traceparent="00-trace")
    assert await bench.ledger.carry_out(Count(ids={"tally": "a"}), asked) == Receipt(
        1, {"tally": "a"}, "recorded"
    )
    (it,) = await recorded(bench)
    assert (it.position, it.stream, it.version, it.event) == (1, A, 1, Counted(1))
    assert (it.actor, it.account_id, it.command_id) == ("person/9", ACCOUNT, asked.command_id)
    assert (it.correlation_id, it.causation_id) == (asked.correlation_id, asked.causation_id)
    assert (it.event_id, it.traceparent) == (uuid5(asked.command_id, "1"), "00-trace")


async def test_one_command_adds_to_several_streams_at_once(bench: Bench) -> None:
    await bench.ledger.carry_out(Count((A, B, A)), because(1))
    assert [(it.stream, it.version) for it in await recorded(bench)] == [(A, 1), (B, 1), (A, 2)]
    assert await bench.sums(A, B) == [2, 1]


async def test_a_refusal_stores_nothing_not_even_what_was_decided_before_it(bench: Bench) -> None:
    await bench.ledger.carry_out(Count((B,), LIMIT), because(1))
    before = await bench.reader.head()
    with pytest.raises(Refused, match="it holds 1000 of 1000"):
        await bench.ledger.carry_out(Count((A, B)), because(2))
    assert await bench.reader.head() == before
    assert await bench.sums(A) == [None]


async def test_a_refused_key_may_be_asked_again(bench: Bench) -> None:
    with pytest.raises(Refused):
        await bench.ledger.carry_out(Count(n=LIMIT + 1), because(1))
    assert (await bench.ledger.carry_out(Count(), because(1))).position == 1


async def test_the_same_key_is_answered_again_and_adds_nothing(bench: Bench) -> None:
    asked = Count((A, B), ids={"tally": "a"})
    first, second = [await bench.ledger.carry_out(asked, because(1)) for _ in range(2)]
    await bench.ledger.carry_out(Count(), because(2))
    assert first == second == await bench.ledger.carry_out(asked, because(1))
    assert await bench.reader.head() == 3


async def test_the_same_key_for_another_request_is_told_so(bench: Bench) -> None:
    await bench.ledger.carry_out(Count(), because(1, "a"))
    with pytest.raises(Reused):
        await bench.ledger.carry_out(Count(), because(1, "b"))


async def test_a_command_without_events_is_answered_again_too(bench: Bench) -> None:
    await bench.ledger.carry_out(Count(), because(1))
    nothing = await bench.ledger.carry_out(Count(n=0), because(2, "none"))
    await bench.ledger.carry_out(Count(), because(3))
    assert nothing == Receipt(1, {}, "nothing-new")
    assert await bench.ledger.carry_out(Count(n=0), because(2, "none")) == nothing
    with pytest.raises(Reused):
        await bench.ledger.carry_out(Count(), because(2, "some"))


class Once:
    """Something that happens elsewhere the first time a command is decided."""

    def __init__(self, bench: Bench, command: Count) -> None:
        self.bench, self.command, self.decided = bench, command, 0

    def __call__(self) -> None:
        self.decided += 1
        if self.decided == 1:
            self.bench.elsewhere(self.command, because(99))


async def test_a_stream_that_was_only_read_may_not_change_meanwhile(bench: Bench) -> None:
    meanwhile = Once(bench, Count((B,), 3))
    await bench.ledger.carry_out(Count((A,), 5, (B,), meanwhile), because(1))
    assert [it.stream for it in await recorded(bench)] == [B, A]
    assert meanwhile.decided == 2


async def test_a_stream_nobody_read_may_change_meanwhile(bench: Bench) -> None:
    meanwhile = Once(bench, Count((B,), 3))
    await bench.ledger.carry_out(Count((A,), 5, (A,), meanwhile), because(1))
    assert meanwhile.decided == 1


async def test_a_refusal_of_what_is_no_longer_so_is_decided_again(bench: Bench) -> None:
    await bench.ledger.carry_out(Count((A,), LIMIT), because(1))
    meanwhile = Once(bench, Count((A,), -LIMIT))
    await bench.ledger.carry_out(Count((A,), 7, (A,), meanwhile), because(2))
    assert await bench.sums(A) == [7]


async def test_a_key_recorded_elsewhere_meanwhile_is_answered_as_there(bench: Bench) -> None:
    asked = Count((A,), 5, meanwhile=Once(bench, Count((B,), 3)))
    assert await bench.ledger.carry_out(asked, because(99)) == Receipt(1)
    assert await bench.sums(A, B) == [None, 3]


async def test_twenty_at_once_on_one_stream_are_decided_one_after_another(bench: Bench) -> None:
    commands = (bench.ledger.carry_out(Count(n=n), because(n)) for n in range(1, 21))
    receipts = await asyncio.gather(*commands)
    tens = [it.event.tens for it in await recorded(bench) if isinstance(it.event, Opened)]
    assert await bench.sums(A) == [sum(range(1, 21))]
    assert len({it.position for it in receipts}) == 20
    assert tens == list(range(1, 22))


async def test_a_limit_holds_however_many_ask_at_once(bench: Bench) -> None:
    asked = (bench.ledger.carry_out(Count(n=LIMIT // 5), because(n)) for n in range(1, 21))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(it, Receipt) for it in answers) == 5
    assert sum(isinstance(it, Refused) for it in answers) == 15
    assert await bench.sums(A) == [LIMIT]


async def test_the_same_key_at_once_is_carried_out_once(bench: Bench) -> None:
    asked = (bench.ledger.carry_out(Count(), because(1)) for _ in range(8))
    assert await asyncio.gather(*asked) == [Receipt(1)] * 8
    assert await bench.sums(A) == [1]


async def test_a_key_that_comes_twice_at_once_is_told_apart_by_its_request(bench: Bench) -> None:
    asked = (bench.ledger.carry_out(Count(), because(1, body)) for body in ("this", "that", "this"))
    first, other, again = await asyncio.gather(*asked, return_exceptions=True)
    assert first == again == Receipt(1)
    assert isinstance(other, Reused)


async def test_who_follows_a_refused_command_under_its_key_has_a_try_of_their_own(
    bench: Bench,
) -> None:
    asked = (bench.ledger.carry_out(Count(n=n), because(1, str(n))) for n in (LIMIT + 1, 1))
    refused, recorded = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(refused, Refused)
    assert recorded == Receipt(1)


async def test_jobs_are_opened_with_the_event_that_calls_for_them(bench: Bench) -> None:
    await bench.ledger.carry_out(Count((A, B), 20), because(1))
    a, one, two, b, *_ = history = await recorded(bench)
    assert [it.event for it in history] == [Counted(20), Opened(1), Opened(2)] * 2
    assert [it.event_id for it in history] == [uuid5(a.command_id, str(n)) for n in range(1, 7)]
    assert one.stream == f"job/{uuid5(a.event_id, '1')}"
    assert (one.version, one.causation_id, two.causation_id) == (1, a.event_id, a.event_id)
    assert b.causation_id == because(1).causation_id


async def test_positions_have_no_gaps_and_time_never_runs_back(bench: Bench) -> None:
    await asyncio.gather(*(bench.ledger.carry_out(Count((A, B)), because(n)) for n in range(1, 9)))
    history = await recorded(bench)
    assert [it.position for it in history] == list(range(1, len(history) + 1))
    assert all(it.recorded_at <= then.recorded_at for it, then in pairwise(history))
    assert await bench.reader.position_at(history[-1].recorded_at) == len(history)


async def test_every_entry_is_hashed_as_the_layout_says(bench: Bench) -> None:
    await bench.ledger.carry_out(Count((A, B), 20), because(1))
    await bench.ledger.carry_out(Count(), replace(because(2), account_id=None, traceparent="ü"))
    for row in await bench.reader.rows_after(0, ALL):
        assert entry_hash(row) == row.entry_hash


async def test_the_log_is_read_in_pages_and_by_stream(bench: Bench) -> None:
    for n in range(1, 6):
        await bench.ledger.carry_out(Count((A, B)), because(n))
    pages = [await bench.reader.read_all(after, 4) for after in (0, 4, 8, 12)]
    assert [[it.position for it in page] for page in pages] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
        [],
    ]
    assert [it.version for it in await bench.reader.read_stream(B, 2)] == [3, 4, 5]


@pytest.mark.parametrize("note", ["x" * 8192, "half a character: \ud800"])
async def test_what_does_not_fit_an_event_is_told_so_and_not_stored(
    bench: Bench, note: str
) -> None:
    with pytest.raises(UnfitEvent, match=r"8209 bytes; an event holds at most 8192|as JSON"):
        await bench.ledger.carry_out(Count((A, B), note=note), because(1))
    assert await bench.reader.head() == 0


async def test_a_key_comes_with_the_digest_of_its_request(bench: Bench) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        await bench.ledger.carry_out(Count(), replace(because(1), request_digest=b"short"))
