"""A request that changed between two leases, by a new version of the program: paid for once."""

from dataclasses import replace

import pytest

from domain.call import CallIntended
from domain.ids import call_stream
from domain.mode import Mode
from domain.prices import Provider
from processors.errors import OutcomeUnknown, Unavailable
from tests.processors.bench import LIVE
from tests.processors.test_calls import GOOD, OP, OTHER, Cut, StandIn, bench, cut_off, judge, nanos


async def test_a_request_that_changed_keeps_its_op_and_shows_another_fingerprint() -> None:
    its, provider = bench(), StandIn([Unavailable("later"), GOOD])
    with pytest.raises(Unavailable):
        await its.calls("1.1").make(judge(provider))
    await its.calls("1.2").make(replace(judge(provider), request="another draft"))
    prints = [it.fingerprint for it in its.happened("call") if isinstance(it, CallIntended)]
    assert len(set(prints)) == 2
    assert {it for it, _ in its.ledger.log if it.startswith("call/")} == {call_stream(OP)}


CHANGED = "another draft"


async def test_an_answer_that_was_paid_for_is_kept_though_the_request_changed() -> None:
    its, provider = bench(), StandIn([GOOD, OTHER])
    await its.calls("1.1").make(judge(provider, LIVE))
    changed = replace(judge(provider, LIVE), request=CHANGED)
    assert (await its.calls("1.2").make(changed)).answer == GOOD
    assert provider.sent == 1


async def test_what_a_look_up_misses_of_a_changed_request_may_have_been_charged() -> None:
    its, provider = bench(), StandIn([Cut(), OTHER])
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    changed = replace(judge(provider, LIVE, provider.look_up), request=CHANGED)
    with pytest.raises(OutcomeUnknown, match="estimate"):
        await its.calls("1.2").make(changed)
    assert (await its.calls("1.3").make(changed)).answer == OTHER
    assert nanos(its.happened("call")) == 5_000_000


async def test_what_a_look_up_finds_counts_though_the_request_changed() -> None:
    its, provider = bench(), StandIn([Cut()])
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    provider.books["judge"] = GOOD
    changed = replace(judge(provider, LIVE, provider.look_up), request=CHANGED)
    assert (await its.calls("1.2").make(changed)).answer == GOOD
    assert provider.sent == 1


async def test_no_provider_is_asked_what_became_of_another_ones_call() -> None:
    its, provider, other = bench(), StandIn([Cut()]), StandIn([OTHER], books={"judge": GOOD})
    await cut_off(its, judge(provider, LIVE, provider.look_up))
    elsewhere = Provider("anthropic", "claude-haiku-5-5", Mode.LIVE)
    moved = judge(other, elsewhere, other.look_up)
    with pytest.raises(OutcomeUnknown):
        await its.calls("1.2").make(moved)
    assert (await its.calls("1.3").make(moved)).answer == OTHER
