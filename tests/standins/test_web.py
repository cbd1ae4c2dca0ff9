"""The tools of both providers that search the web, by their real SDKs."""

from typing import Any

import anthropic
import openai
import pytest

from tests.standins import stand_in
from tests.standins.web import Page, about

TOPIC = '{"topic": "The tides"}'
FACTS = {"type": "object", "properties": {"facts": {"type": "array"}}}
SEARCH: Any = {"type": "web_search_20250305", "name": "web_search", "max_uses": 1}
ANSWER: Any = {"name": "answer", "input_schema": FACTS}


def searched(client: openai.OpenAI, **more: Any) -> Any:
    tools: Any = [{"type": "web_search"}]
    return client.responses.create(model="m", input=TOPIC, tools=tools, **more)


def asked(client: anthropic.Anthropic) -> Any:
    told: Any = [{"role": "user", "content": TOPIC}]
    return client.messages.create(model="m", max_tokens=9, messages=told, tools=[SEARCH, ANSWER])


def test_openai_tells_its_sources_where_they_are_asked_for() -> None:
    with (
        stand_in("openai") as it,
        openai.OpenAI(base_url=it.url, api_key="a-key", max_retries=0) as client,
    ):
        bare = searched(client)
        told = searched(client, include=["web_search_call.action.sources"])

        assert [item.type for item in told.output] == [
            "message", "web_search_call", "web_search_call", "message",
        ]  # fmt: skip
        assert bare.output[1].action.sources is None
        found = {source.url for item in told.output[1:3] for source in item.action.sources}
        assert found == {page.url for page in about("tides")}
        assert told.tool_usage.web_search.num_requests == 2
        assert it.billed["m", "web_search"] == 4


def test_no_more_is_searched_than_may_be() -> None:
    with (
        stand_in("openai") as it,
        openai.OpenAI(base_url=it.url, api_key="a-key", max_retries=0) as client,
    ):
        assert searched(client, max_tool_calls=1).tool_usage.web_search.num_requests == 1


def test_anthropic_tells_results_citations_and_then_its_answer() -> None:
    with (
        stand_in("anthropic") as it,
        anthropic.Anthropic(base_url=it.url, api_key="a-key", max_retries=0) as client,
    ):
        told = asked(client)

        use, result, text, answer = told.content
        assert (use.name, result.tool_use_id) == ("web_search", use.id)
        assert [page.url for page in result.content] == [page.url for page in about("tides")]
        assert {cited.url for cited in text.citations} == {page.url for page in result.content}
        assert answer.input["facts"][0]["sources"] == ["https://example.org/tides/1"]
        assert (told.stop_reason, told.usage.server_tool_use.web_search_requests) == ("tool_use", 1)
        assert it.billed["m", "web_search"] == 1


def test_a_search_that_fails_is_told_and_not_billed() -> None:
    with (
        stand_in("anthropic") as it,
        anthropic.Anthropic(base_url=it.url, api_key="a-key", max_retries=0) as client,
    ):
        it.answers.web.fails = True

        assert asked(client).content[1].content.error_code == "unavailable"
        assert it.billed["m", "web_search"] == 0


@pytest.mark.parametrize("topic", ["Why is ice slippery?", "tide tables", "Nothing at all"])
def test_every_topic_has_three_pages_of_whole_sentences(topic: str) -> None:
    pages = about(topic)

    assert len({page.url for page in pages}) == 3
    assert sum(len(page.text.split()) for page in pages) >= 150
    assert all(line.endswith(".") for page in pages for line in page.sentences)
    assert pages == about(topic)
    assert isinstance(pages[0], Page)
