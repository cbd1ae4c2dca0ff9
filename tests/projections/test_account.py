from datetime import date

import pytest

from domain.account import (
    AccountErased,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
    ErasureBegun,
    ErasureFailed,
    ErasureRefused,
    HoldReason,
    LegalHoldLifted,
    LegalHoldPlaced,
    Role,
)
from domain.email_verification import EmailCodeRefused, EmailVerificationAsked, EmailVerified
from domain.event import Event
from domain.ids import CodeDigest, account_stream, login_stream
from domain.login import LoginClaimed
from domain.sealed import Sealed
from projections.account import PROJECTION
from projections.table import Row
from tests.given import ACCOUNT, CHANNEL, JOB, LOGIN, NOON, YOU
from tests.projections.tables import followed, history, paged, rows

REGISTERED = AccountRegistered(LOGIN, Role.OWNER, "free", 5)
CLAIMED = LoginClaimed(ACCOUNT, Sealed("s1.1.a.b"))
TAKEN, FREED = ChannelSlotReserved(CHANNEL), ChannelSlotReleased(CHANNEL)
HELD = LegalHoldPlaced(YOU, HoldReason.BOOKS, date(2030, 1, 1))
WHY = "its books must be kept"


def account(*events: Event) -> Row:
    """The one row, after its address was claimed and these happened."""
    stream = account_stream(ACCOUNT)
    entries = [(login_stream(LOGIN), CLAIMED), *((stream, it) for it in (REGISTERED, *events))]
    (row,) = rows(paged(PROJECTION, [followed(PROJECTION, history(entries))]), "accounts").values()
    return row


def test_an_account_counts_the_places_that_are_taken() -> None:
    assert account(TAKEN, TAKEN, FREED)["channels"] == 1


def test_an_account_has_its_address_sealed_as_it_came() -> None:
    its = account()
    assert (its["login"], its["email"]) == (LOGIN, "s1.1.a.b")
    assert (its["role"], its["plan"], its["channels_max"]) == ("owner", "free", 5)
    assert its["registered_at"] == NOON


def test_a_hold_stands_until_it_is_lifted() -> None:
    held = account(HELD)
    assert (held["hold"], held["hold_until"]) == ("books", date(2030, 1, 1))
    lifted = account(HELD, LegalHoldLifted(YOU))
    assert (lifted["hold"], lifted["hold_until"]) == ("", None)


@pytest.mark.parametrize(
    ("events", "erasure", "why"),
    [
        ([ErasureBegun(YOU)], "begun", ""),
        ([ErasureRefused(YOU, "legal-hold", WHY)], "none", WHY),
        ([ErasureBegun(YOU), ErasureFailed(JOB, "disk-full", WHY)], "failed", WHY),
        ([ErasureRefused(YOU, "x", WHY), ErasureBegun(YOU), AccountErased(JOB)], "erased", ""),
    ],
)
def test_how_far_an_erasure_is_and_why_no_further(
    events: list[Event], erasure: str, why: str
) -> None:
    row = account(*events)
    assert (row["erasure"], row["erasure_why"]) == (erasure, why)
    assert row["erasure_at"] == NOON


def test_an_address_is_verified_by_the_digest_that_was_verified() -> None:
    asked = EmailVerificationAsked(YOU, LOGIN, CodeDigest("1" * 64), NOON, NOON)
    refused = EmailCodeRefused(YOU, CodeDigest("2" * 64))
    its = account(asked, refused)
    assert (its["verified"], its["verified_at"]) == ("", None)
    its = account(asked, refused, EmailVerified(YOU, LOGIN))
    assert (its["verified"], its["verified_at"]) == (LOGIN, NOON)
