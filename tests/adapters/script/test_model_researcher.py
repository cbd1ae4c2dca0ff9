"""Facts by a model that searches the web: over the stand-ins, through the real SDKs."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.providers.anthropic_search import FORM, AnthropicSearch
from adapters.providers.language_model import Ask, T
from adapters.providers.openai_search import OpenAISearch
from adapters.providers.web_search import Searched, SearchingModel
from adapters.script.model_researcher import RESEARCHING, ModelResearcher
from adapters.script.model_shapes import Facts
from domain.brief import SECONDS_MAX, SECONDS_MIN
from domain.mode import Mode
from domain.prices import Metering, Provider
from domain.research import TOPIC_MAX, Inquiry, Research
from processors import estimates
from processors.errors import ContentRefused, InvalidInput, Unavailable
from processors.ports import Metered
from tests.adapters.providers.given import MODEL, endpoint
from tests.standins import Declined, StandIn, Unfinished, faults, stand_in
from tests.standins.web import SITE, Page

TIDES = Inquiry("The tides", 60, "en")
SEARCHING: dict[str, Callable[..., SearchingModel]] = {
    "openai": OpenAISearch,
    "anthropic": AnthropicSearch,
}


@pytest.fixture(params=SEARCHING)
def it(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    with stand_in(request.param) as it:
        yield it


def researcher(it: StandIn) -> ModelResearcher:
    return ModelResearcher(SEARCHING[it.name](endpoint(it, 5.0), MODEL))


async def found(it: StandIn, inquiry: Inquiry = TIDES) -> Metered[Research]:
    return await researcher(it).research(inquiry)


def fact(text: str, *sources: str) -> dict[str, object]:
    return {"text": text, "sources": list(sources)}


@pytest.mark.parametrize("topic", ["Why does ice float?", "Tides", "octopus", "Sundials of Crete"])
async def test_every_fact_was_read_in_a_page_that_it_names(it: StandIn, topic: str) -> None:
    its = (await found(it, replace(TIDES, topic=topic))).answer

    assert (its.topic, its.language) == (topic, "en")
    assert len(its.text.split()) >= 150
    assert len({it.text for it in its.findings}) == len(its.findings)
    assert all(page.url.startswith(SITE) for it in its.findings for page in its.read_in(it))
    assert {it.title for it in its.sources} == {page.title for page in it.answers.web.find(topic)}


async def test_a_search_is_metered_beside_the_tokens(it: StandIn) -> None:
    metered = await found(it)

    assert metered.metering is Metering.EXACT
    assert {(use.model, use.meter): use.quantity for use in metered.usage} == it.billed
    assert it.billed[MODEL, "web_search"] == 2
    assert metered.request_id


async def test_searches_that_no_figure_is_told_of_are_counted(it: StandIn) -> None:
    it.script(faults.partial_usage())

    its = await found(it)

    assert next(use.quantity for use in its.usage if use.meter == "web_search") == 2
    assert its.metering is Metering.PARTIAL


async def test_only_the_topic_and_the_order_are_sent(it: StandIn) -> None:
    await found(it)

    (asked,) = it.requests
    body = asked.json()
    told = body["input"] if it.name == "openai" else body["messages"]
    assert json.loads(told[0]["content"]) == {
        "topic": "The tides",
        "order": {"words": 253, "facts": 60, "language": "en"},
    }
    rules = body.get("instructions") or body["system"]
    assert rules.startswith(RESEARCHING.text)


def test_the_prompt_is_never_changed_once_it_was_used() -> None:
    digest = sha256(RESEARCHING.text.encode()).hexdigest()
    assert (RESEARCHING.name, RESEARCHING.version) == ("research", 1)
    assert digest.startswith("9aa1cce60acf0c74")
    assert RESEARCHING.label == f"research-1@{digest}"


@dataclass
class Listening:
    """Hears what it is asked, and is away."""

    provider: Provider = field(default=Provider("openai", MODEL, Mode.SIMULATED))
    asked: list[Ask] = field(default_factory=list)

    async def search(self, ask: Ask, shape: type[T]) -> Metered[Searched[T]]:
        self.asked.append(ask)
        raise Unavailable(f"away from {shape.__name__}")


@given(topic=st.text(max_size=TOPIC_MAX), seconds=st.integers(SECONDS_MIN, SECONDS_MAX))
async def test_no_more_is_sent_than_was_set_aside(topic: str, seconds: int) -> None:
    model = Listening()
    with suppress(Unavailable):
        await ModelResearcher(model).research(Inquiry(topic, seconds, "en"))

    sent = {use.meter: use.quantity for use in model.asked[0].estimate}
    kept = {use.meter: use.quantity for use in estimates.research(topic, seconds)}
    form_bytes = len(json.dumps(Facts.model_json_schema()) + FORM)
    assert kept["input_token"] >= sent["input_token"] + form_bytes // estimates.BYTES_A_TOKEN
    assert {**kept, "input_token": 0} == {**sent, "input_token": 0}


def pages(*sentences: str) -> Callable[[str], Sequence[Page]]:
    return lambda _: [Page(f"{SITE}/one", "One", "\n".join(sentences))]


async def test_too_little_to_fill_the_film_is_said_with_what_it_cost(it: StandIn) -> None:
    it.answers.web.find = pages("The tide comes in twice a day.", "It waits for nobody at all.")

    with pytest.raises(InvalidInput, match=r"found 2 facts .* 48 s are needed") as raised:
        await found(it)

    assert raised.value.code == "nothing-found"
    assert TIDES.topic not in raised.value.sentence
    assert {use.meter: use.quantity for use in raised.value.usage} == {
        meter: quantity for (_, meter), quantity in it.billed.items()
    }


async def test_facts_of_pages_that_were_never_read_are_nothing(it: StandIn) -> None:
    made_up = [fact(f"The tide comes in {n} times a year.", f"{SITE}/made-up") for n in range(60)]
    it.answers.queue.append({"facts": made_up})

    with pytest.raises(InvalidInput) as raised:
        await found(it)

    assert raised.value.code == "nothing-found"


async def test_even_the_shortest_film_has_forty_words(it: StandIn) -> None:
    it.answers.web.find = pages(*(f"The tide of day {n} comes in twice." for n in range(3)))

    with pytest.raises(InvalidInput, match="14 s are needed"):
        await found(it, replace(TIDES, seconds=10))


async def test_another_language_than_was_asked_for_is_asked_again(it: StandIn) -> None:
    with pytest.raises(Unavailable) as raised:
        await found(it, replace(TIDES, language="de"))

    assert raised.value.code == "research-unusable"
    assert raised.value.usage


async def test_searches_that_all_fail_are_no_empty_web(it: StandIn) -> None:
    it.answers.web.fails = True

    with pytest.raises(Unavailable) as raised:
        await found(it)

    assert raised.value.code == "search-failed"
    assert {use.meter for use in raised.value.usage} == {"input_token", "output_token"}


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        (Declined(), ContentRefused, "content-refused"),
        (Unfinished(), Unavailable, "answer-cut-off"),
        ("no JSON", Unavailable, "malformed-answer"),
        ({"facts": "none"}, Unavailable, "malformed-answer"),
    ],
)
async def test_what_a_model_may_say_instead_costs_what_it_costs(
    it: StandIn, said: object, kind: type[Exception], code: str
) -> None:
    it.answers.queue.append(said)  # type: ignore[arg-type] # any of the parameters is an answer

    with pytest.raises(kind) as raised:
        await found(it)

    assert getattr(raised.value, "code", "") == code
    assert getattr(raised.value, "usage", ())


async def test_a_turn_that_is_paused_is_an_answer_cut_off() -> None:
    with stand_in("anthropic") as it:
        it.answers.queue.append(Unfinished("pause_turn"))
        with pytest.raises(Unavailable) as raised:
            await found(it)

    assert raised.value.code == "answer-cut-off"
