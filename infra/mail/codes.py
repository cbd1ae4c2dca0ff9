"""Codes that verify an address: drawn here, kept sealed until they are over, known by digest.

A code is in the mail that carries it, and in the vault, under its owner's key; events and tables
hold its keyed digest. Kept by that name, a code that lost a race is never taken for another's.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from domain.email_verification import CodeLimits
from domain.ids import AccountId, CodeDigest, account_stream
from infra.ledger.pool import connected
from infra.mail.addresses import Addresses
from infra.security.vault import PostgresVault
from processors.mail import Address

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are taken for one another: 30 characters."""

CHARACTERS = 8
"""30^8 codes: of 15 tries an hour, one in five million years is right."""

PURPOSE = b"YTEMPIRE code of an e-mail"
IGNORED = str.maketrans("", "", " -")
NAME = "email-code/"
OVER = """
    DELETE FROM vault.secrets
    WHERE owner = %s AND name LIKE 'email-code/%%'
      AND changed_at < clock_timestamp() - %s * interval '1 s'
"""
FORGET = "DELETE FROM vault.secrets WHERE owner = %s AND name = %s"


@dataclass(frozen=True, slots=True)
class EmailCodes:
    """`secret` is a key of the installation's; every method raises Busy."""

    vault: PostgresVault
    addresses: Addresses
    limits: CodeLimits
    secret: bytes = field(repr=False)
    configured: bool = True

    async def address(self, account_id: AccountId) -> Address | None:
        """Where a code would be sent."""
        return await self.addresses.of(account_id)

    async def draw(self, account_id: AccountId) -> CodeDigest:
        """A new code, kept before anything is recorded of it. Raises OwnerErased."""
        me = account_stream(account_id)
        code = "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS))
        async with connected(self.vault.pool) as connection:
            await connection.execute(OVER, (me, self.limits.valid.total_seconds()))
        digest = self.digest(account_id, code)
        await self.vault.keep(me, f"{NAME}{digest}", code)
        return digest

    async def drawn(self, account_id: AccountId, digest: CodeDigest) -> str | None:
        """The code of this digest, while it is kept."""
        return await self.vault.kept(account_stream(account_id), f"{NAME}{digest}")

    async def forget(self, account_id: AccountId, digest: CodeDigest) -> None:
        async with connected(self.vault.pool) as connection:
            await connection.execute(FORGET, (account_stream(account_id), f"{NAME}{digest}"))

    def digest(self, account_id: AccountId, code: str) -> CodeDigest:
        """However it is typed: case, spaces and hyphens do not count."""
        typed = code.translate(IGNORED).upper()
        key = hmac.new(self.secret, PURPOSE, sha256).digest()
        its = hmac.new(key, f"{account_id}|{typed}".encode(), sha256)
        return CodeDigest(its.hexdigest())
