"""From what a model says it found to facts that a script may be written from.

Nothing is trusted: a fact counts only where a page that it names is among those that the provider
itself says were read, and where it is a sentence to be spoken that gives nobody an order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.providers.web_search import Searched
from adapters.script.cleaning import closed
from adapters.script.language import Language, language
from adapters.script.model_shapes import Fact, Facts
from adapters.script.model_text import label, spoken
from adapters.script.orders import ORDER
from adapters.script.sentences import QUESTION
from adapters.script.web_address import page, web_address
from domain.research import FINDINGS_MAX, SOURCES_MAX, Finding, Inquiry, Research, WebSource

NAMED_MAX = 6
"""Of the pages that one fact names, so many are looked at."""

TITLE_CHARACTERS_MAX = 200
WORDS_MIN, SIGNS_MIN = 4, 6
"""A sentence that says something has as many words, or signs where there are no spaces."""

CITED = re.compile(
    r"\s*(?:\(\[[^\]\n]{1,200}\]\([^)\n]{0,2000}\)\)"
    r"|\ue200[^\ue201]{0,200}\ue201|【\d[^】]{0,100}†[^】]{0,100}】|\[\d{1,3}\])"
)
"""What providers put into a sentence to say where it was read: we are told that beside it."""


@dataclass
class _Shelf:
    """The pages that facts were read in, numbered from 1 as they are first named."""

    read: Mapping[str, WebSource]
    numbers: dict[str, int] = field(default_factory=dict)

    def placed(self, addresses: list[str]) -> tuple[int, ...]:
        """The numbers of those that were read; new ones are taken while there is room."""
        found: set[int] = set()
        for it in (web_address(text) for text in addresses[:NAMED_MAX]):
            key = page(it) if it else ""
            if key in self.numbers or (key in self.read and len(self.numbers) < SOURCES_MAX):
                found.add(self.numbers.setdefault(key, len(self.numbers) + 1))
        return tuple(sorted(found))

    @property
    def sources(self) -> tuple[WebSource, ...]:
        return tuple(self.read[it] for it in self.numbers)


def research_of(its: Searched[Facts], inquiry: Inquiry) -> Research:
    """What holds of it, each fact once and in the order given; perhaps nothing."""
    spoken_in = language(inquiry.language)
    shelf = _Shelf(_read(its, spoken_in))
    findings: dict[str, Finding] = {}
    for fact in its.answer.facts:
        for text in _sentences(fact, spoken_in):
            told = text.casefold()
            if told in findings or len(findings) == FINDINGS_MAX:
                continue
            if sources := shelf.placed(fact.sources):
                findings[told] = Finding(text, sources)
    return Research(inquiry.topic, inquiry.language, tuple(findings.values()), shelf.sources)


def _read(its: Searched[Facts], spoken_in: Language) -> dict[str, WebSource]:
    """By page, those that have an address that can be shown, by the first title that is one."""
    read: dict[str, WebSource] = {}
    for it in its.pages:
        if address := web_address(it.url):
            title = _title(it.title, spoken_in)
            known = read.setdefault(page(address), WebSource(address, title))
            if title and not known.title:
                read[page(address)] = WebSource(known.url, title)
    return {key: it if it.title else WebSource(it.url, _host(it)) for key, it in read.items()}


def _title(told: str, spoken_in: Language) -> str:
    """What a page calls itself, where that is a title and nothing else."""
    title = label(told, spoken_in)[:TITLE_CHARACTERS_MAX].strip()
    return "" if ORDER.search(title) else title


def _host(it: WebSource) -> str:
    return it.url.split("/")[2]


def _sentences(fact: Fact, spoken_in: Language) -> Iterator[str]:
    """The whole sentences of a fact that state something."""
    told = CITED.sub("", fact.text)
    if spoken_in.full_stop and not closed(told.strip()):
        return
    for text in spoken(told, spoken_in):
        long = len(text) >= SIGNS_MIN if spoken_in.spaceless else len(text.split()) >= WORDS_MIN
        if long and not QUESTION.search(text) and not ORDER.search(text):
            yield text
