"""ModelPackager: title, description and tags by any language model, held to the source.

Whatever of them does not hold is taken from the script's and the source's own words instead.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.providers.language_model import Ask, LanguageModel
from adapters.script.material import Material
from adapters.script.model_most import most
from adapters.script.model_shapes import Package
from adapters.script.model_text import label, spoken
from adapters.script.package import TAG_CHARACTERS_MAX, TAGS_MAX, describe
from adapters.script.prompts import prompt
from adapters.script.tracing import Source
from domain.brief import Brief
from domain.metadata import DESCRIPTION_MAX_BYTES, TAGS_MAX_CHARACTERS, TITLE_MAX, Metadata
from domain.prices import Provider, Usage
from domain.script import Script
from processors.estimates import WRITTEN_TOKENS
from processors.ports import Metered
from processors.ticket import Ticket, ticketed

PACKAGING = prompt("package", 1)


@dataclass(frozen=True)
class ModelPackager:
    """Asks once for all three in a fixed shape."""

    model: LanguageModel

    @property
    def provider(self) -> Provider:
        return self.model.provider

    @property
    def prompt(self) -> str:
        return PACKAGING.label

    def under(self, ticket: Ticket) -> "ModelPackager":
        return replace(self, model=ticketed(self.model, ticket))

    def most(self, brief: Brief, script: Script) -> tuple[Usage, ...]:
        told = {"title": script.title, "scenes": _scenes(script)}
        return most(PACKAGING, Package, brief, told, WRITTEN_TOKENS)

    async def package(self, brief: Brief, script: Script) -> Metered[Metadata]:
        """Raises InvalidInput as the writer does, and whatever the model raises."""
        its = Material(brief)
        told = {
            "language": brief.language,
            "personality": brief.personality,
            "script": {"title": script.title, "scenes": _scenes(script)},
            "sentences": await asyncio.to_thread(lambda: its.numbered),
        }
        packed = await self.model.answer(Ask(PACKAGING, told, WRITTEN_TOKENS), Package)
        found = await asyncio.to_thread(metadata_of, packed.answer, its, script)
        return Metered(found, packed.usage, packed.metering, packed.request_id)


def _scenes(script: Script) -> list[dict[str, str]]:
    return [{"heading": it.heading, "text": it.text} for it in script.scenes]


def metadata_of(asked: Package, its: Material, script: Script) -> Metadata:
    """What of it holds, within the platform's limits; the same always gives the same."""
    own = describe(its.brief, script)
    known = Source([*its.source.sentences, *(it.text for it in script.scenes)], its.spoken_in)
    title = label(asked.title, its.spoken_in)
    holds = title and len(title) <= TITLE_MAX and _about(title, known)
    return Metadata(
        title=title if holds else own.title,
        description=_description(asked, known) or own.description,
        tags=tuple(_tags(asked, known)) or own.tags,
        language=script.language,
    )


def _about(text: str, known: Source) -> bool:
    """Whether a line that is no sentence is about this: capitals tell nothing there."""
    return known.traceable(text.casefold(), known.text.casefold())


def _description(asked: Package, known: Source) -> str:
    """Its sentences that the source supports, as far as there is room for them."""
    held, size_bytes = list[str](), 0
    for text in spoken(asked.description, known.language):
        size_bytes += len(text.encode()) + 1
        if size_bytes > DESCRIPTION_MAX_BYTES:
            break
        if known.traceable(text, known.text):
            held.append(text)
    return ("" if known.language.ideographic else " ").join(held)


def _tags(asked: Package, known: Source) -> Iterator[str]:
    """Short ones that are about this, each once, while they fit as YouTube counts them."""
    left, seen = TAGS_MAX_CHARACTERS, set[str]()
    for it in asked.tags:
        tag = label(it.replace(",", " "), known.language)
        cost = len(tag) + 1 + 2 * (" " in tag)
        fits = 0 < len(tag) <= TAG_CHARACTERS_MAX and cost <= left and len(seen) < TAGS_MAX
        if fits and tag.casefold() not in seen and _about(tag, known):
            seen.add(tag.casefold())
            left -= cost
            yield tag
