"""The account of whoever asks: what it is, whether it must be kept, and its erasure."""

from datetime import date
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response

from api.answers import Account
from api.asks import Ask
from api.dependencies import Deps
from api.errors import Problem
from api.permissions import Permission, needs
from api.reads import Read, describes
from api.schema import Body, Recorded
from commands.account import LiftLegalHold, PlaceLegalHold, RequestErasure
from domain import account as domain
from domain.account import Hold, HoldReason
from domain.ids import AccountId, LoginKey, account_stream, login_stream
from domain.sealed import Erased, Sealed, Vault
from queries import account
from queries.ports import Reader

router = APIRouter(prefix="/api/v1/account", tags=["account"])


class LegalHold(Body):
    """Why the account must be kept, and until when; without a day until it is lifted."""

    reason: HoldReason
    until: date | None = None


@router.get(
    "",
    response_class=Response,
    responses=describes(Account),
    dependencies=[needs(Permission.ACCOUNT_READ)],
)
async def read_account(read: Read, deps: Deps) -> Response:
    """Read the account: its address, its plan, its room for channels, what it has spent."""

    async def find(reader: Reader) -> bytes | None:
        found = await account.one(reader, read.account_id)
        return None if found is None else await _opened(deps.vault, found)

    return await read.answer(account.VIEWS, find, "account-unknown")


@router.post(
    "/erasure",
    status_code=202,
    response_model=Recorded,
    dependencies=[needs(Permission.ACCOUNT_ERASE)],
)
async def erase_account(ask: Ask) -> Any:
    """Erase the account: its keys and its files go, and nobody brings them back."""
    receipt = await ask.carry_out(RequestErasure(ask.account_id, ask.by))
    its = domain.must_exist(await ask.deps.ledger.state(account_stream(ask.account_id)))
    if its.refusal is not None:
        position = {"YT-Position": str(receipt.position)}
        raise Problem(its.refusal.code, f"{its.refusal.sentence}.", headers=position)
    return receipt


@router.put("/legal-hold", response_model=Recorded, dependencies=[needs(Permission.ACCOUNT_HOLD)])
async def place_legal_hold(body: LegalHold, ask: Ask) -> Any:
    """Keep the account from being erased, for as long as its books or a dispute demand it."""
    hold = Hold(body.reason, body.until)
    return await ask.carry_out(PlaceLegalHold(ask.account_id, ask.by, hold))


@router.delete(
    "/legal-hold", response_model=Recorded, dependencies=[needs(Permission.ACCOUNT_HOLD)]
)
async def lift_legal_hold(ask: Ask) -> Any:
    """Let the account be erased again."""
    return await ask.carry_out(LiftLegalHold(ask.account_id, ask.by))


async def _opened(vault: Vault, found: bytes) -> bytes:
    """With the address in the clear, or the word `erased`."""
    it = orjson.loads(found)
    login = LoginKey(it.pop("login"))
    if it["email"]:
        owner = account_stream(AccountId(UUID(it["account_id"])))
        email = await vault.open(owner, login_stream(login), "email", Sealed(it["email"]))
        it["email"] = email.value if isinstance(email, Erased) else email
    return orjson.dumps(it)
