from dataclasses import replace

from domain import cap
from domain.cap import NO_CAPS, BudgetScope, CapDecided, CapOf, Caps
from domain.event import Decision
from domain.ids import ChannelId
from domain.mode import Mode
from tests.given import ACCOUNT, CHANNEL, TEXT, YOU
from tests.story import Story

EVERY = CapOf(BudgetScope.VIDEO, None, Mode.LIVE, "USD")
OWN = replace(EVERY, channel_id=CHANNEL)
DECIDED = CapDecided(ACCOUNT, EVERY, 100, YOU)
caps = Story(cap.evolve)


def decides(it: Caps | None, of: CapOf = EVERY, nanos: int | None = 100) -> Decision:
    return cap.decide(it, ACCOUNT, of, nanos, YOU)


def test_a_cap_is_decided_once() -> None:
    caps.when(decides).then(DECIDED)
    caps.given(DECIDED).when(decides).then_nothing()


def test_there_is_nothing_to_take_back_where_no_cap_is() -> None:
    caps.when(lambda it: decides(it, nanos=None)).then_nothing()
    taken_back = replace(DECIDED, cap_nanos=None)
    caps.given(DECIDED).when(lambda it: decides(it, nanos=None)).then(taken_back)


def test_a_cap_below_nothing_is_refused() -> None:
    caps.when(lambda it: decides(it, nanos=-1)).then_refused("cap-invalid")


def test_a_cap_in_money_that_is_not_there_is_refused_and_taken_back() -> None:
    nobodys = replace(EVERY, currency="ZZZ")
    caps.when(lambda it: decides(it, nobodys)).then_refused("currency-unknown")
    before = caps.given(CapDecided(ACCOUNT, nobodys, 7, YOU))
    before.when(lambda it: decides(it, nobodys, None)).then(CapDecided(ACCOUNT, nobodys, None, YOU))


def test_an_accounts_day_is_of_no_channel() -> None:
    day = replace(OWN, scope=BudgetScope.ACCOUNT_DAY)
    caps.when(lambda it: decides(it, day)).then_refused("cap-invalid")


def test_a_channels_own_cap_goes_before_that_of_all() -> None:
    its = caps.given(DECIDED, CapDecided(ACCOUNT, OWN, 7, YOU)).state
    other = replace(OWN, channel_id=ChannelId(TEXT))
    assert (its.cap(OWN), its.cap(other), NO_CAPS.cap(OWN)) == (7, 100, None)
    assert (its.units(Mode.LIVE), its.units(Mode.OFFLINE)) == (("USD",), ())
