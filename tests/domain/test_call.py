from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import methodcaller

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import call
from domain.call import (
    ANSWERED_LATE,
    FOUND_LATE,
    About,
    Call,
    CallAccepted,
    CallCostCameLate,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallStatus,
    CallSucceeded,
    Intent,
)
from domain.event import Decision, Event
from domain.mode import Mode
from domain.prices import LineKind, Metering, PricedLine, Provider, Usage
from tests.given import ACCOUNT, CHANNEL, JOB, NOON, VIDEO, blob
from tests.story import Story

ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)
PROVIDER = Provider("voices", "one", Mode.LIVE)
MOST = (Usage("character", 5),)
INTENT = Intent(ABOUT, "narrate", 1, PROVIDER, "f" * 64, MOST, "speak-1@0123")
INTENDED = CallIntended(ABOUT, "narrate", 1, 1, PROVIDER, "f" * 64, NOON, MOST, "speak-1@0123")
LINE = PricedLine(
    LineKind.CASH,
    Mode.LIVE,
    "voices",
    "one",
    "character",
    5,
    8,
    1,
    "USD",
    40,
    "v1",
    NOON.date(),
    "2026-01",
)
SECOND = replace(INTENDED, attempt=2)
ANSWER = blob("answer")
SUCCEEDED = CallSucceeded(ABOUT, 1, ANSWER, "r1", Metering.EXACT, (LINE,))
FAILED = CallFailed(ABOUT, 1, "malformed", "not JSON", (LINE,))
LOST = CallOutcomeUnknown(ABOUT, 1, "the line broke", (LINE,))
FOUND = CallReconciled(ABOUT, 1, ANSWER, (LINE,), replaced=(LINE,))
NEVER_RAN = CallReconciled(ABOUT, 1, None, (), replaced=())
ACCEPTED = CallAccepted(ABOUT, 1, "resp_1")
accepts = methodcaller("accept", 1, "resp_1")
a_call = Story(call.evolve)
intended = a_call.given(INTENDED)


def intends(it: Call | None) -> Decision:
    return call.intend(it, 1 if it is None else it.attempt + 1, INTENT, NOON)


def test_a_call_is_intended_before_it_is_made() -> None:
    a_call.when(intends).then(INTENDED)


def test_an_open_intent_is_not_repeated_blindly() -> None:
    intended.when(intends).then_nothing()
    intended.given(LOST).when(intends).then_nothing()


def test_after_a_failure_the_next_attempt_is_another_one() -> None:
    intended.given(FAILED).when(intends).then(SECOND)


def test_an_attempt_that_others_made_meanwhile_is_not_intended_again() -> None:
    story = intended.given(FAILED, SECOND, replace(FAILED, attempt=2))
    story.when(lambda it: call.intend(it, 2, INTENT, NOON)).then_nothing()


def test_an_answer_is_settled_with_its_cost() -> None:
    intended.when(lambda it: it.succeed(1, ANSWER, "r1", Metering.EXACT, [LINE])).then(SUCCEEDED)


def test_a_broken_answer_that_was_charged_stands_with_its_cost() -> None:
    intended.when(lambda it: it.fail(1, "malformed", "not JSON", [LINE])).then(FAILED)


def test_a_lost_answer_stands_with_an_estimate() -> None:
    intended.when(lambda it: it.lose(1, "the line broke", [LINE])).then(LOST)


def test_a_look_up_finds_what_was_lost() -> None:
    story = intended.given(LOST)
    story.when(lambda it: it.reconcile(1, ANSWER, [LINE])).then(FOUND)
    assert story.given(FOUND).state.answer == ANSWER


def test_an_intent_without_an_estimate_has_none_to_take_back() -> None:
    intended.when(lambda it: it.reconcile(1, None, [])).then(NEVER_RAN)


def test_a_call_that_never_ran_may_be_made_again() -> None:
    assert intended.given(NEVER_RAN).state.status is CallStatus.FAILED


def test_a_provider_names_what_it_took_on_once() -> None:
    intended.when(accepts).then(ACCEPTED)
    intended.given(LOST).when(accepts).then(ACCEPTED)
    intended.given(ACCEPTED).when(lambda it: it.accept(1, "resp_2")).then_nothing()


