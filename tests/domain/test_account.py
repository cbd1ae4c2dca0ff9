from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import account
from domain.account import (
    CHANNELS_MAX,
    Account,
    AccountErased,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
    ErasureBegun,
    ErasureFailed,
    ErasureRefused,
    Hold,
    HoldReason,
    LegalHoldLifted,
    LegalHoldPlaced,
    Role,
)
from domain.event import Decision, Event, Refused, nothing
from domain.ids import ChannelId
from domain.work import EraseAccount
from tests.given import CHANNEL, JOB, LOGIN, YOU
from tests.story import Story

REGISTERED = AccountRegistered(LOGIN, Role.OWNER, "free", CHANNELS_MAX)
RESERVED = ChannelSlotReserved(CHANNEL)
TODAY, LATER = date(2026, 1, 1), date(2026, 1, 2)
BEGUN, ERASED = ErasureBegun(YOU), AccountErased(JOB)
FAILED = ErasureFailed(JOB, "disk-full", "the disk is full")
BOOKS = Hold(HoldReason.BOOKS, TODAY)
HELD = LegalHoldPlaced(YOU, BOOKS.reason, BOOKS.until)
REFUSED = ErasureRefused(
    YOU,
    "legal-hold",
    "this account must be kept until 2026-01-01, since its books must be kept",
)
an_account = Story(account.evolve)
channels = [ChannelId(UUID(int=n)) for n in range(10, 20)]
full = [ChannelSlotReserved(it) for it in channels[:CHANNELS_MAX]]


def register(it: Account | None) -> Decision:
    return account.register(it, LOGIN, Role.OWNER, "free")


def test_a_person_registers() -> None:
    an_account.when(register).then(REGISTERED)


def test_an_account_is_registered_once() -> None:
    an_account.given(REGISTERED).when(register).then_refused("account-exists")


def test_a_channel_takes_a_place() -> None:
    an_account.given(REGISTERED).when(lambda it: it.reserve_slot(CHANNEL)).then(RESERVED)


def test_a_place_is_taken_once() -> None:
    story = an_account.given(REGISTERED, RESERVED)
    story.when(lambda it: it.reserve_slot(CHANNEL)).then_nothing()


def test_the_sixth_channel_is_refused() -> None:
    story = an_account.given(REGISTERED, *full)
    story.when(lambda it: it.reserve_slot(channels[5])).then_refused("channel-limit")


def test_no_way_out_is_named_that_there_is_not() -> None:
    five = an_account.given(REGISTERED, *full).state
    with pytest.raises(Refused) as refused:
        list(five.reserve_slot(channels[5]))
    assert refused.value.sentence == "this account holds 5 channels, and no more"


def test_a_place_that_was_released_is_free_again() -> None:
    story = an_account.given(REGISTERED, *full, ChannelSlotReleased(channels[0]))
    story.when(lambda it: it.reserve_slot(channels[5])).then(ChannelSlotReserved(channels[5]))


def test_only_a_place_that_is_taken_is_released() -> None:
    story = an_account.given(REGISTERED, RESERVED)
    story.when(lambda it: it.release_slot(CHANNEL)).then(ChannelSlotReleased(CHANNEL))
    story.when(lambda it: it.release_slot(channels[0])).then_nothing()


def test_nothing_is_asked_of_an_account_that_is_not_there() -> None:
    an_account.when(lambda it: account.must_exist(it).reserve_slot(CHANNEL)).then_refused(
        "account-unknown"
    )


def test_a_step_may_decide_nothing() -> None:
    an_account.given(REGISTERED).when(lambda _: nothing()).then_nothing()


def erase(it: Account, on: date = TODAY) -> Decision:
    return it.begin_erasure(YOU, on)


def test_an_erasure_is_begun_once_and_wants_one_piece_of_work() -> None:
    story = an_account.given(REGISTERED).when(erase)
    story.then(BEGUN)
    assert story.given(BEGUN).state.wants() == (EraseAccount(),)
    story.given(BEGUN).then_nothing()
    story.given(BEGUN, ERASED).then_nothing()


