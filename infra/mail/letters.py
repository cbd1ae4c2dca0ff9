"""Writes the letter about an event, or says why there is none.

An alert goes to an address that was verified. The owner's of the installation was set by whoever
runs it, and counts as that. A code goes to the address that it is to verify, while it counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from commands.ports import Ledger
from domain.account import Account
from domain.cost import CostAlert
from domain.email_verification import UNVERIFIED, EmailVerificationAsked, Verification
from domain.event import Recorded, catalog
from domain.ids import AccountId, MailId, account_stream, id_of, key_of
from domain.job import JobDeadLettered
from domain.mail import Unwritten
from domain.provider import BreakerOpened
from infra.mail.addresses import Addresses
from infra.mail.codes import EmailCodes
from infra.owner import OWNER
from processors.mail import Address, Letter, Notice, of_breaker, of_budget, of_code, of_job

OPS = UUID("3b7f2a54-7c1e-5d6b-8f0a-2a9c4e6d1b35")
"""What the names of letters derive from, with the event that each is about."""


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about: whose, which event, and under which name it leaves."""

    mail_id: MailId
    account_id: AccountId
    event: Recorded

    @property
    def name(self) -> str:
        return catalog[type(self.event.event)].name


@dataclass(frozen=True, slots=True)
class Letters:
    """Every method raises Busy."""

    ledger: Ledger
    addresses: Addresses
    codes: EmailCodes
    now: Callable[[], datetime]

    async def about(self, position: int) -> About:
        """The event at a position, and whose it is: a provider's is the owner's."""
        (its,) = await self.addresses.reader.read_all(position - 1, 1)
        return About(MailId(uuid5(OPS, str(its.event_id))), await self._whose(its), its)

    async def write(self, it: About) -> tuple[Address, Letter] | Unwritten:
        to = await self.addresses.of(it.account_id)
        if to is None:
            return Unwritten.NO_ADDRESS
        notice = await self._notice(it, to)
        if isinstance(notice, Unwritten):
            return notice
        subject = f"YTEMPIRE: {notice.subject}"
        return to, Letter(it.mail_id, to.text, subject, notice.text, self.now())

    async def over(self, it: About) -> None:
        """Nothing more is sent about it: a code that it carried is in the mail alone."""
        if isinstance(it.event.event, EmailVerificationAsked):
            await self.codes.forget(it.account_id, it.event.event.code)

    async def _whose(self, its: Recorded) -> AccountId:
        match its.event:
            case CostAlert(account_id=account_id):
                return account_id
            case JobDeadLettered():
                account: AccountId = (await self.ledger.state(its.stream)).account_id
                return account
            case EmailVerificationAsked():
                return AccountId(id_of(its.stream))
            case _:
                return OWNER

    async def _notice(self, it: About, to: Address) -> Notice | Unwritten:
        verification = await self._verification(it.account_id)
        if isinstance(it.event.event, EmailVerificationAsked):
            return await self._code(it.account_id, it.event.event, verification, to)
        if verification.verified != to.key and it.account_id != OWNER:
            return Unwritten.UNVERIFIED
        return await self._alert(it.event)

    async def _verification(self, account_id: AccountId) -> Verification:
        account: Account | None = await self.ledger.state(account_stream(account_id))
        return UNVERIFIED if account is None else account.email

    async def _code(
        self, account_id: AccountId, its: EmailVerificationAsked, now: Verification, to: Address
    ) -> Notice | Unwritten:
        if not now.awaits(its.code, self.now()) or its.address != to.key:
            return Unwritten.OUTDATED
        code = await self.codes.drawn(account_id, its.code)
        return Unwritten.OUTDATED if code is None else of_code(code, its.valid_until)

    async def _alert(self, its: Recorded) -> Notice:
        happened = its.event
        if isinstance(happened, CostAlert):
            return of_budget(happened)
        if isinstance(happened, JobDeadLettered):
            return of_job(happened, await self.ledger.state(its.stream))
        assert isinstance(happened, BreakerOpened), "nothing else is taken in"
        return of_breaker(happened, key_of(its.stream))
