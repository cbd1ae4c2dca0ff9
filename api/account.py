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
from api.ports import Dependencies
from api.reads import Read, describes
from api.schema import Body, Recorded
from commands.account import LiftLegalHold, PlaceLegalHold, RequestErasure
from domain import account as domain
from domain.account import Hold, HoldReason
from domain.ids import AccountId, LoginKey, account_stream, login_stream
from domain.sealed import Erased, Sealed
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
        return None if found is None else await _opened(deps, found)

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


async def _opened(deps: Dependencies, found: bytes) -> bytes:
    """With addresses in the clear, or the word `erased`."""
    it = orjson.loads(found)
    account_id, login = AccountId(UUID(it["account_id"])), LoginKey(it.pop("login"))
    if it["email"]:
        me, sealed = account_stream(account_id), Sealed(it["email"])
        email = await deps.vault.open(me, login_stream(login), "email", sealed)
        it["email"] = email.value if isinstance(email, Erased) else email
    to = await deps.codes.address(account_id) if deps.codes.configured else None
    verified, at = it.pop("verified"), it.pop("verified_at")
    it["letters_to"] = "" if to is None else to.text
    it["email_verified"] = to is not None and to.key == verified
    it["email_verified_at"] = at if it["email_verified"] else None
    return orjson.dumps(it)
