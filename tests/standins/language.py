"""What a language model would say: as a test ordered it, else made from the prompt's own data."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from domain.prices import Usage
from tests.standins.drafting import drafted, packaged
from tests.standins.filling import filled
from tests.standins.prompt import Prompt, sentences_of
from tests.standins.web import Web, facts_in, topic_of

CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True)
class Declined:
    """The model refuses, in these words."""

    sentence: str = "I can't help with that."


@dataclass(frozen=True)
class Unfinished:
    """The model stops in the middle: `max_output_tokens` or `content_filter`."""

    reason: str = "max_output_tokens"
    text: str = '{"title": "Half of'


Answer = dict[str, Any] | list[Any] | str | Declined | Unfinished
Hook = Callable[[Prompt], Answer | None]


@dataclass
class Answers:
    """How prompts are answered: `queue` first, then `hook` (None: not this one), then `filled`.

    `cached_tokens` of each prompt are counted as read from a cache, `reasoning_tokens` are
    added to each answer's. `web` is what searches find.
    """

    queue: list[Answer] = field(default_factory=list)
    hook: Hook | None = None
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    web: Web = field(default_factory=Web)

    def to(self, prompt: Prompt) -> Answer:
        if self.queue:
            return self.queue.pop(0)
        ordered = self.hook(prompt) if self.hook else None
        return default(prompt, self.web) if ordered is None else ordered

    def metered(self, prompt: Prompt, said: str, found: str = "") -> "Metered":
        """`found` is what was read of the web besides the prompt."""
        asked = tokens(prompt.everything + found)
        return Metered(
            asked,
            min(self.cached_tokens, asked),
            tokens(said) + self.reasoning_tokens,
            self.reasoning_tokens,
        )


@dataclass(frozen=True)
class Metered:
    """Tokens of one answer: cached ones are among the input's, reasoning among the output's."""

    input: int
    cached: int
    output: int
    reasoning: int

    @property
    def usage(self) -> tuple[Usage, ...]:
        lines = (
            Usage("input_token", self.input - self.cached),
            Usage("cached_input_token", self.cached),
            Usage("output_token", self.output),
        )
        return tuple(it for it in lines if it.quantity)


def default(prompt: Prompt, web: Web) -> Answer:
    """By the schema, where there is one; else the first sentences of the data."""
    asked = set((prompt.schema or {}).get("properties", ()))
    document = prompt.document
    if asked == {"title", "scenes"} and {"order", "sentences"} <= document.keys():
        return drafted(document)
    if {"title", "description", "tags"} == asked and "sentences" in document:
        return packaged(document)
    if asked == {"facts"}:
        return facts_in(web.find(topic_of(prompt)))
    if prompt.schema is not None:
        answer: dict[str, Any] = filled(prompt.schema, prompt)
        return answer
    return " ".join(sentences_of(prompt.data)[:3])


def text_of(answer: Answer) -> str:
    """What of an answer is billed and sent."""
    match answer:
        case str():
            return answer
        case Declined(sentence):
            return sentence
        case Unfinished(_, text):
            return text
    return json.dumps(answer, ensure_ascii=False)


def tokens(text: str) -> int:
    return -(-len(text) // CHARACTERS_A_TOKEN)
