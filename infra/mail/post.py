"""Takes in what happened, and sends a letter about each alert that is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import structlog

from commands.ports import Ledger
from domain.cost import CostAlert
from domain.event import Recorded, catalog
from domain.ids import AccountId, key_of
from domain.job import JobDeadLettered
from domain.provider import BreakerOpened
from infra.ledger.mapper import Mapper
from infra.ledger.reader import COLUMNS, rows
from infra.ledger.scan import Scan
from infra.mail.addresses import Addresses
from infra.mail.outbox import Due, Outbox
from infra.owner import OWNER
from processors.errors import CallError, NotConfigured, OutcomeUnknown, Rejected
from processors.mail import (
    TOLD,
    Letter,
    Mailer,
    Notice,
    needs_a_person,
    of_breaker,
    of_budget,
    of_job,
)

OPS = UUID("3b7f2a54-7c1e-5d6b-8f0a-2a9c4e6d1b35")
"""What the names of letters derive from, with the event that each is about."""
PAGE_EVENTS = 5_000
ONE = f"SELECT {COLUMNS} FROM ledger.events WHERE notification_id = %s"  # noqa: S608 - names of Row
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """What letters are written and sent with."""

    ledger: Ledger
    mailer: Mailer
    addresses: Addresses
    now: Callable[[], datetime]


class Post:
    """One that leads; every method raises psycopg.Error, and Busy."""

    def __init__(self, outbox: Outbox, parts: Parts) -> None:
        self._outbox = outbox
        self._parts = parts
        self._mapper = Mapper()
        topics = frozenset(catalog[it].name for it in TOLD)
        self._scan = Scan(self._mapper, topics, frozenset())

    async def run(self, wanted: Callable[[], bool] = lambda: True) -> int:
        """Everything that is due by now, for as long as it is wanted; how many were sent."""
        await self._take_in()
        sent = 0
        while wanted() and (due := await self._outbox.next()) is not None:
            sent += await self._tell(due)
        return sent

    async def _take_in(self) -> None:
        full = True
        while full:
            after = await self._outbox.cursor()
            page = await self._scan.page(self._outbox.connection, after, PAGE_EVENTS)
            told = [it.position for it in page.events if needs_a_person(it.event)]
            if page.last > after:
                await self._outbox.take(told, page.last)
            full = page.full

    async def _tell(self, due: Due) -> bool:
        letter = await self._written(due)
        if letter is None:
            await self._outbox.settle(due, "no-address", None)
            return False
        await self._outbox.sending(due)
        try:
            await self._parts.mailer.send(letter)
        except CallError as fault:
            log.warning("alert not sent", position=due.position, code=fault.code, why=str(fault))
            await self._failed(due, fault)
            return False
        await self._outbox.sent(due)
        return True

    async def _failed(self, due: Due, fault: CallError) -> None:
        """What a person can set right is tried again, as what passes by itself is."""
        if isinstance(fault, OutcomeUnknown):
            await self._outbox.in_doubt()
        elif isinstance(fault, Rejected) and not isinstance(fault, NotConfigured):
            await self._outbox.settle(due, "refused", fault.code)
        else:
            await self._outbox.later(due, fault.code)

    async def _written(self, due: Due) -> Letter | None:
        """None where nobody can be written to."""
        (row,) = await rows(self._outbox.connection, ONE, due.position)
        its = self._mapper.recorded(row)
        account_id, notice = await self._notice(its)
        to = await self._parts.addresses.of(account_id)
        if to is None:
            return None
        op = uuid5(OPS, str(its.event_id))
        return Letter(op, to, f"YTEMPIRE: {notice.subject}", notice.text, self._parts.now())

    async def _notice(self, its: Recorded) -> tuple[AccountId, Notice]:
        """Whose alert it is, and what it says; a provider's is the owner's."""
        happened = its.event
        if isinstance(happened, CostAlert):
            return happened.account_id, of_budget(happened)
        if isinstance(happened, JobDeadLettered):
            job = await self._parts.ledger.state(its.stream)
            return job.account_id, of_job(happened, job)
        assert isinstance(happened, BreakerOpened), "nothing else is taken in"
        return OWNER, of_breaker(happened, key_of(its.stream))
