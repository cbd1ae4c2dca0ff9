"""ModelResearcher: facts on a topic by a language model that searches the web for them."""

import asyncio
from dataclasses import dataclass, replace

from adapters.providers.language_model import Ask
from adapters.providers.web_search import Searched, SearchingModel
from adapters.script.language import language
from adapters.script.model_findings import research_of
from adapters.script.model_shapes import Facts
from adapters.script.other_language import refuse_other_language
from adapters.script.pace import ONE_WORD, speech_seconds, words_in
from adapters.script.prompts import prompt
from domain.prices import Provider
from domain.research import FINDINGS_MAX, Inquiry, Research
from processors import estimates
from processors.errors import CallError, InvalidInput, Unavailable
from processors.ports import Metered
from processors.ticket import Ticket, ticketed

RESEARCHING = prompt("research", 1)

SPARE = 1.5
"""So many times a film's words are asked for: a script chooses among its facts."""

ENOUGH = 0.8
"""So much of a film's length its facts have to fill; nothing is padded."""

WORDS_MIN = 40


@dataclass(frozen=True)
class ModelResearcher:
    """Asks once for facts with their pages, and keeps those that were read in one."""

    model: SearchingModel

    @property
    def provider(self) -> Provider:
        return self.model.provider

    @property
    def prompt(self) -> str:
        return RESEARCHING.label

    def under(self, ticket: Ticket) -> "ModelResearcher":
        return replace(self, model=ticketed(self.model, ticket))

    async def research(self, inquiry: Inquiry) -> Metered[Research]:
        """Raises whatever the model raises, and, each with its cost:

        InvalidInput (`nothing-found`); Unavailable (`research-unusable`) for another language.
        """
        order = {
            "words": words_in(SPARE * inquiry.seconds, language(inquiry.language)),
            "facts": FINDINGS_MAX,
            "language": inquiry.language,
        }
        tokens_max = estimates.research_tokens(inquiry.seconds)
        told = {"topic": inquiry.topic, "order": order}
        ask = Ask(RESEARCHING, told, tokens_max, estimates.SEARCHES_MAX)
        found = await self.model.search(ask, Facts)
        try:
            research = await asyncio.to_thread(_kept, found.answer, inquiry, self.provider.name)
        except CallError as wrong:
            wrong.usage, wrong.request_id = found.usage, found.request_id
            raise
        return Metered(research, found.usage, found.metering, found.request_id)


def _kept(found: Searched[Facts], inquiry: Inquiry, by: str) -> Research:
    research = research_of(found, inquiry)
    _refuse_little(research, inquiry, by)
    try:
        refuse_other_language(research.text, inquiry.language)
    except InvalidInput as wrong:
        sentence = f"{by} told its facts in another language than was asked for"
        raise Unavailable(sentence, code="research-unusable") from wrong
    return research


def _refuse_little(research: Research, inquiry: Inquiry, by: str) -> None:
    spoken_in = language(inquiry.language)
    told_s = sum(speech_seconds(it.text, spoken_in) for it in research.findings)
    least_s = max(ENOUGH * inquiry.seconds, WORDS_MIN * speech_seconds(ONE_WORD, spoken_in))
    if told_s < least_s:
        raise InvalidInput(
            f"{by} found {len(research.findings)} facts that a page stands for, {told_s:.0f} s to"
            f" say, and {least_s:.0f} s are needed; word the topic otherwise, ask for a shorter"
            " film, or give a source text.",
            code="nothing-found",
        )
