"""One life of a worker: a job's calls by the product's own journal, in a process to be killed.

Lives are forks of a process that has loaded everything once; each connects anew.
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from uuid import UUID, uuid5

from benchmarks.ledger.measures import quiet
from benchmarks.providers.moments import Death, Dying, MortalBlobs, MortalLedger
from benchmarks.providers.subjects import SUBJECTS, Given
from commands.ports import Because, Command, World
from domain.call import About
from domain.ids import AccountId, ChannelId, JobId, VideoId, job_stream, video_stream
from domain.job import Job, JobOpened
from infra.bootstrap.chains import ILLUSTRATORS, MODELS, SPEAKERS
from infra.clock import utc_now
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.writer import Writer
from infra.prices import price_book
from infra.security.provider_keys import PROVIDERS, variable
from infra.settings import Ledger
from processors.calls import JournalledCalls
from processors.errors import CallError, OutcomeUnknown, Unavailable
from processors.fallback import ChainedCalls
from processors.job import LeasedJob
from processors.policy import asked_s, waits
from processors.ports import Progress
from processors.recording import Recording
from tests.happen import Happen

ACCOUNT, CHANNEL, VIDEO = AccountId(UUID(int=1)), ChannelId(UUID(int=2)), VideoId(UUID(int=3))
LIMITS = Ledger(connections=2, lock_s=30, statement_s=30, connection_wait_s=30)
MODERATOR = "adapters.moderation.openai.OpenAIModerator"
KEYS: Mapping[str, str] = MappingProxyType({variable(it): "a-key-of-nobody" for it in PROVIDERS})

PRICES = price_book()
ADAPTERS = {*MODELS.values(), *SPEAKERS.values(), *ILLUSTRATORS.values(), MODERATOR}

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__, *(it.rpartition(".")[0] for it in ADAPTERS)])


@dataclass(frozen=True)
class Told:
    """What one life is told: it begins `later_s` after the present, and dies, or does not."""

    database_url: str
    folder: Path
    subject: str
    given: Given
    url: str
    job_id: JobId
    life: int
    later_s: float
    death: Death | None


@dataclass(frozen=True)
class Ended:
    """How a life ended that was not cut off: `code` is empty where the job is done.

    `passing`: it is tried again, after `after_s` at the least; else a person is asked. `fails`:
    it is one of the few failures that a job has.
    """

    code: str = ""
    sentence: str = ""
    passing: bool = False
    fails: bool = False
    after_s: float = 0.0

    @classmethod
    def by(cls, fault: CallError) -> "Ended":
        passing = isinstance(fault, Unavailable | OutcomeUnknown)
        return cls(fault.code, fault.sentence, passing, not waits(fault), asked_s(fault))


def live(told: Told, tells: Connection) -> None:
    """Tells `begun`, then how it ended."""
    quiet()
    os.environ.update(KEYS)  # noqa: TID251 - this process's own
    tells.send("begun")
    tells.send(asyncio.run(_lived(told)))


async def _lived(told: Told) -> Ended:
    def now() -> datetime:
        return utc_now() + timedelta(seconds=told.later_s)

    async with ledger_pool(told.database_url, LIMITS) as pool:
        ledger = PostgresLedger(pool, Writer(Mapper()), RULES, lambda: World(now(), PRICES), LIMITS)
        await ledger.carry_out(*_opening(told))
        dying = Dying(told.death)
        job: Job = await ledger.state(job_stream(told.job_id))
        recording = Recording(MortalLedger(ledger, dying), told.job_id, job, f"1.{told.life}")
        about = About(ACCOUNT, CHANNEL, VIDEO, told.job_id)
        blobs = MortalBlobs(told.folder / "blobs", dying)
        calls = ChainedCalls(JournalledCalls(recording, blobs, about, now))
        leased = LeasedJob(told.job_id, VIDEO, job.work, blobs, calls, _report, _tell, _licensed)
        try:
            await SUBJECTS[told.subject].made(told.given, told.folder, told.url, blobs).run(leased)
        except CallError as fault:
            return Ended.by(fault)
        return Ended()


def _opening(told: Told) -> tuple[Happen, Because]:
    """The same in every life: the job is opened once."""
    work = SUBJECTS[told.subject].work(told.given)
    opened = JobOpened(video_stream(VIDEO), ACCOUNT, work, None)
    key = uuid5(told.job_id, "open")
    asked = sha256(key.bytes).digest()
    because = Because("system/benchmark", ACCOUNT, key, asked, key, key)
    return Happen(job_stream(told.job_id), opened), because


async def _report(_: Command) -> None:
    """What becomes of the video is another matter."""


async def _tell(_: Progress) -> None:
    """Nobody looks."""


async def _licensed() -> None:
    """Everything is."""
