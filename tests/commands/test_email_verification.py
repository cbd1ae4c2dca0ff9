"""A code is asked for and entered, by whoever has an account that is not being erased."""

from datetime import timedelta

import pytest

from commands.email_verification import AskEmailVerification, ConfirmEmail
from domain.account import ErasureBegun
from domain.email_verification import (
    CodeLimits,
    EmailCodeRefused,
    EmailVerificationAsked,
    EmailVerified,
)
from domain.event import Refused
from domain.ids import CodeDigest, account_stream
from tests.commands.stage import SET_UP, Stage
from tests.given import ACCOUNT, LOGIN, NOON, OTHER_ACCOUNT, YOU

LIMITS = CodeLimits(timedelta(minutes=30), tries=5, an_hour=3)
CODE, OTHER = CodeDigest("1" * 64), CodeDigest("2" * 64)
ME = account_stream(ACCOUNT)
ASK = AskEmailVerification(ACCOUNT, YOU, LOGIN, CODE, LIMITS)
ENTER = ConfirmEmail(ACCOUNT, YOU, LOGIN, CODE, LIMITS)
BEGUN = (ME, ErasureBegun(YOU))


def test_a_code_is_asked_for_then_a_wrong_one_is_entered_then_the_right_one() -> None:
    stage = Stage()
    stage.does(ASK)
    stage.does(ConfirmEmail(ACCOUNT, YOU, LOGIN, OTHER, LIMITS))
    stage.does(ENTER)
    assert stage.since == [
        (ME, EmailVerificationAsked(YOU, LOGIN, CODE, NOON, NOON + LIMITS.valid)),
        (ME, EmailCodeRefused(YOU, OTHER)),
        (ME, EmailVerified(YOU, LOGIN)),
    ]


@pytest.mark.parametrize("asked", [ASK, ENTER], ids=["ask", "enter"])
def test_nothing_is_sent_or_verified_for_an_account_that_is_being_erased(
    asked: AskEmailVerification | ConfirmEmail,
) -> None:
    with pytest.raises(Refused) as refused:
        Stage([*SET_UP, BEGUN]).does(asked)
    assert refused.value.code == "account-erasing"


@pytest.mark.parametrize("kind", [AskEmailVerification, ConfirmEmail])
def test_only_an_account_that_is_there_is_asked_about(
    kind: type[AskEmailVerification | ConfirmEmail],
) -> None:
    with pytest.raises(Refused) as refused:
        Stage().does(kind(OTHER_ACCOUNT, YOU, LOGIN, CODE, LIMITS))
    assert refused.value.code == "account-unknown"
