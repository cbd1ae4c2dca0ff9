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
    NoFunds,
    NotConfigured,
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


async def test_instructions_and_data_go_apart_and_nothing_is_kept(openai: StandIn) -> None:
    await model(openai).answer(ASK, Count)
    body = openai.requests[0].json()
    assert body["instructions"] == ASK.prompt.text
    assert body["input"] == [{"role": "user", "content": ASK.document}]
    assert body["text"]["format"]["strict"] is True
    assert body["metadata"]["prompt"] == ASK.prompt.label
    assert body["max_output_tokens"] == ASK.output_tokens_max
    assert body["store"] is False
    assert body["service_tier"] == "default"


@pytest.mark.parametrize(
    ("status", "its_code", "kind"),
    [
        (429, "insufficient_quota", NoFunds),
        (429, "project_spend_limit_exceeded", NoFunds),
        (409, "conflict", Unavailable),
        (422, "invalid_value", InvalidInput),
        (400, "content_policy_violation", ContentRefused),
    ],
)
async def test_codes_of_its_own_say_more_than_a_status(
    openai: StandIn, status: int, its_code: str, kind: type[CallError]
) -> None:
    openai.script(faults.status(status, its_code))
    assert type(await fault_of(openai)) is kind
    assert len(openai.requests) == 1


@pytest.mark.parametrize("refusal", [Declined(), Unfinished("content_filter")])
async def test_a_refusal_is_no_fault_and_costs_what_it_cost(
    openai: StandIn, refusal: Declined | Unfinished
) -> None:
    openai.answers.queue.append(refusal)
    refused = await fault_of(openai)
    assert type(refused) is ContentRefused
    assert sum(it.quantity for it in refused.usage) == sum(openai.billed.values())


async def test_missing_details_are_nought_and_said(openai: StandIn) -> None:
    openai.script(faults.partial_usage())
    metered = await model(openai).answer(ASK, Count)
    assert {it.meter for it in metered.usage} == {"input_token", "output_token"}
    assert metered.metering is Metering.PARTIAL


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
