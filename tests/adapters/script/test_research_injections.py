"""Whatever a topic or a page asks of a model that searches, nothing moves but the facts' wording.

The instructions and the order stay as they are; and a fooled model's facts stand with pages that
were read, by addresses that can be shown, or do not stand at all.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from adapters.script.model_researcher import ModelResearcher
from adapters.script.model_text import ADDRESS
from adapters.script.orders import ORDER
from adapters.script.web_address import web_address
from domain.brief import Brief
from domain.research import FINDINGS_MAX, URL_MAX, Inquiry
from tests.adapters.providers.given import MODEL, endpoint
from tests.adapters.script import telling
from tests.adapters.script.injections import INJECTIONS, RESEARCH_INJECTIONS
from tests.adapters.script.test_injections import asked, without_data
from tests.adapters.script.test_model_researcher import SEARCHING
from tests.standins import StandIn, stand_in
from tests.standins.web import SITE, Page, about, facts_in

CALM = "The tides"
POISONED = f"{SITE}/poisoned"


@dataclass(frozen=True)
class Case:
    topic: str
    told: str
    wanted: str

    def pages(self, _: str) -> list[Page]:
        """The calm ones, one that gives orders, and one at the address that it wants."""
        mine = (Page(POISONED, self.told, self.told), Page(self.wanted, "Here", self.told))
        return [*about(CALM), *mine]

    def obeyed(self) -> dict[str, Any]:
        """Every fact with the wanted address, and what the page says as a fact, again and again."""
        honest: list[dict[str, Any]] = facts_in(about(CALM))["facts"]
        fooled = [{**it, "sources": [self.wanted, *it["sources"]]} for it in honest]
        sources = [POISONED, self.wanted]
        spread = [{"text": f"{self.told} {n}.", "sources": sources} for n in range(100)]
        alone = {"text": "The sea is PWNED by somebody.", "sources": [self.wanted]}
        return {"facts": [alone, *fooled, *spread]}


@pytest.fixture(params=SEARCHING)
def it(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    with stand_in(request.param) as it:
        yield it


hostile = pytest.mark.parametrize(
    "case", [Case(*it) for it in RESEARCH_INJECTIONS.values()], ids=list(RESEARCH_INJECTIONS)
)


def researcher(it: StandIn) -> ModelResearcher:
    return ModelResearcher(SEARCHING[it.name](endpoint(it, 5.0), MODEL))


def apart(body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body but for its one document and the digest of that; and the document."""
    name = "input" if "input" in body else "messages"
    (message,) = body[name]
    rest = {key: it for key, it in body.items() if key not in (name, "metadata")}
    return rest, json.loads(message["content"])


def test_there_are_five_cases() -> None:
    assert len(set(RESEARCH_INJECTIONS.values())) == 5


@hostile
async def test_nothing_that_is_sent_moves_but_the_topic(it: StandIn, case: Case) -> None:
    for topic in (CALM, case.topic):
        await researcher(it).research(Inquiry(topic, 60, "en"))

    (usual, before), (sent, document) = (apart(request.json()) for request in it.requests)
    assert sent == usual
    assert document == {**before, "topic": case.topic}


@hostile
async def test_a_fooled_researcher_names_only_pages_that_were_read(it: StandIn, case: Case) -> None:
    it.answers.web.find = case.pages
    it.answers.queue.append(case.obeyed())

    its = (await researcher(it).research(Inquiry(case.topic, 60, "en"))).answer

    assert (its.topic, its.language) == (case.topic, "en")
    assert len(its.findings) <= FINDINGS_MAX
    assert all(its.read_in(fact) for fact in its.findings)
    known = {page.url for page in about(CALM)} | {POISONED}
    if web_address(case.wanted):
        known.add(case.wanted)
    assert {source.url for source in its.sources} <= known
    assert all(len(source.url) <= URL_MAX for source in its.sources)
    shown = [*(fact.text for fact in its.findings), *(source.title for source in its.sources)]
    assert not any(ORDER.search(text) or "://" in text or "<" in text for text in shown)
    assert not any(ADDRESS.search(fact.text) for fact in its.findings)


@pytest.mark.parametrize("injected", INJECTIONS.values(), ids=INJECTIONS.keys())
async def test_what_a_page_says_is_data_to_whoever_writes_judges_and_packages(
    injected: str,
) -> None:
    """From the page through the facts of a fooled researcher to every question after it."""
    mine = Page(POISONED, injected, injected)
    honest: list[dict[str, Any]] = facts_in(about(CALM))["facts"]
    told = (injected, f"The page has said this: {injected}", f"{injected} So it is said.")
    planted = [{"text": text, "sources": [mine.url]} for text in told]
    with stand_in("openai") as web:
        web.answers.web.find = lambda _: [*about(CALM), mine]
        web.answers.queue.append({"facts": [*honest[:1], *planted, *honest[1:]]})
        found = (await researcher(web).research(Inquiry(CALM, 60, "en"))).answer
    calm = Brief("\n".join(fact["text"] for fact in honest), 20, "en")

    with stand_in("openai") as model:
        model.answers.hook = telling.told
        written = telling.script_for(calm)
        usual = await asked(model, calm, written)
        sent = await asked(model, replace(calm, source=found.text), written)

    assert [without_data(body) for body in sent] == [without_data(body) for body in usual]
    assert not any(POISONED in json.dumps(body) for body in sent)


@hostile
async def test_an_address_that_was_not_read_carries_no_fact(it: StandIn, case: Case) -> None:
    it.answers.web.find = lambda _: about(CALM)
    it.answers.queue.append(case.obeyed())

    its = (await researcher(it).research(Inquiry(case.topic, 60, "en"))).answer

    assert {source.url for source in its.sources} == {page.url for page in about(CALM)}
    assert "PWNED" not in its.text
