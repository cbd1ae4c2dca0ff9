"""A code goes to an address and comes back: who enters another one is never verified."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import account
from domain.account import Account, AccountRegistered, Role
from domain.email_verification import (
    CodeLimits,
    EmailCodeRefused,
    EmailVerificationAsked,
    EmailVerified,
    Verification,
    evolve,
)
from domain.event import Decision, Event, Refused
from domain.ids import CodeDigest, LoginKey
from tests.given import HOUR, LOGIN, NOON, YOU
from tests.story import Story

MINUTE = timedelta(minutes=1)
LIMITS = CodeLimits(30 * MINUTE, tries=5, an_hour=3)
FIRST, SECOND, WRONG = (CodeDigest(it * 64) for it in "123")
OTHER_ADDRESS = LoginKey("b" * 64)
ASKED = EmailVerificationAsked(YOU, LOGIN, FIRST, NOON, NOON + LIMITS.valid)
AGAIN = EmailVerificationAsked(YOU, LOGIN, SECOND, NOON + MINUTE, NOON + MINUTE + LIMITS.valid)
REFUSED, VERIFIED = EmailCodeRefused(YOU, WRONG), EmailVerified(YOU, LOGIN)
an_account = Story(account.evolve).given(AccountRegistered(LOGIN, Role.OWNER, "free", 5))


def asks(
    address: LoginKey = LOGIN, after: timedelta = timedelta()
) -> Callable[[Account], Decision]:
    return lambda it: it.email.ask(YOU, address, FIRST, NOON + after, LIMITS)


def enters(
    code: CodeDigest, after: timedelta = MINUTE, address: LoginKey = LOGIN
) -> Callable[[Account], Decision]:
    return lambda it: it.email.confirm(YOU, address, code, NOON + after, LIMITS)


def test_a_code_is_asked_for_and_entered() -> None:
    an_account.when(asks()).then(ASKED)
    an_account.given(ASKED).when(enters(FIRST)).then(VERIFIED)
    assert an_account.given(ASKED, VERIFIED).state.email.verified == LOGIN


def test_nothing_is_verified_that_nobody_asked_for() -> None:
    an_account.when(enters(FIRST)).then_refused("email-code-missing")


def test_another_code_is_refused_with_an_event_and_the_right_one_still_counts() -> None:
    story = an_account.given(ASKED).when(enters(WRONG))
    story.then(REFUSED)
    assert story.given(REFUSED).state.email.verified is None
    story.given(REFUSED).when(enters(FIRST)).then(VERIFIED)


def test_after_five_other_codes_the_right_one_counts_no_more() -> None:
    story = an_account.given(ASKED, *[REFUSED] * 5)
    story.when(enters(FIRST)).then_refused("email-code-tries")
    story.given(AGAIN).when(enters(SECOND)).then(VERIFIED)


def test_a_code_counts_until_its_time_is_over() -> None:
    story = an_account.given(ASKED)
    story.when(enters(FIRST, LIMITS.valid - timedelta(microseconds=1))).then(VERIFIED)
    story.when(enters(FIRST, LIMITS.valid)).then_refused("email-code-expired")


def test_of_two_codes_the_newer_counts() -> None:
    story = an_account.given(ASKED, AGAIN)
    story.when(enters(FIRST, 2 * MINUTE)).then(EmailCodeRefused(YOU, FIRST))
    story.when(enters(SECOND, 2 * MINUTE)).then(VERIFIED)


def test_a_fourth_mail_within_an_hour_is_refused_and_says_when_there_will_be_one() -> None:
    story = an_account.given(ASKED, AGAIN, AGAIN)
    story.when(asks(after=HOUR - MINUTE)).then_refused("email-codes-too-many")
    with pytest.raises(Refused, match="ask again after 13:00 UTC"):
        list(story.state.email.ask(YOU, LOGIN, FIRST, NOON + 2 * MINUTE, LIMITS))
    at = NOON + HOUR
    story.when(asks(after=HOUR)).then(
        EmailVerificationAsked(YOU, LOGIN, FIRST, at, at + LIMITS.valid)
    )


def test_what_is_verified_is_not_asked_about_again() -> None:
    story = an_account.given(ASKED, VERIFIED)
    story.when(asks()).then_refused("email-verified")
    story.when(enters(FIRST)).then_refused("email-verified")


def test_another_address_has_to_be_verified_anew_and_an_earlier_code_is_not_its() -> None:
    story = an_account.given(ASKED, VERIFIED)
    story.when(enters(FIRST, address=OTHER_ADDRESS)).then_refused("email-code-missing")
    story.when(asks(OTHER_ADDRESS, MINUTE)).then(
        EmailVerificationAsked(YOU, OTHER_ADDRESS, FIRST, AGAIN.asked_at, AGAIN.valid_until)
    )


@pytest.mark.parametrize(
    ("history", "after", "awaited"),
    [
        ([], MINUTE, False),
        ([ASKED], MINUTE, True),
        ([ASKED], LIMITS.valid, False),
        ([ASKED, AGAIN], MINUTE, False),
        ([ASKED, VERIFIED], MINUTE, False),
    ],
)
def test_a_letter_is_of_use_while_its_code_counts(
    history: list[Event],
    after: timedelta,
    awaited: bool,  # noqa: FBT001 - a case
) -> None:
    its = an_account.given(*history).state.email
    assert its.awaits(FIRST, NOON + after) == awaited


WORDS = tuple(CodeDigest(f"{n:064x}") for n in range(3))
"""The last is never sent."""

addresses = st.sampled_from([LOGIN, LOGIN, LOGIN, OTHER_ADDRESS])
minutes = st.sampled_from([0, 0, 0, 1, 10, 31])
asking = st.tuples(st.just("ask"), st.sampled_from(WORDS[:2]), addresses, minutes)
entering = st.tuples(st.just("enter"), st.sampled_from(WORDS), addresses, minutes)
trying = st.tuples(st.just("enter"), st.just(WORDS[2]), st.just(LOGIN), st.just(0))
Deed = tuple[str, CodeDigest, LoginKey, int]


@dataclass
class Model:
    """What is right, told another way: the mails, what was entered since, what is verified."""

    mails: list[tuple[CodeDigest, LoginKey, int]] = field(default_factory=list)
    tries: int = 0
    verified: LoginKey | None = None

    def asked(self, code: CodeDigest, address: LoginKey, minute: int) -> bool:
        recent = [at for _, _, at in self.mails if minute - at < 60]
        allowed = len(recent) < LIMITS.an_hour and self.verified != address
        if allowed:
            self.mails, self.tries = [*self.mails, (code, address, minute)], 0
        return allowed

    def entered(self, code: CodeDigest, address: LoginKey, minute: int) -> bool:
        """Whether it verifies."""
        if not self.mails or self.verified == address or self.tries >= LIMITS.tries:
            return False
        sent, to, at = self.mails[-1]
        if to != address or minute - at >= 30:
            return False
        self.tries += sent != code
        self.verified = address if sent == code else self.verified
        return sent == code


def decided(its: Verification, decision: Decision) -> tuple[Verification, list[Event]]:
    """What it becomes; the same, with nothing new, where the decision declines."""
    try:
        events = list(decision)
    except Refused:
        return its, []
    for happened in events:
        its = evolve(its, happened)  # type: ignore[arg-type]  # decisions of a verification
    return its, events


@settings(max_examples=400)
@given(st.lists(st.one_of(asking, entering, trying), min_size=5, max_size=40))
def test_nothing_but_the_newest_code_in_its_time_within_five_tries_verifies(
    history: list[Deed],
) -> None:
    its, model, minute = Verification(), Model(), 0
    for deed, code, address, later in history:
        minute += later
        now = NOON + minute * MINUTE
        if deed == "ask":
            its, events = decided(its, its.ask(YOU, address, code, now, LIMITS))
            assert bool(events) == model.asked(code, address, minute)
        else:
            its, events = decided(its, its.confirm(YOU, address, code, now, LIMITS))
            verifies = events == [EmailVerified(YOU, address)]
            assert verifies == model.entered(code, address, minute)
        assert its.verified == model.verified
