"""Accounts: one row each: its address (sealed), its places for channels, how far its erasure is.

`verified` is the digest of the address that was verified.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.account import (
    AccountErased,
    AccountEvent,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
    Erasure,
    ErasureBegun,
    ErasureEvent,
    ErasureFailed,
    ErasureRefused,
    HeldEvent,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from domain.email_verification import EmailVerified, VerificationEvent
from domain.event import Recorded
from domain.ids import key_of
from domain.login import LoginClaimed, LoginEvent
from projections.change import Add, Change, Put
from projections.projection import Projection, events_of
from projections.table import NO_DAY, NO_INSTANT, TEXT, WHOLE, Column, Kind, Row, Table

ACCOUNTS = Table(
    "accounts",
    key={"account_id": Kind.ID},
    columns={
        "role": TEXT,
        "plan": TEXT,
        "channels_max": WHOLE,
        "channels": WHOLE,
        "registered_at": NO_INSTANT,
        "login": TEXT,
        "email": TEXT,
        "verified": TEXT,
        "verified_at": NO_INSTANT,
        "hold": TEXT,
        "hold_until": NO_DAY,
        "erasure": Column(Kind.TEXT, Erasure.NONE.value),
        "erasure_at": NO_INSTANT,
        "erasure_why": TEXT,
    },
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    if isinstance(happened, LoginClaimed):
        claimed: Row = {"login": key_of(it.stream), "email": happened.email}
        yield Put(ACCOUNTS.name, (happened.account_id,), claimed)
        return
    assert isinstance(happened, AccountEvent)
    row = (ACCOUNTS.name, (UUID(key_of(it.stream)),))
    if isinstance(happened, ErasureEvent):
        yield Put(*row, _erasure(happened) | {"erasure_at": it.recorded_at})
    elif isinstance(happened, EmailVerified):
        verified: Row = {"verified": happened.address, "verified_at": it.recorded_at}
        yield Put(*row, verified)
    elif not isinstance(happened, VerificationEvent):
        yield from _standing(row, it.recorded_at, happened)


def _standing(
    row: tuple[str, tuple[UUID]], at: datetime, happened: AccountRegistered | HeldEvent
) -> Iterator[Change]:
    match happened:
        case AccountRegistered(role=role, plan=plan, channels_max=channels_max):
            values: Row = {"role": role.value, "plan": plan, "channels_max": channels_max}
            yield Put(*row, values | {"registered_at": at})
        case ChannelSlotReserved():
            yield Add(*row, {"channels": 1})
        case ChannelSlotReleased():
            yield Add(*row, {"channels": -1})
        case LegalHoldPlaced(reason=reason, until=until):
            yield Put(*row, {"hold": reason.value, "hold_until": until})
        case LegalHoldLifted():
            yield Put(*row, {"hold": "", "hold_until": None})


def _erasure(happened: ErasureEvent) -> Row:
    """How far it is, and why it is no further."""
    match happened:
        case ErasureBegun():
            return {"erasure": Erasure.BEGUN.value, "erasure_why": ""}
        case ErasureRefused(sentence=sentence):
            return {"erasure_why": sentence}
        case ErasureFailed(sentence=sentence):
            return {"erasure": Erasure.FAILED.value, "erasure_why": sentence}
        case AccountErased():
            return {"erasure": Erasure.ERASED.value, "erasure_why": ""}


PROJECTION = Projection(
    name="account",
    version=3,
    follows=events_of(AccountEvent, LoginEvent),
    tables=(ACCOUNTS,),
    project=project,
    reads=frozenset({"recorded_at"}),
)
