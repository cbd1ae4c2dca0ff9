"""The real SDK against the stand-in, over a socket."""

from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
from anthropic import Anthropic
from pydantic import BaseModel

from tests.standins import Declined, Unfinished, faults, stand_in
from tests.standins.server import StandIn

PROMPT = "Write.\n<source>\nThe tide comes twice a day. It waits for nobody.\n</source>"


class Script(BaseModel):
    title: str
    sentences: list[str]


@pytest.fixture
def it() -> Iterator[StandIn]:
    with stand_in("anthropic") as it:
        yield it


@pytest.fixture
def client(it: StandIn) -> Iterator[Anthropic]:
    with Anthropic(base_url=it.url, api_key="a-key", max_retries=0) as client:
        yield client


def ask(client: Anthropic, model: str = "claude-haiku-5-5", **more: Any) -> Any:
    messages: Any = [{"role": "user", "content": PROMPT}]
    return client.messages.create(
        model=model, max_tokens=500, system="Rules.", messages=messages, **more
    )


def test_an_answer_has_the_asked_shape(client: Anthropic) -> None:
    answer = client.messages.parse(
        model="m",
        max_tokens=500,
        messages=[{"role": "user", "content": PROMPT}],
        output_format=Script,
    )

    assert answer.parsed_output == Script(
        title="The tide comes twice a day",
        sentences=["The tide comes twice a day.", "It waits for nobody."],
    )
    assert answer.stop_reason == "end_turn"


def test_a_tool_is_called_where_it_has_to_be(client: Anthropic) -> None:
    tool = {"name": "write", "input_schema": Script.model_json_schema()}

    answer = ask(client, tools=[tool], tool_choice={"type": "tool", "name": "write"})

    assert (answer.stop_reason, answer.content[0].name) == ("tool_use", "write")
    assert Script.model_validate(answer.content[0].input).sentences[1] == "It waits for nobody."


def test_cached_tokens_are_told_apart_from_the_others(it: StandIn, client: Anthropic) -> None:
    it.answers.cached_tokens = 8

    usage = ask(client).usage

    assert usage.cache_read_input_tokens == 8
    assert it.billed == {
        ("claude-haiku-5-5", "input_token"): usage.input_tokens,
        ("claude-haiku-5-5", "cached_input_token"): 8,
        ("claude-haiku-5-5", "output_token"): usage.output_tokens,
    }


def test_a_model_may_decline_or_stop(it: StandIn, client: Anthropic) -> None:
    it.answers.queue += [Declined("No."), Unfinished(), Unfinished("content_filter")]

    reasons = [ask(client).stop_reason for _ in range(3)]

    assert reasons == ["refusal", "max_tokens", "refusal"]


@pytest.mark.parametrize(
    ("fault", "error", "charges"),
    [
        (faults.status(429, retry_after_s=1), anthropic.RateLimitError, 0),
        (faults.status(529), anthropic.APIStatusError, 0),
        (faults.status(500), anthropic.InternalServerError, 0),
        (faults.html_502(), anthropic.InternalServerError, 0),
        (faults.drop_before_body(), anthropic.APIConnectionError, 0),
        (faults.answer_lost(), anthropic.APIConnectionError, 1),
        (faults.drop_after(30), anthropic.APIConnectionError, 1),
        (faults.malformed(), ValueError, 1),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
def test_each_fault_arrives(
    it: StandIn, client: Anthropic, fault: faults.Fault, error: type[Exception], charges: int
) -> None:
    it.script(fault)

    with pytest.raises(error):
        ask(client)

    assert len(it.charges) == charges


def test_a_slow_answer_is_paid_by_whoever_did_not_wait(it: StandIn, client: Anthropic) -> None:
    it.script(faults.slow(0.3))

    with pytest.raises(anthropic.APITimeoutError):
        ask(client.with_options(timeout=0.05))

    assert len(it.charges) == 1


def test_usage_may_be_missing_and_an_answer_huge(it: StandIn, client: Anthropic) -> None:
    it.script(faults.missing_usage(), faults.oversize(500_000))

    assert ask(client).usage is None
    assert ask(client).content[0].text


def test_keys_and_models_go(it: StandIn, client: Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError):
        ask(client, "claude-2")
    it.refused_keys.add("a-key")
    with pytest.raises(anthropic.AuthenticationError):
        ask(client)


def test_models_are_listed_with_what_became_of_them(it: StandIn, client: Anthropic) -> None:
    it.gone.add("claude-sonnet-5-5")

    assert [(model.id, model.lifecycle) for model in client.models.list()] == [
        ("claude-haiku-5-5", "active"),
        ("claude-opus-5-5", "active"),
        ("claude-sonnet-5-5", "retired"),
    ]
