"""Texts that OpenAI works on in the background: named at once, fetched until they are there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from adapters.providers.openai import OpenAIModel
from domain.prices import Metering
from processors.errors import CallError, ContentRefused, OutcomeUnknown, StillAtWork, Unavailable
from processors.ports import Metered
from processors.ticket import Ticket
from tests.adapters.providers.given import ANSWER, ASK, MODEL, Count, endpoint
from tests.standins import Declined, StandIn, faults, stand_in
from tests.standins.openai import OpenAI
from tests.standins.openai.responses import Responses


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        it.answers.hook = lambda _: dict(ANSWER)
        yield it


@dataclass
class Recorded:
    """What a ledger would hold of a ticket."""

    references: list[str] = field(default_factory=list)

    async def record(self, reference: str) -> None:
        self.references.append(reference)

    def ticket(self) -> Ticket:
        return Ticket(self.record, self.references[-1] if self.references else "")


async def answer(it: StandIn, its: Recorded, timeout_s: float = 5.0) -> Metered[Count]:
    model = OpenAIModel(endpoint(it, timeout_s), MODEL, background=True)
    return await model.under(its.ticket()).answer(ASK, Count)


async def fault_of(it: StandIn, its: Recorded, timeout_s: float = 5.0) -> CallError:
    with pytest.raises(CallError) as raised:
        await answer(it, its, timeout_s)
    return raised.value


def asked(it: StandIn) -> list[str]:
    return [request.method for request in it.requests]


def responses(it: StandIn) -> Responses:
    assert isinstance(it, OpenAI)
    return next(part for part in it._parts if isinstance(part, Responses))


async def test_it_is_named_first_and_fetched_when_it_is_done(openai: StandIn) -> None:
    its = Recorded()
    metered = await answer(openai, its)
    assert metered.metering is Metering.EXACT
    assert {it.meter: it.quantity for it in metered.usage} == {
        meter: quantity for (_, meter), quantity in openai.billed.items()
    }
    assert ([metered.request_id], asked(openai)) == (its.references, ["POST", "GET", "GET"])
    body = openai.requests[0].json()
    assert (body["background"], body["store"]) == (True, False)


async def test_what_has_a_name_is_never_sent_again(openai: StandIn) -> None:
    its = Recorded()
    first, again = await answer(openai, its), await answer(openai, its)
    assert first.answer == again.answer
    assert len(openai.charges) == 1


async def test_without_a_ticket_it_is_asked_at_once(openai: StandIn) -> None:
    model = OpenAIModel(endpoint(openai), MODEL, background=True)
    await model.answer(ASK, Count)
    assert asked(openai) == ["POST"]
    assert openai.requests[0].json()["background"] is False


async def test_who_wants_nothing_kept_has_no_ticket(openai: StandIn) -> None:
    model = OpenAIModel(endpoint(openai), MODEL)
    await model.under(Recorded().ticket()).answer(ASK, Count)
    assert asked(openai) == ["POST"]


@pytest.mark.parametrize(
    ("fault", "after_s"),
    [
        (faults.status(429, retry_after_s=7), 7),
        (faults.status(500), None),
        (faults.status(401), None),
        (faults.html_502(), None),
        (faults.answer_lost(), None),
        (faults.drop_after(30), None),
        (faults.malformed(), None),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
async def test_a_broken_question_loses_nothing(
    openai: StandIn, fault: faults.Fault, after_s: float | None
) -> None:
    its = Recorded()
    openai.script(fault, on="GET")

    told = await fault_of(openai, its)

    assert type(told) is StillAtWork
    assert (told.after_s, told.usage) == (after_s, ())
    assert (await answer(openai, its)).usage
    assert len(openai.charges) == 1


async def test_what_is_not_done_in_time_is_asked_for_again(openai: StandIn) -> None:
    its = Recorded()
    responses(openai).polls = 1_000
    assert type(await fault_of(openai, its, timeout_s=0.5)) is StillAtWork
    assert len(its.references) == 1


async def test_what_is_not_kept_any_more_is_an_unknown_outcome(openai: StandIn) -> None:
    its = Recorded()
    await answer(openai, its)
    openai.clock = lambda: 1e12
    assert isinstance(await fault_of(openai, its), OutcomeUnknown)


async def test_an_answer_far_too_large_is_paid(openai: StandIn) -> None:
    openai.script(faults.oversize(), on="GET")
    told = await fault_of(openai, Recorded())
    assert isinstance(told, Unavailable)
    assert (told.code, told.usage) == ("answer-too-large", ASK.estimate)


async def test_a_refusal_costs_what_it_cost(openai: StandIn) -> None:
    openai.answers.queue.append(Declined())
    refused = await fault_of(openai, Recorded())
    assert type(refused) is ContentRefused
    assert refused.usage


async def test_usage_that_is_missing_is_estimated(openai: StandIn) -> None:
    openai.script(None, faults.missing_usage(), on="GET")
    metered = await answer(openai, Recorded())
    assert (metered.usage, metered.metering) == (ASK.estimate, Metering.ESTIMATED)
