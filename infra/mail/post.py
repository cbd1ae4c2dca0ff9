"""Takes in what happened, and sends a letter about each event that there is one about."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid5

import structlog

from commands.mail import (
    IntendMail,
    LeaveMailUnwritten,
    ReportMailFailed,
    ReportMailLost,
    ReportMailSent,
)
from commands.ports import Because, Command, Ledger
from domain.event import catalog
from domain.ids import mail_stream
from domain.mail import Mail, Unwritten
from infra.ledger.mapper import Mapper
from infra.ledger.scan import Scan
from infra.mail.letters import About, Letters
from infra.mail.outbox import Due, Outbox
from processors.errors import CallError, NotConfigured, OutcomeUnknown, Rejected
from processors.mail import TOLD, Letter, Mailer, is_told

PAGE_EVENTS = 5_000
ACTOR = "system/mail"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """What letters are written and sent with."""

    ledger: Ledger
    mailer: Mailer
    letters: Letters


class Post:
    """One that leads; every method raises psycopg.Error, and Busy.

    What becomes of a letter is in the ledger first, then in the outbox: who dies in between
    finds it there.
    """

    def __init__(self, outbox: Outbox, parts: Parts) -> None:
        self._outbox = outbox
        self._parts = parts
        topics = frozenset(catalog[it].name for it in TOLD)
        self._scan = Scan(Mapper(), topics, frozenset())

    async def begin(self) -> None:
        """What another left half-sent is in doubt, unless the ledger knows better."""
        for due in await self._outbox.under_way():
            it = await self._parts.letters.about(due.position)
            mail: Mail | None = await self._parts.ledger.state(mail_stream(it.mail_id))
            if mail is not None and mail.over:
                await self._settle(due, it, "sent", None)
            else:
                await self._tell_ledger(due, it, ReportMailLost(it.mail_id))
                await self._outbox.in_doubt(due)

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
            told = [it.position for it in page.events if is_told(it.event)]
            if page.last > after:
                await self._outbox.take(told, page.last)
            full = page.full

    async def _tell(self, due: Due) -> bool:
        it = await self._parts.letters.about(due.position)
        written = await self._parts.letters.write(it)
        if isinstance(written, Unwritten):
            left = LeaveMailUnwritten(it.mail_id, it.account_id, it.name, written)
            await self._tell_ledger(due, it, left)
            await self._settle(due, it, written.value, None)
            return False
        to, letter = written
        trying = await self._outbox.sending(due)
        await self._tell_ledger(trying, it, IntendMail(it.mail_id, it.account_id, it.name, to.key))
        return await self._send(trying, it, letter)

    async def _send(self, due: Due, it: About, letter: Letter) -> bool:
        try:
            await self._parts.mailer.send(letter)
        except CallError as fault:
            log.warning("mail not sent", position=due.position, code=fault.code, why=str(fault))
            await self._failed(due, it, fault)
            return False
        await self._tell_ledger(due, it, ReportMailSent(it.mail_id))
        await self._settle(due, it, "sent", None)
        return True

    async def _failed(self, due: Due, it: About, fault: CallError) -> None:
        """What a person can set right is tried again, as what passes by itself is."""
        if isinstance(fault, OutcomeUnknown):
            await self._tell_ledger(due, it, ReportMailLost(it.mail_id))
            await self._outbox.in_doubt(due)
            return
        passing = isinstance(fault, NotConfigured) or not isinstance(fault, Rejected)
        failed = ReportMailFailed(it.mail_id, fault.code, fault.sentence, passing)
        await self._tell_ledger(due, it, failed)
        if passing:
            await self._outbox.later(due, fault.code)
        else:
            await self._settle(due, it, "refused", fault.code)

    async def _settle(self, due: Due, it: About, state: str, code: str | None) -> None:
        await self._parts.letters.over(it)
        await self._outbox.settle(due, state, code)

    async def _tell_ledger(self, due: Due, it: About, command: Command) -> None:
        """Once for each try, however often it is told."""
        said = f"{type(command).__name__} {due.tries}"
        because = Because(
            ACTOR,
            it.account_id,
            uuid5(it.mail_id, said),
            sha256(said.encode()).digest(),
            it.event.correlation_id,
            it.event.event_id,
        )
        await self._parts.ledger.carry_out(command, because)
