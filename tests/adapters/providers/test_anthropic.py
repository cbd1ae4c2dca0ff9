"""Anthropic over a real socket: what is sent, and what only it says."""

from collections.abc import Iterator

import pytest

from adapters.providers.anthropic import NO_CREDIT, AnthropicModel
from adapters.providers.endpoint import Endpoint
from processors.errors import NoFunds, NotConfigured
from tests.adapters.providers.given import ANSWER, ASK, MODEL, Count, endpoint
from tests.standins import StandIn, faults, stand_in


@pytest.fixture
def anthropic() -> Iterator[StandIn]:
    with stand_in("anthropic") as it:
        it.answers.hook = lambda _: dict(ANSWER)
        yield it


async def test_instructions_and_data_go_apart(anthropic: StandIn) -> None:
    await AnthropicModel(endpoint(anthropic), MODEL).answer(ASK, Count)
    body = anthropic.requests[0].json()
    assert body["system"] == ASK.prompt.text
    assert body["messages"] == [{"role": "user", "content": ASK.document}]
    assert body["output_config"]["format"]["schema"] == Count.model_json_schema()
    assert body["max_tokens"] == ASK.output_tokens_max


@pytest.mark.parametrize("code", ["billing_error", f"Your {NO_CREDIT} to access the API."])
async def test_an_empty_account_is_no_fault_of_the_request(anthropic: StandIn, code: str) -> None:
    anthropic.script(faults.status(400, code))
    with pytest.raises(NoFunds):
        await AnthropicModel(endpoint(anthropic), MODEL).answer(ASK, Count)


async def test_without_a_key_nothing_is_sent(anthropic: StandIn) -> None:
    keyless = Endpoint("anthropic", anthropic.url, lambda: "", 1.0)
    with pytest.raises(NotConfigured):
        await AnthropicModel(keyless, MODEL).answer(ASK, Count)
    assert anthropic.requests == []
