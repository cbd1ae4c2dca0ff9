"""Servers of one's own: the chat dialect, without a key, and loose with shapes."""

from collections.abc import Iterator

import pytest

from adapters.providers.compatible import CompatibleModel
from adapters.providers.endpoint import Endpoint
from domain.mode import Mode
from domain.prices import Metering
from tests.adapters.providers.given import ANSWER, ASK, MODEL, Count, endpoint
from tests.standins import StandIn, faults, stand_in


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in("compatible") as it:
        it.answers.hook = lambda _: dict(ANSWER)
        yield it


async def test_data_is_the_users_message_and_the_shape_is_told_twice(server: StandIn) -> None:
    await CompatibleModel(endpoint(server), MODEL).answer(ASK, Count)
    body = server.requests[0].json()
    system, user = (it["content"] for it in body["messages"])
    assert user == ASK.document
    assert system.startswith(ASK.prompt.text)
    assert '"things"' in system
    assert body["response_format"]["json_schema"]["schema"] == Count.model_json_schema()


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"things": 4, "said": "three and one"}\n```',
        'Let me think. It is four.\n{"things": 4, "said": "three and one"}',
    ],
    ids=("fenced", "thinking aloud"),
)
async def test_an_object_with_words_around_it_is_found(server: StandIn, text: str) -> None:
    server.answers.queue.append(text)
    metered = await CompatibleModel(endpoint(server), MODEL).answer(ASK, Count)
    assert metered.answer == Count(**ANSWER)


async def test_a_server_that_asks_for_no_key_is_sent_none(server: StandIn) -> None:
    keyless = Endpoint("compatible", server.url, lambda: "", 1.0)
    its = CompatibleModel(keyless, MODEL)
    assert (await its.answer(ASK, Count)).answer == Count(**ANSWER)
    assert server.requests[0].headers["authorization"] == "Bearer none"
    assert its.provider.mode is Mode.OFFLINE


async def test_missing_details_are_nought_and_said(server: StandIn) -> None:
    server.script(faults.partial_usage())
    metered = await CompatibleModel(endpoint(server), MODEL).answer(ASK, Count)
    assert {it.meter for it in metered.usage} == {"input_token", "output_token"}
    assert metered.metering is Metering.PARTIAL