@pytest.mark.parametrize("settled", [SUCCEEDED, FAILED, FOUND, NEVER_RAN])
def test_of_an_attempt_that_is_over_no_name_is_kept(settled: Event) -> None:
    intended.given(settled).when(accepts).then_nothing()


def test_another_attempt_has_no_name_yet() -> None:
    its = intended.given(ACCEPTED)
    assert (its.state.reference, its.given(FAILED, SECOND).state.reference) == ("resp_1", "")


def test_a_settled_call_is_not_settled_again() -> None:
    story = intended.given(SUCCEEDED)
    story.when(lambda it: it.succeed(1, ANSWER, "r1", Metering.EXACT, [LINE])).then_nothing()
    story.when(lambda it: it.fail(1, "malformed", "not JSON", [LINE])).then_nothing()
    story.when(lambda it: it.lose(1, "the line broke", [LINE])).then_nothing()
    story.when(lambda it: it.reconcile(1, ANSWER, [LINE])).then_nothing()
    story.when(intends).then_nothing()


PAID = replace(LINE, amount_nanos=30)
LATE = CallCostCameLate(ABOUT, 1, ANSWERED_LATE, Metering.EXACT, (PAID,), replaced=())
KEPT = replace(NEVER_RAN, lines=(LINE,))
tried_again = intended.given(NEVER_RAN, SECOND)


Decide = Callable[[Call], Decision]
SUCCEEDED_2 = CallSucceeded(ABOUT, 2, ANSWER, "r2", Metering.EXACT, (LINE,))


def answers(it: Call) -> Decision:
    return it.succeed(1, ANSWER, "r1", Metering.EXACT, [PAID])


def fails(it: Call) -> Decision:
    return it.fail(1, "malformed", "not JSON", [PAID])


def is_lost(it: Call) -> Decision:
    return it.lose(1, "the line broke", [PAID])


def test_a_lost_answer_that_comes_after_all_is_used_and_its_estimate_taken_back() -> None:
    found = CallReconciled(ABOUT, 1, ANSWER, (PAID,), replaced=(LINE,))
    intended.given(LOST).when(answers).then(found)


def test_a_lost_call_that_failed_makes_room_for_the_next_attempt_and_keeps_its_cost() -> None:
    made_room = replace(NEVER_RAN, replaced=(LINE,))
    intended.given(LOST).when(fails).then(made_room, replace(LATE, sentence="not JSON"))


def test_an_answer_of_an_attempt_that_was_given_up_stands_with_its_cost_alone() -> None:
    tried_again.when(answers).then(LATE)
    its = tried_again.given(LATE).state
    assert (its.attempt, its.status, its.answer) == (2, CallStatus.INTENDED, None)


@pytest.mark.parametrize("report", [answers, fails, is_lost])
def test_a_late_report_is_recorded_whether_or_not_another_attempt_has_begun(
    report: Decide,
) -> None:
    for story in (intended.given(NEVER_RAN), tried_again, tried_again.given(SUCCEEDED_2)):
        (late,) = report(story.state)
        assert isinstance(late, CallCostCameLate)
        assert (late.attempt, late.lines) == (1, (PAID,))


@pytest.mark.parametrize("report", [answers, fails, is_lost])
def test_a_late_report_told_twice_is_recorded_once(report: Decide) -> None:
    story = tried_again.given(*report(tried_again.state))
    story.when(report).then_nothing()


def test_a_late_answer_that_only_estimates_its_cost_is_recorded_once_too() -> None:
    def guesses(it: Call) -> Decision:
        return it.succeed(1, ANSWER, "r1", Metering.ESTIMATED, [PAID])

    story = tried_again.given(*guesses(tried_again.state))
    story.when(guesses).then_nothing()
    real = replace(LATE, lines=(LINE,), replaced=(PAID,))
    story.when(lambda it: it.succeed(1, ANSWER, "r1", Metering.EXACT, [LINE])).then(real)


def test_every_attempt_that_was_given_up_is_listened_to() -> None:
    both = tried_again.given(replace(NEVER_RAN, attempt=2), LATE)
    both.when(lambda it: it.succeed(2, ANSWER, "r2", Metering.EXACT, [PAID])).then(
        replace(LATE, attempt=2)
    )


def test_a_late_answer_that_cost_nothing_leaves_no_cost() -> None:
    tried_again.when(lambda it: it.succeed(1, ANSWER, "", Metering.EXACT, [])).then_nothing()


