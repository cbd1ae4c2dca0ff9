"""Every adapter that asks a paid provider, ready to be asked once: for the matrix of faults.

A new adapter gets a line in `SUBJECTS` and is held to all of it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.blobs.disk import DiskBlobs
from adapters.images.cards import CardIllustrator
from adapters.images.openai_images import OpenAIIllustrator
from adapters.moderation.openai import OpenAIModerator
from adapters.providers.anthropic import AnthropicModel
from adapters.providers.anthropic_search import AnthropicSearch
from adapters.providers.compatible import CompatibleModel
from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import Ask, LanguageModel, Prompt, Shape
from adapters.providers.openai import OpenAIModel
from adapters.providers.openai_search import OpenAISearch
from adapters.providers.web_search import SearchingModel
from adapters.script.model_researcher import ModelResearcher
from adapters.voice.elevenlabs import ElevenLabsSpeaker
from adapters.voice.google_speech import GoogleSpeaker
from adapters.voice.openai_speech import OpenAISpeaker
from domain.research import Inquiry
from domain.script import Scene, Script
from domain.utterance import Utterance
from processors.ports import Look, Metered, SceneOrder
from processors.speaking import Saying, Speaker
from processors.ticket import Ticket

KEY = "a-key-of-the-matrix"
TEXT = "The tide comes twice a day."
ASK = Ask(Prompt("title", 1, "You name what is told."), {"told": TEXT}, 200)
SAYING = Saying(Utterance(0, TEXT), "default", "en-US")
SCENE = Scene("The tide", (TEXT,), "twice a day")
TIDES = Inquiry("The tides", 30, "en")
ORDER = SceneOrder(Script("Tides", "en", (SCENE,), 5.0), 0, 256, 144, Look("seed"))

Once = Callable[[], Awaitable[Metered[Any]]]


class Named(Shape):
    """A shape that any language model can answer in."""

    title: str
    why: str


@dataclass(frozen=True)
class Subject:
    """Which provider it asks, and one call of it. `is_binary`: any bytes are an answer."""

    provider: str
    once: Callable[[Endpoint, Path], Once]
    is_binary: bool = False


def written(model: Callable[[Endpoint, str], LanguageModel]) -> Callable[[Endpoint, Path], Once]:
    return lambda endpoint, _: lambda: model(endpoint, "a-model").answer(ASK, Named)


def said(speaker: Callable[[Endpoint, DiskBlobs], Speaker]) -> Callable[[Endpoint, Path], Once]:
    return lambda endpoint, folder: lambda: speaker(endpoint, DiskBlobs(folder)).speak(SAYING)


def drawn(endpoint: Endpoint, folder: Path) -> Once:
    blobs = DiskBlobs(folder)
    its = OpenAIIllustrator(endpoint, "a-model", blobs, CardIllustrator(blobs), "low", 256 * 144)
    return lambda: its.illustrate(ORDER)


def moderated(endpoint: Endpoint, _: Path) -> Once:
    return lambda: OpenAIModerator(endpoint, "omni-moderation-latest").moderate(TEXT)


def researched(
    model: Callable[[Endpoint, str], SearchingModel],
) -> Callable[[Endpoint, Path], Once]:
    return lambda endpoint, _: lambda: ModelResearcher(model(endpoint, "a-model")).research(TIDES)


def named(
    model: Callable[..., Any], ask: Callable[[Any], Awaitable[Metered[Any]]]
) -> Callable[[Endpoint, Path], Once]:
    """What is worked on in the background, under a name that somebody keeps."""

    async def kept(_: str) -> None:
        """Anywhere."""

    def once(endpoint: Endpoint, _: Path) -> Once:
        its = model(endpoint, "a-model", background=True)
        return lambda: ask(its.under(Ticket(kept)))

    return once


SUBJECTS: Mapping[str, Subject] = {
    "openai research": Subject("openai", researched(OpenAISearch)),
    "openai research, named": Subject(
        "openai", named(OpenAISearch, lambda it: ModelResearcher(it).research(TIDES))
    ),
    "openai text, named": Subject("openai", named(OpenAIModel, lambda it: it.answer(ASK, Named))),
    "anthropic research": Subject("anthropic", researched(AnthropicSearch)),
    "openai text": Subject("openai", written(OpenAIModel)),
    "compatible text": Subject("compatible", written(CompatibleModel)),
    "anthropic text": Subject("anthropic", written(AnthropicModel)),
    "openai moderation": Subject("openai", moderated),
    "openai images": Subject("openai", drawn),
    "openai speech": Subject(
        "openai",
        said(
            lambda endpoint, blobs: OpenAISpeaker(endpoint, "a-model", blobs, {"default": "nova"})
        ),
        is_binary=True,
    ),
    "elevenlabs speech": Subject(
        "elevenlabs",
        said(
            lambda endpoint, blobs: ElevenLabsSpeaker(
                endpoint, "a-model", blobs, {"default": "Narrat0rOfTheStandIn"}
            )
        ),
    ),
    "google speech": Subject(
        "google",
        said(
            lambda endpoint, blobs: GoogleSpeaker(
                endpoint, "a-model", blobs, {"en-US default": "en-US-Neural2-C"}
            )
        ),
    ),
}
