"""ModelWriter: a script by any language model, traced sentence by sentence to its source."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.providers.language_model import Ask, LanguageModel, Prompt
from adapters.script.material import Material
from adapters.script.model_draft import Unusable, script_of
from adapters.script.model_most import most
from adapters.script.model_shapes import Draft
from adapters.script.prompts import prompt
from domain.brief import Brief
from domain.prices import Provider, Usage
from domain.script import Script
from processors import estimates
from processors.errors import Unavailable
from processors.ports import Metered
from processors.ticket import Ticket, ticketed

WRITING, FITTING = prompt("write-script", 1), prompt("fit-script", 1)


@dataclass(frozen=True)
class ModelWriter:
    """Asks for a whole draft in a fixed shape, and keeps of it what the source supports."""

    model: LanguageModel

    @property
    def provider(self) -> Provider:
        return self.model.provider

    @property
    def prompt(self) -> str:
        return WRITING.label

    def under(self, ticket: Ticket) -> "ModelWriter":
        return replace(self, model=ticketed(self.model, ticket))

    @property
    def fit_prompt(self) -> str:
        return FITTING.label

    def most(self, brief: Brief, script: Script | None = None) -> tuple[Usage, ...]:
        """Of writing; of fitting, where there is a script."""
        by, scenes = (WRITING, []) if script is None else (FITTING, _scenes(script))
        return most(by, Draft, brief, scenes, estimates.script_tokens(brief.seconds))

    async def write(self, brief: Brief) -> Metered[Script]:
        """Raises InvalidInput as ExtractiveWriter does, and whatever the model raises.

        Unavailable (`draft-unusable`), with its cost, where too little of it can be traced.
        """
        its = await asyncio.to_thread(_ready, brief)
        return await self._asked(WRITING, its, {})

    def wishes(self, brief: Brief, script: Script) -> tuple[str, ...]:
        """What a further call should change: length beyond 5 %, a hook beyond 5 seconds."""
        return Material(brief).wishes(script)

    async def fit(self, brief: Brief, script: Script) -> Metered[Script]:
        """The script again as `wishes` ask. Raises as `write` does."""
        its = await asyncio.to_thread(_ready, brief)
        has = its.words(script.seconds)
        draft = {"draft": _scenes(script), "has_words": has, "wishes": its.wishes(script)}
        return await self._asked(FITTING, its, draft)

    async def _asked(
        self, by: Prompt, its: Material, more: Mapping[str, object]
    ) -> Metered[Script]:
        told = {"order": its.order, "personality": its.brief.personality, **more}
        tokens_max = estimates.script_tokens(its.brief.seconds)
        ask = Ask(by, {**told, "sentences": its.numbered}, tokens_max)
        drafted = await self.model.answer(ask, Draft)
        try:
            script = await asyncio.to_thread(script_of, drafted.answer, its)
        except Unusable as wrong:
            sentence = f"{self.provider.name}'s draft cannot be used: {wrong}"
            raise Unavailable(sentence, code="draft-unusable", usage=drafted.usage) from wrong
        return Metered(script, drafted.usage, drafted.metering, drafted.request_id)


def _scenes(script: Script) -> list[dict[str, str]]:
    return [{"heading": it.heading, "text": it.text} for it in script.scenes]


def _ready(brief: Brief) -> Material:
    its = Material(brief)
    assert its.source.text
    return its