def test_an_erasure_that_came_to_a_halt_is_begun_again() -> None:
    story = an_account.given(REGISTERED, BEGUN)
    story.when(lambda it: it.fail(JOB, EraseAccount(), FAILED.code, FAILED.sentence)).then(FAILED)
    assert story.given(FAILED).state.wants() == ()
    story.given(FAILED).when(erase).then(BEGUN)


def test_an_erasure_is_reported_once_and_is_the_end() -> None:
    story = an_account.given(REGISTERED, BEGUN)
    story.when(lambda it: it.finish_erasure(JOB)).then(ERASED)
    story.given(ERASED).when(lambda it: it.finish_erasure(JOB)).then_nothing()
    assert story.given(ERASED).state.wants() == ()


def test_an_erasure_that_nobody_waits_for_fails_in_silence() -> None:
    for then in ([], [BEGUN, ERASED]):
        story = an_account.given(REGISTERED, *then)
        story.when(lambda it: it.fail(JOB, EraseAccount(), "disk-full", "full")).then_nothing()


@pytest.mark.parametrize(
    ("then", "code"),
    [([], "account-erasing"), ([FAILED], "account-erasing"), ([ERASED], "account-erased")],
)
def test_nothing_is_asked_of_an_account_once_its_erasure_has_begun(
    then: list[Event], code: str
) -> None:
    story = an_account.given(REGISTERED, BEGUN, *then)
    story.when(account.must_be_active).then_refused(code)
    story.when(lambda it: it.place_hold(YOU, BOOKS, TODAY)).then_refused(code)


def test_an_account_that_must_be_kept_is_not_erased_and_the_refusal_is_recorded_once() -> None:
    story = an_account.given(REGISTERED, HELD).when(erase)
    story.then(REFUSED)
    story.given(REFUSED).then_nothing()
    assert story.given(REFUSED).state.wants() == ()


def test_a_hold_that_is_over_or_lifted_keeps_nobody_from_erasing() -> None:
    story = an_account.given(REGISTERED, HELD)
    story.when(lambda it: erase(it, LATER)).then(BEGUN)
    story.given(LegalHoldLifted(YOU)).when(erase).then(BEGUN)


def test_a_hold_until_a_day_that_is_past_keeps_nothing_and_is_refused() -> None:
    story = an_account.given(REGISTERED)
    story.when(lambda it: it.place_hold(YOU, BOOKS, LATER)).then_refused("hold-over")
    story.when(lambda it: it.place_hold(YOU, BOOKS, TODAY)).then(HELD)


def test_a_hold_is_placed_once() -> None:
    story = an_account.given(REGISTERED, HELD)
    story.when(lambda it: it.place_hold(YOU, BOOKS, TODAY)).then_nothing()


def test_a_hold_without_a_day_binds_until_it_is_lifted() -> None:
    story = an_account.given(REGISTERED)
    for_ever = Hold(HoldReason.ORDER, None)
    story.when(lambda it: it.place_hold(YOU, for_ever, TODAY)).then(
        LegalHoldPlaced(YOU, HoldReason.ORDER, None)
    )
    assert for_ever.binds(date.max)
    story.when(lambda it: it.lift_hold(YOU)).then_nothing()


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(channels))))
def test_no_history_of_asking_holds_more_channels_than_allowed(
    asked: list[tuple[bool, ChannelId]],
) -> None:
    its = account.evolve(None, REGISTERED)
    for reserve, channel_id in asked:
        if reserve and len(its.channels) == CHANNELS_MAX:
            continue
        decide = its.reserve_slot if reserve else its.release_slot
        for happened in decide(channel_id):
            its = account.evolve(its, happened)  # type: ignore[arg-type]  # decisions of an account
        assert len(its.channels) <= CHANNELS_MAX
