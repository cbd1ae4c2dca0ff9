"""The real domain on both ledgers: what they promise together, and that they do the same."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.account import RegisterAccount
from commands.channel import OpenChannel
from commands.ports import Because, Command, LedgerError, Receipt
from domain.account import CHANNELS_MAX, Role
from domain.event import Recorded, Refused
from domain.ids import AccountId, ChannelId, StreamId, account_stream, channel_stream
from domain.sealed import Sealed
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.writer import Writer
from tests import tally
from tests.given import ACCOUNT, LOGIN, because
from tests.infra.ledgers import LIMITS, Bench, in_memory, in_postgres
from tests.tally import Count

REAL = Writer(Mapper())
EMAIL = Sealed("s1.1.AAAA.AAAA")
RUNS = count(1_000)
"""Every run has streams and keys of its own, in one database."""


@pytest.fixture(params=["memory", "postgres"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    if request.param == "memory":
        yield in_memory(RULES, REAL.mapper)
        return
    url: str = request.getfixturevalue("database_url")
    async with in_postgres(url, LIMITS, REAL, RULES) as opened:
        yield opened


def register(account_id: AccountId) -> RegisterAccount:
    return RegisterAccount(account_id, LOGIN, EMAIL, Role.USER, "free")


async def asked(bench: Bench, command: Command, its: Because) -> str:
    try:
        return (await bench.ledger.carry_out(command, its)).code
    except Refused as refusal:
        return refusal.code


async def test_of_twenty_channels_opened_at_once_five_are(bench: Bench) -> None:
    await bench.ledger.carry_out(register(ACCOUNT), because(100))
    ids = [ChannelId(UUID(int=n)) for n in range(1, 21)]
    opening = [OpenChannel(it, ACCOUNT, f"Deep Time {it}", "en", "en") for it in ids]
    answers = await asyncio.gather(*(asked(bench, it, because(n)) for n, it in enumerate(opening)))
    assert Counter(answers) == {"recorded": CHANNELS_MAX, "channel-limit": 20 - CHANNELS_MAX}
    opened = [it for it in ids if await bench.ledger.state(channel_stream(it)) is not None]
    assert (await bench.ledger.state(account_stream(ACCOUNT))).channels == frozenset(opened)


async def test_of_eight_channels_of_one_name_opened_at_once_one_is(bench: Bench) -> None:
    await bench.ledger.carry_out(register(ACCOUNT), because(100))
    ids = [ChannelId(UUID(int=n)) for n in range(1, 9)]
    opening = [OpenChannel(it, ACCOUNT, "Deep Time", "en", "en") for it in ids]
    answers = await asyncio.gather(*(asked(bench, it, because(n)) for n, it in enumerate(opening)))
    assert Counter(answers) == {"recorded": 1, "channel-name-taken": 7}


async def test_of_eight_who_register_one_address_at_once_one_has_it(bench: Bench) -> None:
    people = [AccountId(UUID(int=n)) for n in range(1, 9)]
    asking = (asked(bench, register(it), because(n)) for n, it in enumerate(people))
    assert Counter(await asyncio.gather(*asking)) == {"recorded": 1, "email-taken": 7}
    assert await bench.reader.head() == 2


@dataclass(frozen=True)
class Asked:
    """A command and its key; keys and bodies are few, so that they meet again."""

    streams: tuple[str, ...]
    n: int
    key: int


asking = st.builds(
    Asked,
    streams=st.lists(st.sampled_from("ab"), max_size=3).map(tuple),
    n=st.integers(-3, 600),
    key=st.integers(1, 9),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(asking, max_size=8))
def test_both_ledgers_answer_and_record_the_same(database_url: str, history: list[Asked]) -> None:
    run = UUID(int=next(RUNS))

    async def both() -> None:
        memory = in_memory()
        async with in_postgres(database_url) as postgres:
            assert await played(memory, history, run) == await played(postgres, history, run)

    asyncio.run(both())


async def played(
    bench: Bench, history: Sequence[Asked], run: UUID
) -> tuple[list[object], list[Recorded]]:
    """Every answer, and every event as recorded; positions from where this began."""
    start = await bench.reader.head()
    answers: list[object] = []
    for it in history:
        command = Count(tuple(StreamId(f"tally/{run}-{name}") for name in it.streams), it.n)
        body = f"{it.streams} {it.n}"
        its = replace(tally.because(1, body), command_id=uuid5(run, str(it.key)))
        try:
            answer = await bench.ledger.carry_out(command, its)
            answers.append(Receipt(answer.position - start, answer.ids, answer.code))
        except (Refused, LedgerError) as error:
            answers.append(type(error))
    return answers, [_bare(it, start) for it in await bench.reader.read_all(start, 1_000)]


def _bare(it: Recorded, start: int) -> Recorded:
    bare = replace(it, position=it.position - start, entry_hash=b"")
    return replace(bare, recorded_at=it.recorded_at.min)
