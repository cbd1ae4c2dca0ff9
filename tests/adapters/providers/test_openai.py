"""OpenAI over a real socket: what is sent, what is metered, what each fault becomes."""

from collections.abc import Iterator

import pytest

from adapters.providers.endpoint import Endpoint
from adapters.providers.openai import OpenAIModel
from domain.prices import Metering, Usage
from processors.errors import (
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    NotConfigured,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from tests.adapters.providers.given import ANSWER, ASK, MODEL, Count, endpoint
from tests.standins import Declined, StandIn, Unfinished, faults, stand_in


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        it.answers.hook = lambda _: dict(ANSWER)
        yield it


def model(it: StandIn, timeout_s: float = 1.0) -> OpenAIModel:
    return OpenAIModel(endpoint(it, timeout_s), MODEL)


async def fault_of(it: StandIn) -> CallError:
    with pytest.raises(CallError) as raised:
        await model(it).answer(ASK, Count)
    return raised.value


async def test_an_answer_comes_in_its_shape_with_what_was_billed(openai: StandIn) -> None:
    openai.answers.cached_tokens, openai.answers.reasoning_tokens = 10, 7
    metered = await model(openai).answer(ASK, Count)
    billed = {(it.meter, it.quantity) for it in openai.charges[0].usage}
    assert metered.answer == Count(**ANSWER)
    assert {(it.meter, it.quantity) for it in metered.usage} == billed
    assert metered.metering is Metering.EXACT
    assert metered.request_id == "req_00000001"


async def test_instructions_and_data_go_apart_and_nothing_is_kept(openai: StandIn) -> None:
    await model(openai).answer(ASK, Count)
    body = openai.requests[0].json()
    assert body["instructions"] == ASK.prompt.text
    assert body["input"] == [{"role": "user", "content": ASK.document}]
    assert body["text"]["format"]["strict"] is True
    assert body["metadata"]["prompt"] == ASK.prompt.label
    assert body["max_output_tokens"] == ASK.output_tokens_max
    assert body["store"] is False


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.status(429, retry_after_s=7), RateLimited),
        (faults.status(429, "insufficient_quota"), NoFunds),
        (faults.status(429, "project_spend_limit_exceeded"), NoFunds),
        (faults.status(500), Unavailable),
        (faults.status(503), Unavailable),
        (faults.html_502(), Unavailable),
        (faults.status(401), KeyRefused),
        (faults.status(403), KeyRefused),
        (faults.status(404), ModelGone),
        (faults.status(409, "conflict"), Unavailable),
        (faults.status(400), InvalidInput),
        (faults.status(422, "invalid_value"), InvalidInput),
        (faults.status(400, "content_policy_violation"), ContentRefused),
        (faults.drop_before_body(), OutcomeUnknown),
        (faults.answer_lost(), OutcomeUnknown),
        (faults.drop_after(100), OutcomeUnknown),
        (faults.slow(1.5), OutcomeUnknown),
        (faults.malformed(), Unavailable),
        (faults.oversize(5_000_000), Unavailable),
    ],
    ids=lambda it: getattr(it, "name", getattr(it, "__name__", "")),
)
async def test_every_fault_has_its_class_and_is_asked_once(
    openai: StandIn, fault: faults.Fault, kind: type[CallError]
) -> None:
    openai.script(fault)
    assert type(await fault_of(openai)) is kind
    assert len(openai.requests) == 1


async def test_it_says_when_to_come_back(openai: StandIn) -> None:
    openai.script(faults.status(429, retry_after_s=7))
    limited = await fault_of(openai)
    assert isinstance(limited, RateLimited)
    assert limited.after_s == 7


@pytest.mark.parametrize("fault", [faults.malformed(), faults.oversize(5_000_000)])
async def test_a_paid_answer_that_cannot_be_read_has_a_cost(
    openai: StandIn, fault: faults.Fault
) -> None:
    openai.script(fault)
    assert (await fault_of(openai)).usage == ASK.estimate


async def test_an_answer_of_another_shape_costs_what_it_cost(openai: StandIn) -> None:
    openai.answers.queue.append({"things": "four", "said": ""})
    wrong = await fault_of(openai)
    assert (type(wrong), wrong.code) == (Unavailable, "malformed-answer")
    assert sum(it.quantity for it in wrong.usage) == sum(openai.billed.values())


async def test_an_answer_cut_short_costs_what_it_cost(openai: StandIn) -> None:
    openai.answers.queue.append(Unfinished())
    cut = await fault_of(openai)
    assert (type(cut), cut.code) == (Unavailable, "answer-cut-off")
    assert sum(it.quantity for it in cut.usage) == sum(openai.billed.values())


@pytest.mark.parametrize("refusal", [Declined(), Unfinished("content_filter")])
async def test_a_refusal_is_no_fault_and_costs_what_it_cost(
    openai: StandIn, refusal: Declined | Unfinished
) -> None:
    openai.answers.queue.append(refusal)
    refused = await fault_of(openai)
    assert type(refused) is ContentRefused
    assert sum(it.quantity for it in refused.usage) == sum(openai.billed.values())


async def test_missing_usage_is_estimated_and_said(openai: StandIn) -> None:
    openai.script(faults.missing_usage())
    metered = await model(openai).answer(ASK, Count)
    assert (metered.usage, metered.metering) == (ASK.estimate, Metering.ESTIMATED)


async def test_missing_details_are_nought_and_said(openai: StandIn) -> None:
    openai.script(faults.partial_usage())
    metered = await model(openai).answer(ASK, Count)
    assert {it.meter for it in metered.usage} == {"input_token", "output_token"}
    assert metered.metering is Metering.PARTIAL


async def test_after_a_fault_it_answers_again(openai: StandIn) -> None:
    openai.script(faults.status(500), None)
    await fault_of(openai)
    assert (await model(openai).answer(ASK, Count)).answer == Count(**ANSWER)


async def test_nobody_there_is_unavailable_and_costs_nothing() -> None:
    nowhere = Endpoint("openai", "http://127.0.0.1:9/v1", lambda: "k", 1.0)
    with pytest.raises(Unavailable) as raised:
        await OpenAIModel(nowhere, MODEL).answer(ASK, Count)
    assert raised.value.usage == ()


async def test_without_a_key_nothing_is_sent(openai: StandIn) -> None:
    keyless = Endpoint("openai", openai.url, lambda: "", 1.0)
    with pytest.raises(NotConfigured):
        await OpenAIModel(keyless, MODEL).answer(ASK, Count)
    assert openai.requests == []


async def test_no_error_quotes_key_or_texts(openai: StandIn) -> None:
    openai.script(faults.status(400, "The key sk-a-key and Three ships"))
    refused = await fault_of(openai)
    assert "sk-" not in refused.sentence
    assert "ships" not in refused.sentence


def test_the_estimate_is_read_and_written_tokens() -> None:
    meters = {it.meter: it for it in ASK.estimate}
    assert meters["output_token"] == Usage("output_token", ASK.output_tokens_max)
    assert meters["input_token"].quantity > 20
