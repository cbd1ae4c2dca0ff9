"""Whom an account's letters go to: its own address, sealed in the ledger and opened here."""

from dataclasses import dataclass

import structlog

from domain.account import AccountRegistered
from domain.ids import AccountId, LoginKey, account_stream, login_stream
from domain.login import LoginClaimed
from domain.sealed import Erased, Unopenable, Vault
from infra.ledger.reader import LedgerReader
from infra.owner import OWNER
from processors.mail import Address

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Addresses:
    """`owner` is the installation's owner's, whose account has none that mail could reach."""

    reader: LedgerReader
    vault: Vault
    owner: Address | None

    async def of(self, account_id: AccountId) -> Address | None:
        """None where there is none, or it was erased. Raises Busy."""
        if account_id == OWNER:
            return self.owner
        me = account_stream(account_id)
        events = [it.event for it in await self.reader.read_stream(me)]
        login = next((it.login for it in events if isinstance(it, AccountRegistered)), None)
        return None if login is None else await self._opened(account_id, login)

    async def _opened(self, account_id: AccountId, login: LoginKey) -> Address | None:
        me, its = account_stream(account_id), login_stream(login)
        claims = [it.event for it in await self.reader.read_stream(its)]
        email = next((it.email for it in claims if isinstance(it, LoginClaimed)), None)
        if email is None:
            return None
        try:
            opened = await self.vault.open(me, its, "email", email)
        except Unopenable as wrong:
            log.error("address not opened", why=str(wrong))
            return None
        return None if opened is Erased.ERASED else Address(opened, login)
