"""Who is asked for each kind of paid work, in order, by the settings: the chains of providers.

An SDK is loaded only where its provider is chosen. Keys are not looked at here: who has none
says so when asked, and the next of the chain is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

from adapters.images.cards import CardIllustrator
from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import LanguageModel
from adapters.script.extractive import ExtractiveWriter
from adapters.script.measured import MeasuredJudge
from adapters.script.model_judge import ModelJudge
from adapters.script.model_packager import ModelPackager
from adapters.script.model_researcher import ModelResearcher
from adapters.script.model_writer import ModelWriter
from adapters.script.package import OfflinePackager
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.neural import NeuralSpeaker
from adapters.voice.tidy import TidyNarrator
from domain.prices import Provider
from infra.bootstrap.clips import clip_check
from infra.bootstrap.images import illustrator
from infra.security.provider_keys import key_of
from infra.settings import BadSettings, Settings
from infra.settings.providers import OFFLINE, entries
from infra.worker.pace import Learned
from processors.errors import NotConfigured
from processors.fallback import Provided
from processors.fitting import ScriptFitter
from processors.moderation import Moderator
from processors.ports import (
    Blobs,
    Illustrator,
    Judge,
    Narrator,
    Packager,
    Researcher,
    ScriptWriter,
)
from processors.speaking import Speaker

MODELS: Mapping[str, str] = MappingProxyType(
    {
        "openai": "adapters.providers.openai.OpenAIModel",
        "anthropic": "adapters.providers.anthropic.AnthropicModel",
        "compatible": "adapters.providers.compatible.CompatibleModel",
    }
)
SEARCHERS: Mapping[str, str] = MappingProxyType(
    {
        "openai": "adapters.providers.openai_search.OpenAISearch",
        "anthropic": "adapters.providers.anthropic_search.AnthropicSearch",
    }
)
KEEPS = "openai"

SPEAKERS: Mapping[str, str] = MappingProxyType(
    {
        "elevenlabs": "adapters.voice.elevenlabs.ElevenLabsSpeaker",
        "openai": "adapters.voice.openai_speech.OpenAISpeaker",
        "google": "adapters.voice.google_speech.GoogleSpeaker",
    }
)
SAY_AT_ONCE = frozenset({"elevenlabs"})
"""Whose answers say how many calls at once they take."""

ILLUSTRATORS: Mapping[str, str] = MappingProxyType(
    {"openai": "adapters.images.openai_images.OpenAIIllustrator"}
)

NEURAL = "neural"
PLAIN = re.compile(r"\w[\w.-]*")
"""A model's name, which is a file's as well."""

Port = TypeVar("Port")


@dataclass(frozen=True, slots=True)
class Chains:
    """Every chain that these settings name. Raises BadSettings where a provider cannot do it."""

    its: Settings
    blobs: Blobs
    learned: Learned = field(default_factory=Learned)

    def researchers(self) -> tuple[Researcher, ...]:
        """Nobody where none is chosen: a topic alone is then refused."""
        return self._chain("research", self._researcher)

    def writers(self) -> tuple[ScriptWriter, ...]:
        return self._chain("script", self._writer)

    def fitters(self) -> tuple[ScriptFitter, ...]:
        """Those of the writers that can write again; the others' scripts stay as they are."""
        return tuple(it for it in self.writers() if isinstance(it, ModelWriter))

    def judges(self) -> tuple[Judge, ...]:
        return self._chain("judge", self._judge)

    def packagers(self) -> tuple[Packager, ...]:
        return self._chain("package", self._packager)

    def narrators(self) -> tuple[Narrator | Speaker, ...]:
        return self._chain("voice", self._narrator)

    def illustrators(self) -> tuple[Illustrator, ...]:
        return self._chain("images", self._illustrator)

    def moderators(self) -> tuple[Moderator, ...]:
        if not (chosen := self.its.providers.moderation):
            return ()
        name, _, model = chosen.partition(":")
        if name != "openai" or not model:
            raise BadSettings(
                f"PROVIDERS__MODERATION makes no sense: “{chosen}” has to be openai:MODEL."
            )
        made: Moderator = _loaded("adapters.moderation.openai.OpenAIModerator")(
            endpoint(self.its, name, self.its.calls.language_model_s), model
        )
        return (made,)

    def providers(self) -> Mapping[str, tuple[Provider, ...]]:
        """By kind of work, as the settings call it: who is asked, in order."""
        ports: Mapping[str, tuple[Provided, ...]] = {
            "research": self.researchers(),
            "script": self.writers(),
            "judge": self.judges(),
            "package": self.packagers(),
            "moderation": self.moderators(),
            "voice": self.narrators(),
            "images": self.illustrators(),
        }
        return {work: tuple(it.provider for it in its) for work, its in ports.items() if its}

    def _researcher(self, name: str, model: str) -> Researcher:
        asked = endpoint(self.its, name, self.its.calls.research_s)
        made = _loaded(_known(SEARCHERS, name, "research"))
        return ModelResearcher(made(asked, model, **self._kept(name)))

    def _writer(self, name: str, model: str) -> ScriptWriter:
        return ExtractiveWriter() if name == OFFLINE else ModelWriter(self._model(name, model))

    def _judge(self, name: str, model: str) -> Judge:
        return MeasuredJudge() if name == OFFLINE else ModelJudge(self._model(name, model))

    def _packager(self, name: str, model: str) -> Packager:
        return OfflinePackager() if name == OFFLINE else ModelPackager(self._model(name, model))

    def _model(self, name: str, model: str) -> LanguageModel:
        made: LanguageModel = _loaded(_known(MODELS, name, "texts"))(
            endpoint(self.its, name, self.its.calls.language_model_s), model, **self._kept(name)
        )
        return made

    def _kept(self, name: str) -> Mapping[str, bool]:
        """What provider is asked to keep its answers until they were fetched."""
        return {"background": self.its.providers.openai_background} if name == KEEPS else {}

    def _narrator(self, name: str, model: str) -> Narrator | Speaker:
        if name == OFFLINE:
            return TidyNarrator(EspeakNarrator(self.blobs), self.blobs)
        if name == NEURAL:
            return self._neural(model)
        its = self.its.providers
        voices = getattr(its, f"{name}_voices", {})
        asked = endpoint(self.its, name, self.its.calls.voice_s)
        says = {"heard": self.learned.hears(name)} if name in SAY_AT_ONCE else {}
        made: Speaker = _loaded(_known(SPEAKERS, name, "speech"))(
            asked, model, self.blobs, voices, **says
        )
        return made

    def _neural(self, model: str) -> Speaker:
        if self.its.voice_model_path is None or not PLAIN.fullmatch(model):
            raise BadSettings(
                f"PROVIDERS__VOICE names neural:{model}: VOICE_MODEL_PATH has to be a folder with"
                f" {model}.onnx and {model}.onnx.json."
            )
        return NeuralSpeaker(self.its.voice_model_path, model, self.blobs)

    def _illustrator(self, name: str, model: str) -> Illustrator:
        if name == OFFLINE:
            return illustrator(self.its, self.blobs)
        its = self.its.providers
        given = CardIllustrator(self.blobs, clip_check(self.its.making))
        made: Illustrator = _loaded(_known(ILLUSTRATORS, name, "images"))(
            endpoint(self.its, name, self.its.calls.image_s),
            model, self.blobs, given, its.image_quality, its.image_pixels,
        )  # fmt: skip
        return made

    def _chain(self, work: str, make: Callable[[str, str], Port]) -> tuple[Port, ...]:
        chosen: str = getattr(self.its.providers, work)
        return tuple(make(name, model) for name, model in entries(chosen))


def endpoint(its: Settings, name: str, timeout_s: float) -> Endpoint:
    """Raises BadSettings where the address can be neither the provider's nor a stand-in's."""
    url: str = getattr(its.providers, f"{name}_url")
    try:
        return Endpoint(name, url, key_of(name), timeout_s)
    except NotConfigured as wrong:
        raise BadSettings(
            f"PROVIDERS__{name.upper()}_URL makes no sense: {wrong.sentence}."
        ) from wrong


def _known(names: Mapping[str, str], name: str, what: str) -> str:
    if name not in names:
        known = ", ".join(sorted(names))
        raise BadSettings(f"PROVIDERS cannot name {name} for {what}: known are {known}.")
    return names[name]


def _loaded(place: str) -> Any:
    module, _, name = place.rpartition(".")
    return getattr(import_module(module), name)
