"""Every bad day that a provider may have: its own code and sentence, from the event to a person.

Real SDKs ask stand-ins; what comes of it is journalled, judged and recorded as by a worker.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.images.cards import CardIllustrator
from adapters.images.openai_images import OpenAIIllustrator
from adapters.providers.endpoint import Endpoint
from adapters.providers.openai import OpenAIModel
from adapters.voice.elevenlabs import ElevenLabsSpeaker
from commands.ports import World
from domain.brief import Aspect
from domain.ids import job_stream
from domain.job import Job, JobDeadLettered, JobDeferred, JobOpened
from domain.mode import Mode
from domain.prices import Provider
from domain.script import Verdict
from domain.work import Illustrate, Narrate, Package, Work
from infra.prices import price_book
from infra.security.provider_keys import key_of, variables
from infra.settings import Paces
from infra.settings.providers import Providers
from infra.worker.advice import Advice
from infra.worker.run import Parts, gate
from infra.worker.untold import Telling
from infra.worker.verdict import refuse_jumped, verdict_on
from processors import estimates
from processors.call import Call
from processors.calls import JournalledCalls
from processors.errors import CallError
from processors.policy import Policy
from processors.ports import Metered
from processors.recording import Recording
from tests.cli.asking import installed
from tests.commands.stage import SET_UP, its
from tests.contract.subjects import ASK, ORDER, SAYING, Named
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, DAY, JOB, SCRIPT, SOURCE, VIDEO, VIDEO_STREAM
from tests.memory import MemoryLedger
from tests.processors.bench import ABOUT, MemoryBlobs
from tests.standins import StandIn, faults, stand_in

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = TODAY.replace(year=2999)
KEY = "sk-a-key-of-a-test"
PACKAGE = Package(SOURCE, "en", 45, SCRIPT)
NARRATE, ILLUSTRATE = Narrate(SCRIPT, "en"), Illustrate(SCRIPT, 0, Aspect.WIDE, "seed", ())
TERRA, VOICE, FLARE = "gpt-6.1-terra", "eleven_multilingual_v2", "gpt-image-2.5-flare"

Fails = Callable[[StandIn], None]


def answers(*what: faults.Fault) -> Fails:
    return lambda it: it.script(*what)


def refuses_the_key(it: StandIn) -> None:
    it.refused_keys.add(KEY)


def is_well(_: StandIn) -> None:
    """Nothing is wrong with the provider."""


@dataclass(frozen=True)
class Bad:
    """A day: whose, which work is done by which model, and what a person is to read of it."""

    work: Work
    model: str
    fails: Fails
    code: str
    says: tuple[str, ...]
    waits: bool = False
    is_gone: bool = False
    jump: timedelta = timedelta(0)

    @property
    def at(self) -> datetime:
        """What is waited for is so to the end of the test."""
        return LATER if self.waits else TODAY

    @property
    def provider(self) -> str:
        return "elevenlabs" if self.work == NARRATE else "openai"


DAYS = {
    "an unknown model": Bad(
        *(PACKAGE, TERRA, answers(faults.status(404, "model_not_found")), "model-gone"),
        ("openai has no model gpt-6.1-terra", "openai:gpt-6.1-terra stands in PROVIDERS__PACKAGE"),
    ),
    "a retired model": Bad(
        *(PACKAGE, "gpt-4", is_well, "model-retired"),
        ("was retired on 2026-10-23", "openai:gpt-4 stands in PROVIDERS__PACKAGE"),
    ),
    "a price gap": Bad(
        *(PACKAGE, "gpt-7", is_well, "price-gap"),
        ("no list has a price for openai gpt-7", "openai:gpt-7 stands in PROVIDERS__PACKAGE"),
    ),
    "a wrong key": Bad(
        *(PACKAGE, TERRA, refuses_the_key, "key-refused"),
        ("openai does not take this key", "OPENAI_API_KEY holds it, http://127.0.0.1:", "asked"),
    ),
    "no funds": Bad(
        *(PACKAGE, TERRA, answers(faults.status(429, "insufficient_quota")), "no-funds"),
        ("openai has no funds or plan left for this; top the account up",),
    ),
    "a voice that does not exist": Bad(
        *(NARRATE, VOICE, answers(faults.status(404, "voice_not_found")), "voice-unknown"),
        ("ElevenLabs does not know this voice", "PROVIDERS__ELEVENLABS_VOICES names those"),
    ),
    "a text past the limit": Bad(
        *(NARRATE, VOICE, answers(faults.status(400, "max_character_limit_exceeded"))),
        *("text-too-long", ("too long for ElevenLabs", "Make its sentences shorter.")),
    ),
    "a refused image": Bad(
        *(ILLUSTRATE, FLARE, answers(faults.status(400, "moderation_blocked")), "image-refused"),
        ("openai refuses this content", "scene 1; change its text, or give it a picture"),
    ),
    "a provider gone for an hour": Bad(
        *(PACKAGE, TERRA, is_well, "provider-unavailable"),
        ("openai could not be reached; nothing was sent, it is asked again",),
        waits=True,
        is_gone=True,
    ),
    "a clock that jumps": Bad(
        *(PACKAGE, TERRA, is_well, "clock-jumped"),
        ("the clock of this machine jumped forwards by 24 h 0 min; see that it is right now",),
        waits=True,
        jump=DAY,
    ),
}


def sends(day: Bad, url: str) -> Callable[[], Awaitable[Metered[Any]]]:
    endpoint = Endpoint(day.provider, url, key_of(day.provider), 5)
    blobs = MemoryBlobs()
    if day.work == NARRATE:
        return lambda: ElevenLabsSpeaker(endpoint, day.model, blobs, {}).speak(SAYING)
    if day.work == ILLUSTRATE:
        drawn = OpenAIIllustrator(endpoint, day.model, blobs, CardIllustrator(blobs), "low", 9_999)
        return lambda: drawn.illustrate(ORDER)
    return lambda: OpenAIModel(endpoint, day.model).answer(ASK, Named)


def most(day: Bad) -> Any:
    if day.work == NARRATE:
        return estimates.characters("The tide.")
    return estimates.images(1) if day.work == ILLUSTRATE else estimates.tokens("The tide.")


@contextmanager
def asked_of(day: Bad) -> Iterator[str]:
    """Where the provider answers, or would."""
    with stand_in(day.provider) as it:
        day.fails(it)
        if not day.is_gone:
            yield it.url
            return
        url = it.url
    yield url


async def met(day: Bad, make: Callable[[], Awaitable[Any]]) -> CallError:
    """What a worker meets on such a day, before it begins or when it asks."""
    try:
        refuse_jumped(day.jump)
    except CallError as fault:
        return fault
    with pytest.raises(CallError) as caught:
        await make()
    return caught.value


async def lived(day: Bad, url: str, redis_url: str) -> MemoryLedger:
    """One try of the job that meets the day, recorded as a worker records it."""
    opened = (job_stream(JOB), JobOpened(VIDEO_STREAM, ACCOUNT, day.work, None))
    ledger = MemoryLedger(
        [*SET_UP, *its(*SCRIPTED), opened], world=lambda: World(day.at, price_book())
    )
    job = Job(VIDEO_STREAM, ACCOUNT, day.work)
    recording, blobs = Recording(ledger, JOB, job, "1.1"), MemoryBlobs()
    work = {PACKAGE: "package", NARRATE: "voice", ILLUSTRATE: "images"}[day.work]
    chosen = {work: f"{day.provider}:{day.model}", f"{day.provider}_url": url}
    parts = Parts(ledger, None, blobs, {}, redis_url, Paces(), advise=Advice(Providers(**chosen)))  # type: ignore[arg-type]  # no pool is asked
    async with Redis.from_url(redis_url) as redis:
        calls = JournalledCalls(
            recording, blobs, ABOUT, lambda: TODAY, gate(redis, parts, Telling(ledger, redis))
        )
        by = Provider(day.provider, day.model, Mode.SIMULATED)
        call = Call(work, 1, "it", Verdict, by, sends(day, url), most(day))
        fault = await met(day, lambda: calls.make(call))
    verdict, _ = verdict_on(fault, JOB, 1, Policy(lambda: 0.5))
    await recording.report(verdict)
    return ledger


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    for name in ("OPENAI_API_KEY", "ELEVENLABS_API_KEY"):
        monkeypatch.setenv(name, KEY)


@pytest.mark.parametrize("name", DAYS)
async def test_a_bad_day_is_told_by_its_code_and_what_helps(
    name: str, viewed_url: str, redis_url: str, tmp_path: Path
) -> None:
    day = DAYS[name]
    with asked_of(day) as url:
        ledger = await lived(day, url, redis_url)
    told = ledger.log[-1][1]
    assert isinstance(told, JobDeferred if day.waits else JobDeadLettered)
    assert told.code == day.code
    assert [it for it in day.says if it not in told.sentence] == []
    assert KEY not in str(ledger.log)
    async with installed(viewed_url, tmp_path, ledger.log) as here:
        await here.api.deps.blobs.put(b"source")
        (job,) = (await here.done("job", "list"))["items"]
        shown = await here.done("video", "show", str(VIDEO))
        read = " ".join((await here.says("video", "show", str(VIDEO))).stdout.split())
    assert (job["code"], job["sentence"]) == (told.code, told.sentence)
    if day.waits:
        assert shown["work"][0]["waits"]["code"] == day.code
    else:
        assert (shown["failure_code"], shown["failure"]) == (told.code, told.sentence)
    assert told.sentence in read


def test_no_two_bad_days_are_told_alike() -> None:
    assert len({it.code for it in DAYS.values()}) == len(DAYS) == 10
