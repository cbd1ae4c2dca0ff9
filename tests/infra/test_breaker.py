"""Breakers on a real Redis, as calls of many workers meet them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import pytest
from redis.asyncio import Redis

from domain.breaker import CALLS_MIN, OPEN_FIRST_MS
from domain.event import Event
from domain.mode import Mode
from domain.prices import Provider
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed, ProviderEvent
from infra.worker.breaker import ITS, Breakers, Tell, heard_of
from infra.worker.cells import Away, Cells
from infra.worker.gate import SharedGate
from infra.worker.pace import Learned, Paces
from infra.worker.untold import Telling
from processors.errors import (
    BreakerOpen,
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    NotConfigured,
    NotKept,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    Unavailable,
)
from processors.gate import Ask
from processors.ports import Metered
from tests.memory import MemoryLedger

VOICE = Ask(Provider("elevenlabs", "one", Mode.SIMULATED), "narrate")
ANSWER = Metered(None, ())
AWAY = Unavailable("it is away")
NAME = "breaker:elevenlabs:narrate:key-1"


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


def gate(redis: Redis, tell: Tell, key: Callable[[str], str]) -> SharedGate:
    cells = Cells(redis)
    return SharedGate(Breakers(cells, tell), Paces(cells, {}, Learned(), 2), key)


@dataclass
class Its:
    """A gate, what was told of it, and the key of the time."""

    redis: Redis
    told: list[Event] = field(default_factory=list)
    key: str = "key-1"

    @property
    def gate(self) -> SharedGate:
        return gate(self.redis, self._tell, lambda _: self.key)

    async def call(self, fault: CallError | None = None, ask: Ask = VOICE) -> None:
        async def send() -> Metered[None]:
            if fault is not None:
                raise fault
            return ANSWER

        async with self.gate.turn(ask) as turn:
            await turn.of(send)

    async def fails(self, fault: CallError, times: int = CALLS_MIN, ask: Ask = VOICE) -> None:
        for _ in range(times):
            with pytest.raises(type(fault)):
                await self.call(fault, ask)

    async def later(self, ms: int) -> None:
        """As if so much time had passed."""
        stored = await self.redis.get(NAME)
        assert stored is not None
        its = ITS.validate_json(stored)
        assert its.until_ms is not None
        earlier = replace(its, until_ms=its.until_ms - ms)
        await self.redis.set(NAME, ITS.dump_json(earlier))

    async def _tell(self, provider: str, happened: ProviderEvent) -> None:
        assert provider == "elevenlabs"
        self.told.append(happened)


@pytest.fixture
def its(redis: Redis) -> Its:
    return Its(redis)


async def test_a_provider_that_keeps_failing_is_asked_by_no_worker(its: Its, redis: Redis) -> None:
    await its.fails(AWAY)
    with pytest.raises(BreakerOpen, match="it is away") as refused:
        await Its(redis).call()
    assert 25 < (refused.value.after_s or 0) <= 30
    (opened,) = its.told
    assert isinstance(opened, BreakerOpened)
    assert (opened.circuit.work, opened.circuit.key, opened.times) == ("narrate", "key-1", 1)


async def test_other_work_and_another_key_are_not_kept_out(its: Its) -> None:
    await its.fails(AWAY)
    await its.call(ask=Ask(VOICE.by, "write-script"))
    its.key = "key-2"
    await its.call()


async def test_it_is_probed_once_by_all_workers_and_closes(its: Its, redis: Redis) -> None:
    await its.fails(AWAY)
    await its.later(OPEN_FIRST_MS)
    async with its.gate.turn(VOICE) as turn:
        others = await asyncio.gather(
            *(Its(redis).call() for _ in range(9)), return_exceptions=True
        )
        assert {type(it) for it in others} == {BreakerOpen}
        await turn.of(lambda: asyncio.sleep(0, ANSWER))
    await Its(redis).call()
    assert [type(it) for it in its.told] == [BreakerOpened, BreakerProbed, BreakerClosed]


async def test_a_probe_that_fails_opens_it_for_longer(its: Its) -> None:
    await its.fails(AWAY)
    await its.later(OPEN_FIRST_MS)
    await its.fails(AWAY, 1)
    with pytest.raises(BreakerOpen) as refused:
        await its.call()
    assert 55 < (refused.value.after_s or 0) <= 60


@pytest.mark.parametrize("fault", [KeyRefused("wrong key"), NoFunds("no credit")])
async def test_what_needs_a_person_stays_shut_until_the_key_changes(
    its: Its, fault: CallError
) -> None:
    await its.fails(fault, 1)
    with pytest.raises(NotConfigured, match="ytempire providers reset elevenlabs") as refused:
        await its.call()
    assert refused.value.code == fault.code
    its.key = "key-2"
    await its.call()


async def test_an_operator_lets_it_be_asked_again(its: Its) -> None:
    await its.fails(NoFunds("no credit"), 1)
    assert await its.gate.breakers.reset("elevenlabs") == 1
    assert await its.gate.breakers.reset("elevenlabs") == 0
    await its.call()


async def test_a_store_of_our_own_that_is_full_opens_nothing(its: Its) -> None:
    await its.fails(NotKept("the disk is full", code="disk-full"), 20)
    await its.call()
    assert its.told == []


async def test_a_postgres_that_is_away_opens_nothing(its: Its) -> None:
    for _ in range(20):
        with pytest.raises(ConnectionError):
            async with its.gate.turn(VOICE):
                raise ConnectionError("Postgres is away")
    await its.call()
    assert its.told == []


async def test_too_much_at_once_opens_nothing(its: Its) -> None:
    await its.fails(RateLimited("slow down"), 20)
    await its.call()
    assert its.told == []


async def test_work_of_this_machine_is_let_through(its: Its) -> None:
    here = Ask(Provider("espeak-ng", "one", Mode.OFFLINE), "narrate")
    await its.fails(AWAY, 20, here)
    await its.call(ask=here)


async def test_losing_redis_keeps_nobody_from_asking(tmp_path: object) -> None:
    async with Redis.from_url(f"unix://{tmp_path}/none.sock") as away:
        its = Its(away)
        await its.fails(AWAY, 20)
        await its.call()
        with pytest.raises(Away):
            await its.gate.breakers.reset("elevenlabs")


async def test_an_emptied_redis_asks_anew(its: Its, redis: Redis) -> None:
    await its.fails(AWAY)
    await redis.flushdb()
    await its.call()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (AWAY, "failed"),
        (OutcomeUnknown("no answer came"), "failed"),
        (RateLimited("slow down"), "nothing"),
        (QuotaExhausted("used up"), "nothing"),
        (ModelGone("retired"), "nothing"),
        (KeyRefused("wrong key"), "shut"),
        (NoFunds("no credit"), "shut"),
        (InvalidInput("too long"), "answered"),
        (NotKept("the disk is full"), "answered"),
        (ContentRefused("not that"), "answered"),
    ],
)
def test_what_a_fault_says_of_its_provider(fault: CallError, told: str) -> None:
    assert heard_of(fault, answered=False) == told


async def test_what_becomes_of_a_breaker_is_told_to_its_providers_stream(redis: Redis) -> None:
    ledger, its = MemoryLedger(), Its(redis)
    its_gate = gate(redis, Telling(ledger, redis), lambda _: its.key)
    for _ in range(CALLS_MIN):
        async with its_gate.turn(VOICE) as turn:
            turn.fault = Unavailable("/srv/ada/keys: sk-live-0123456789abcdef")
    ((stream, opened),) = ledger.log
    assert stream == "provider/elevenlabs"
    assert isinstance(opened, BreakerOpened)
    assert opened.sentence == "…/keys: [hidden]"


async def test_workers_change_a_value_one_after_the_other(redis: Redis) -> None:
    cells = Cells(redis)

    def more(stored: bytes | None, _: int) -> tuple[bytes, int, None]:
        return str(int(stored or 0) + 1).encode(), 60_000, None

    await asyncio.gather(*(cells.change("sum", more) for _ in range(20)))
    assert await redis.get("sum") == b"20"
