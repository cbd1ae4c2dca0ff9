from hypothesis import given
from hypothesis import strategies as st

from domain import call
from domain.call import (
    About,
    Call,
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
from domain.prices import LineKind, Metering, PricedLine, Provider
from tests.given import ACCOUNT, CHANNEL, JOB, NOON, VIDEO, blob
from tests.story import Story

ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)
PROVIDER = Provider("voices", "one", Mode.LIVE)
INTENT = Intent(ABOUT, "narrate", 1, PROVIDER, "f" * 64)
INTENDED = CallIntended(ABOUT, "narrate", 1, 1, PROVIDER, "f" * 64, NOON)
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
ANSWER = blob("answer")
SUCCEEDED = CallSucceeded(ABOUT, 1, ANSWER, "r1", Metering.EXACT, (LINE,))
FAILED = CallFailed(ABOUT, 1, "malformed", "not JSON", (LINE,))
LOST = CallOutcomeUnknown(ABOUT, 1, "the line broke", (LINE,))
FOUND = CallReconciled(ABOUT, 1, ANSWER, (LINE,), replaced=(LINE,))
NEVER_RAN = CallReconciled(ABOUT, 1, None, (), replaced=())
a_call = Story(call.evolve)
intended = a_call.given(INTENDED)


def intends(it: Call | None) -> Decision:
    return call.intend(it, INTENT, NOON)


def test_a_call_is_intended_before_it_is_made() -> None:
    a_call.when(intends).then(INTENDED)


def test_an_open_intent_is_not_repeated_blindly() -> None:
    intended.when(intends).then_nothing()
    intended.given(LOST).when(intends).then_nothing()


def test_after_a_failure_the_next_attempt_is_another_one() -> None:
    second = CallIntended(ABOUT, "narrate", 1, 2, PROVIDER, "f" * 64, NOON)
    intended.given(FAILED).when(intends).then(second)


def test_an_answer_is_settled_with_its_cost() -> None:
    intended.when(lambda it: it.succeed(ANSWER, "r1", Metering.EXACT, [LINE])).then(SUCCEEDED)


def test_a_broken_answer_that_was_charged_stands_with_its_cost() -> None:
    intended.when(lambda it: it.fail("malformed", "not JSON", [LINE])).then(FAILED)


def test_a_lost_answer_stands_with_an_estimate() -> None:
    intended.when(lambda it: it.lose("the line broke", [LINE])).then(LOST)


def test_a_look_up_finds_what_was_lost() -> None:
    story = intended.given(LOST)
    story.when(lambda it: it.reconcile(ANSWER, [LINE])).then(FOUND)
    assert story.given(FOUND).state.answer == ANSWER


def test_an_intent_without_an_estimate_has_none_to_take_back() -> None:
    intended.when(lambda it: it.reconcile(None, [])).then(NEVER_RAN)


def test_a_call_that_never_ran_may_be_made_again() -> None:
    assert intended.given(NEVER_RAN).state.status is CallStatus.FAILED


def test_a_settled_call_is_not_settled_again() -> None:
    story = intended.given(SUCCEEDED)
    story.when(lambda it: it.succeed(ANSWER, "r1", Metering.EXACT, [LINE])).then_nothing()
    story.when(lambda it: it.fail("malformed", "not JSON", [LINE])).then_nothing()
    story.when(lambda it: it.lose("the line broke", [LINE])).then_nothing()
    story.when(lambda it: it.reconcile(ANSWER, [LINE])).then_nothing()
    story.when(intends).then_nothing()


@given(st.lists(st.sampled_from(["intend", "succeed", "fail", "lose", "find", "never ran"])))
def test_whatever_is_reported_a_call_succeeds_and_is_charged_once(said: list[str]) -> None:
    its, happened = intended.state, list[Event]()
    for what in said:
        decide = {
            "intend": intends(its),
            "succeed": its.succeed(ANSWER, "r1", Metering.EXACT, [LINE]),
            "fail": its.fail("c", "s", [LINE]),
            "lose": its.lose("s", [LINE]),
            "find": its.reconcile(ANSWER, [LINE]),
            "never ran": its.reconcile(None, []),
        }[what]
        for it in decide:
            happened.append(it)
            its = call.evolve(its, it)  # type: ignore[arg-type]  # decisions of a call
    answered = [it for it in happened if isinstance(it, CallSucceeded)]
    found = [it for it in happened if isinstance(it, CallReconciled) and it.answer]
    assert len(answered) + len(found) <= 1
