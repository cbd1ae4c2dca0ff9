from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import account
from domain.account import (
    CHANNELS_MAX,
    Account,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
    Role,
)
from domain.event import Decision, Refused, nothing
from domain.ids import ChannelId
from tests.given import CHANNEL, LOGIN
from tests.story import Story

REGISTERED = AccountRegistered(LOGIN, Role.OWNER, "free", CHANNELS_MAX)
RESERVED = ChannelSlotReserved(CHANNEL)
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
