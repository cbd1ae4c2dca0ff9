"""The owner of an installation: one account and one token, made at the first start."""

import hmac
import os
import secrets
from hashlib import sha256
from uuid import UUID, uuid5

from api.ports import Person
from commands.account import RegisterAccount
from commands.ports import Because, Ledger
from domain.account import Role
from domain.event import Refused
from domain.ids import AccountId, account_stream, login_stream
from domain.sealed import Vault
from infra.home import Home
from infra.security.keys import Keys

NAMESPACE = UUID("6f0f3c2a-6a52-5f0a-9d0e-5b1f0c3d7e11")
"""What this installation's own ids derive from."""

OWNER = AccountId(uuid5(NAMESPACE, "owner"))
EMAIL = "owner@localhost"
TOKEN_BYTES = 32


def owner_token(home: Home) -> str:
    """The bearer token of the owner, from its file (0600); made where there is none."""
    if not home.owner_token.exists():
        home.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(home)
    return home.owner_token.read_text(encoding="ascii").strip()


def _write_once(home: Home) -> None:
    fresh = home.owner_token.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(TOKEN_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, home.owner_token)
    except FileExistsError:
        pass  # another process was first; its token is the one
    finally:
        os.unlink(fresh)


class OwnerTokens:
    """Knows one token: the owner's."""

    def __init__(self, token: str) -> None:
        self._digest = sha256(token.encode()).digest()

    def person(self, token: str) -> Person | None:
        """Compared by digest in constant time."""
        if hmac.compare_digest(sha256(token.encode()).digest(), self._digest):
            return Person(OWNER, Role.OWNER)
        return None


async def register_owner(ledger: Ledger, vault: Vault, keys: Keys) -> None:
    """Registers the owner's account, unless it is there: begun, it is never registered again."""
    if await ledger.state(account_stream(OWNER)) is not None:
        return
    login = keys.login(EMAIL)
    email = await vault.seal(account_stream(OWNER), login_stream(login), "email", EMAIL)
    command = RegisterAccount(OWNER, login, email, Role.OWNER, "own")
    key = uuid5(OWNER, "register")
    because = Because("system/start", OWNER, key, sha256(b"register").digest(), key, key)
    try:
        await ledger.carry_out(command, because)
    except Refused:
        return  # another process registered it between the look and the command
