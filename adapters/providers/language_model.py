"""What any language model is asked, and the port that OpenAI, Anthropic and local servers meet.

An ask has two parts that never mix. The instructions are a prompt file, the same bytes at every
call. Everything else, above all what came from outside, is data: one JSON document, in which no
text can close its own quotation marks and be read as something else.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.prices import Metering, Provider, Tier, Usage
from processors.errors import Unavailable
from processors.estimates import BYTES_A_TOKEN, SEARCHED_TOKENS
from processors.ports import Metered

NAME_MAX = 64
"""Characters of a schema's name that OpenAI takes."""


class Shape(BaseModel):
    """What an answer has to look like; every field is required, and there are no others.

    Strict JSON schemas know no defaults and no bounds: those are checked where it is used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Shape)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Instructions under version control; `digest` is the SHA-256 of their bytes, in hex."""

    name: str
    version: int
    text: str

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @property
    def label(self) -> str:
        """Name, version and hash in one word, for events and for the provider's own log."""
        return f"{self.name}-{self.version}@{self.digest}"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: `data` has whatever JSON can say; at most so many tokens are written.

    `searches_max` is how often the web may be searched for it, by models that can.
    """

    prompt: Prompt
    data: Mapping[str, object]
    output_tokens_max: int
    searches_max: int = 0

    @property
    def document(self) -> str:
        """The data as one JSON document, the same for the same data."""
        return json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of all that is asked, in hex; the provider keeps it beside the call."""
        return sha256(f"{self.prompt.digest} {self.document}".encode()).hexdigest()

    @property
    def estimate(self) -> tuple[Usage, ...]:
        """The most that it may be charged, for answers whose own figures were lost."""
        size_bytes = len(f"{self.prompt.text}{self.document}".encode())
        found_tokens = SEARCHED_TOKENS if self.searches_max else 0
        each = {
            "input_token": found_tokens - (-size_bytes // BYTES_A_TOKEN),
            "output_token": self.output_tokens_max,
            "web_search": self.searches_max,
        }
        return tuple(Usage(meter, count) for meter, count in each.items() if count)


class LanguageModel(Protocol):
    """Answers in a given shape, or raises the tree of `processors/errors.py`.

    An answer of another shape is `malformed-answer`, one that ran out of tokens is
    `answer-cut-off`: both Unavailable, with what they cost, since asking again may help.
    """

    @property
    def provider(self) -> Provider: ...

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]: ...


def read(text: str, shape: type[T], used: "Used", provider: str) -> T:
    """The answer in its shape. Raises Unavailable (`malformed-answer`) with its cost."""
    try:
        return shape.model_validate_json(text, strict=True)
    except ValidationError as wrong:
        raise malformed(provider, used.usage) from wrong


def malformed(provider: str, usage: tuple[Usage, ...]) -> Unavailable:
    sentence = f"{provider} gave an answer that cannot be used; it is asked again, then a person"
    return Unavailable(sentence, code="malformed-answer", usage=usage)


def cut_off(provider: str, usage: tuple[Usage, ...]) -> Unavailable:
    sentence = f"{provider} ran out of output tokens within its answer; allow more, or ask for less"
    return Unavailable(sentence, code="answer-cut-off", usage=usage)


@dataclass(frozen=True, slots=True)
class Used:
    """What a provider metered, and how far that can be trusted."""

    usage: tuple[Usage, ...]
    metering: Metering


def used(ask: Ask, counts: Mapping[str, int | None], model: object = "", tier: object = "") -> Used:
    """Usage of counted tokens by meter: a missing figure is 0 and said, none at all estimated.

    `model` and `tier` are what the answer says of itself, which may be anything.
    """
    if counts.get("input_token") is None and counts.get("output_token") is None:
        return Used(ask.estimate, Metering.ESTIMATED)
    billed = model if isinstance(model, str) else ""
    how = Tier(str(tier)) if tier in set(Tier) else Tier.STANDARD
    lines = tuple(Usage(meter, count, billed, how) for meter, count in counts.items() if count)
    whole = all(it is not None for it in counts.values())
    return Used(lines, Metering.EXACT if whole else Metering.PARTIAL)
