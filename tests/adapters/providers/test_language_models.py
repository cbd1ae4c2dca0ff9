"""The fault matrix of every language model, over real sockets."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from adapters.providers.anthropic import AnthropicModel
from adapters.providers.compatible import CompatibleModel
from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import LanguageModel
from adapters.providers.openai import OpenAIModel
from domain.prices import Metering
from processors.errors import (
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from tests.adapters.providers.given import ANSWER, ASK, MODEL, Count, endpoint
from tests.standins import Declined, StandIn, Unfinished, faults, stand_in

MODELS: Mapping[str, Callable[[Endpoint, str], LanguageModel]] = {
    "anthropic": AnthropicModel,
    "compatible": CompatibleModel,
    "openai": OpenAIModel,
}


@pytest.fixture(params=MODELS)
def provider(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    with stand_in(request.param) as it:
        it.answers.hook = lambda _: dict(ANSWER)
        yield it


def model(it: StandIn) -> LanguageModel:
    return MODELS[it.name](endpoint(it), MODEL)


async def fault_of(it: StandIn) -> CallError:
    with pytest.raises(CallError) as raised:
        await model(it).answer(ASK, Count)
    return raised.value


async def test_an_answer_comes_in_its_shape_with_what_was_billed(provider: StandIn) -> None:
    provider.answers.cached_tokens, provider.answers.reasoning_tokens = 10, 7
    metered = await model(provider).answer(ASK, Count)
    billed = {(it.meter, it.quantity) for it in provider.charges[0].usage}
    assert metered.answer == Count(**ANSWER)
    assert {(it.meter, it.quantity) for it in metered.usage} == billed
    assert metered.metering is Metering.EXACT
    assert metered.request_id == "req_00000001"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.status(429, retry_after_s=7), RateLimited),
        (faults.status(500), Unavailable),
        (faults.status(529), Unavailable),
        (faults.html_502(), Unavailable),
        (faults.status(401), KeyRefused),
        (faults.status(403), KeyRefused),
        (faults.status(402), NoFunds),
        (faults.status(404), ModelGone),
        (faults.status(400), InvalidInput),
        (faults.status(413), InvalidInput),
        (faults.drop_before_body(), OutcomeUnknown),
        (faults.answer_lost(), OutcomeUnknown),
        (faults.drop_after(100), OutcomeUnknown),
        (faults.slow(1.5), OutcomeUnknown),
        (faults.malformed(), Unavailable),
        (faults.oversize(5_000_000), Unavailable),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
async def test_every_fault_has_its_class_and_is_asked_once(
    provider: StandIn, fault: faults.Fault, kind: type[CallError]
) -> None:
    provider.script(fault)
    assert type(await fault_of(provider)) is kind
    assert len(provider.requests) == 1


async def test_it_says_when_to_come_back(provider: StandIn) -> None:
    provider.script(faults.status(429, retry_after_s=7))
    limited = await fault_of(provider)
    assert isinstance(limited, RateLimited)
    assert limited.after_s == 7


@pytest.mark.parametrize("fault", [faults.malformed(), faults.oversize(5_000_000)])
async def test_a_paid_answer_that_cannot_be_read_has_a_cost(
    provider: StandIn, fault: faults.Fault
) -> None:
    provider.script(fault)
    assert (await fault_of(provider)).usage == ASK.estimate


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"things": "four", "said": ""}, Unavailable, "malformed-answer"),
        ("I would rather not say.", Unavailable, "malformed-answer"),
        (Unfinished(), Unavailable, "answer-cut-off"),
        (Declined(), ContentRefused, "content-refused"),
    ],
    ids=("other shape", "no object", "cut off", "declined"),
)
async def test_a_paid_answer_of_no_use_costs_what_it_cost(
    provider: StandIn,
    answer: dict[str, object] | str | Unfinished | Declined,
    kind: type[CallError],
    code: str,
) -> None:
    provider.answers.queue.append(answer)
    fault = await fault_of(provider)
    assert (type(fault), fault.code) == (kind, code)
    assert sum(it.quantity for it in fault.usage) == sum(provider.billed.values())


async def test_missing_usage_is_estimated_and_said(provider: StandIn) -> None:
    provider.script(faults.missing_usage())
    metered = await model(provider).answer(ASK, Count)
    assert (metered.usage, metered.metering) == (ASK.estimate, Metering.ESTIMATED)


async def test_after_a_fault_it_answers_again(provider: StandIn) -> None:
    provider.script(faults.status(500), None)
    await fault_of(provider)
    assert (await model(provider).answer(ASK, Count)).answer == Count(**ANSWER)


async def test_nobody_there_is_unavailable_and_costs_nothing(provider: StandIn) -> None:
    nowhere = Endpoint(provider.name, "http://127.0.0.1:9/v1", lambda: "k", 1.0)
    with pytest.raises(Unavailable) as raised:
        await MODELS[provider.name](nowhere, MODEL).answer(ASK, Count)
    assert raised.value.usage == ()