def test_what_an_attempt_really_cost_takes_the_place_of_the_estimate_that_stood_for_it() -> None:
    story = intended.given(LOST, KEPT, SECOND)
    story.when(is_lost).then_nothing()
    story.when(answers).then(replace(LATE, replaced=(LINE,)))
    lost_late = intended.given(NEVER_RAN, *is_lost(intended.given(NEVER_RAN).state))
    paid = replace(LATE, sentence="not JSON", lines=(LINE,), replaced=(PAID,))
    lost_late.when(lambda it: it.fail(1, "malformed", "not JSON", [LINE])).then(paid)


def test_a_look_up_that_comes_too_late_settles_no_other_attempt() -> None:
    tried_again.when(lambda it: it.reconcile(1, None, [])).then_nothing()
    found = replace(LATE, sentence=FOUND_LATE)
    tried_again.when(lambda it: it.reconcile(1, ANSWER, [PAID])).then(found)


def test_an_attempt_that_was_found_is_not_charged_for_its_own_answer_too() -> None:
    intended.given(FOUND).when(answers).then_nothing()


def test_a_late_cost_is_priced_as_its_own_attempt_was_intended() -> None:
    other = Provider("voices", "two", Mode.LIVE)
    its = intended.given(NEVER_RAN, replace(SECOND, provider=other)).state
    assert [its.made(it).provider for it in (1, 2)] == [PROVIDER, other]


Report = tuple[str, int]
REPORTS = ["intend", "accept", "succeed", "fail", "lose", "find", "never ran", "presume"]
reports = st.tuples(
    st.sampled_from(REPORTS),
    st.integers(1, 3),
)
CERTAIN = ("succeed", "fail", "find")


def said(its: Call, what: str, attempt: int, cost: PricedLine) -> Decision:
    return {
        "intend": intends(its),
        "accept": its.accept(attempt, "resp"),
        "succeed": its.succeed(attempt, ANSWER, "r", Metering.EXACT, [cost]),
        "fail": its.fail(attempt, "c", "s", [cost]),
        "lose": its.lose(attempt, "s", [cost]),
        "find": its.reconcile(attempt, ANSWER, [cost]),
        "never ran": its.reconcile(attempt, None, []),
        "presume": its.reconcile(attempt, None, [cost]),
    }[what]


@given(st.lists(reports, max_size=20))
def test_whatever_is_reported_each_attempt_is_charged_once_for_the_first_certain_word(
    told: list[Report],
) -> None:
    its, happened, certain = intended.state, list[Event](), dict[int, PricedLine]()
    for n, (what, attempt) in enumerate(told):
        cost = replace(LINE, amount_nanos=n)
        if what in CERTAIN and attempt <= its.attempt:
            certain.setdefault(attempt, cost)
        for it in said(its, what, attempt, cost):
            happened.append(it)
            its = call.evolve(its, it)  # type: ignore[arg-type]  # decisions of a call
    for attempt in (1, 2, 3):
        charged = owed(it for it in happened if getattr(it, "attempt", 0) == attempt)
        assert len(charged) <= 1
        if attempt in certain:
            assert charged == [certain[attempt]]
    assert sum(getattr(it, "answer", None) is not None for it in happened) <= 1


def owed(events: Iterable[Event]) -> list[PricedLine]:
    """What lines stand, less what was taken back; none is taken back that did not stand."""
    standing = Counter[PricedLine]()
    for it in events:
        standing.subtract(getattr(it, "replaced", ()))
        assert min(standing.values(), default=0) >= 0
        standing.update(getattr(it, "lines", ()))
    return list(standing.elements())


FREE = replace(LINE, unit_price_nanos=0, amount_nanos=0)


def test_a_call_is_free_where_all_that_it_may_cost_is_listed_at_nothing() -> None:
    assert intended.given(replace(LOST, lines=(FREE,))).state.is_free


@pytest.mark.parametrize("estimate", [(FREE, LINE), (replace(FREE, kind=LineKind.UNPRICED),), ()])
def test_a_call_is_not_free_where_nobody_lists_it_so(estimate: tuple[PricedLine, ...]) -> None:
    assert not intended.given(replace(LOST, lines=estimate)).state.is_free
