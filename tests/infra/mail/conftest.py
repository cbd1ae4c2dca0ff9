"""A ledger with somebody whose sealed address is verified, and letters that are kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
import pytest

from commands.ports import World
from domain.account import AccountRegistered, Role
from domain.cost import CostAlert
from domain.email_verification import CodeLimits, EmailVerificationAsked, EmailVerified
from domain.event import Event
from domain.ids import (
    CodeDigest,
    LoginKey,
    StreamId,
    account_stream,
    cost_stream,
    job_stream,
    login_stream,
)
from domain.job import JobDeadLettered, JobOpened
from domain.login import LoginClaimed
from domain.mail import MailEvent
from domain.mode import Mode
from domain.provider import BreakerOpened, Circuit
from domain.work import WriteScript
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.mail.addresses import Addresses
from infra.mail.codes import EmailCodes
from infra.mail.letters import Letters
from infra.mail.post import Parts, Post
from infra.mail.run import leading
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Ledger, Mail
from processors.errors import CallError
from processors.mail import Address, Letter, Mailer
from tests.given import ACCOUNT, JOB, LOGIN, NOON, SOURCE, VIDEO, VIDEO_STREAM, YOU
from tests.infra.histories import record

LIMITS = Mail(poll_s=0.05, retry_first_s=3_600)
LEDGER = Ledger(connections=2)
ME, LOGGED = account_stream(ACCOUNT), login_stream(LOGIN)
EMAIL = "me@example.org"
OWNERS = Address("owner@example.org", LoginKey("0" * 64))
CODES = CodeLimits(timedelta(minutes=30), tries=5, an_hour=3)
VERIFIED = EmailVerified(YOU, LOGIN)
RING = KeyRing(lambda: (bytes(32),))

COST, WORK, PROVIDER = cost_stream(ACCOUNT), job_stream(JOB), StreamId("provider/elevenlabs")
SHUT = BreakerOpened(Circuit("narrate", "12345678"), "no-funds", "there are no funds", 1, None)
DEAD = JobDeadLettered(5, "provider-unavailable", "openai failed with status 503")
JOB_OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, WriteScript(SOURCE, "en", 45, 1), None)


def alert(percent: int) -> tuple[StreamId, Event]:
    its = (ACCOUNT, Mode.LIVE, "USD", "video", VIDEO, "all", percent)
    return COST, CostAlert(*its, 10_000, percent * 100)


@dataclass
class Kept:
    """A mailer whose letters arrive, but for those that a fault is ready for.

    With another `mailer`, they arrive as that one sends them.
    """

    letters: list[Letter] = field(default_factory=list)
    faults: list[CallError] = field(default_factory=list)
    mailer: Mailer | None = None

    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        if self.faults:
            raise self.faults.pop(0)
        if self.mailer:
            await self.mailer.send(letter)


@dataclass
class Told:
    """A ledger, and whoever tells of it; `seed` makes every command another."""

    url: str
    pool: Pool
    kept: Kept = field(default_factory=Kept)
    seed: int = 0

    @property
    def vault(self) -> PostgresVault:
        return PostgresVault(self.pool, RING)

    async def happens(self, *history: tuple[StreamId, Event]) -> None:
        self.seed += 1
        await record(self.url, history, self.seed)

    async def tell(self, limits: Mail = LIMITS) -> int:
        """By a leader that has just begun; how many letters were sent."""
        async with leading(self.url, limits, asyncio.Event()) as outbox:
            assert outbox is not None
            post = Post(outbox, parts(self.pool, self.kept))
            await post.begin()
            return await post.run()

    async def tell_later(self) -> int:
        """The same, when everything that waits is due."""
        self.execute("UPDATE ops.mails SET due_at = clock_timestamp()")
        return await self.tell()

    async def asks(self) -> CodeDigest:
        """For a code, as the API does."""
        digest = await codes(self.pool).draw(ACCOUNT)
        asked = EmailVerificationAsked(YOU, LOGIN, digest, NOON, NOON + CODES.valid)
        await self.happens((ME, asked))
        return digest

    @property
    def states(self) -> list[str]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT state FROM ops.mails ORDER BY position")
            return [state for (state,) in found]

    async def mails(self) -> list[Event]:
        """What the ledger says of mails, in order."""
        events = await LedgerReader(self.pool, Mapper()).read_all(0, 1_000)
        return [it.event for it in events if isinstance(it.event, MailEvent)]

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


def parts(pool: Pool, mailer: Mailer) -> Parts:
    ledger = PostgresLedger(pool, Writer(Mapper()), RULES, lambda: World(NOON), LEDGER)
    its = codes(pool)
    return Parts(ledger, mailer, Letters(ledger, its.addresses, its, lambda: NOON))


def codes(pool: Pool) -> EmailCodes:
    vault = PostgresVault(pool, RING)
    addresses = Addresses(LedgerReader(pool, Mapper()), vault, OWNERS)
    return EmailCodes(vault, addresses, CODES, b"a key of the installation")


@asynccontextmanager
async def telling(url: str, address: str = EMAIL) -> AsyncIterator[Told]:
    """Somebody is registered, and whoever tells has begun."""
    async with ledger_pool(url, LEDGER) as pool:
        it = Told(url, pool)
        email = await it.vault.seal(ME, LOGGED, "email", address)
        registered = AccountRegistered(LOGIN, Role.USER, "free", 5)
        await it.happens((LOGGED, LoginClaimed(ACCOUNT, email)), (ME, registered))
        await it.tell()
        yield it


@pytest.fixture
async def newcomer(database_url: str) -> AsyncIterator[Told]:
    """Somebody whose address nobody has verified."""
    async with telling(database_url) as it:
        yield it


@pytest.fixture
async def told(newcomer: Told) -> Told:
    """The same, once the address is verified."""
    await newcomer.happens((ME, VERIFIED))
    return newcomer
