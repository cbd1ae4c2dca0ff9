"""A neural voice of this machine: a model of Piper (VITS as ONNX) from a folder, never fetched.

The package `piper-tts` is an extra (GPL-3.0-or-later); it is loaded with the model, at the first
utterance. Its samples have no word times: those of the offline voice are laid over them, as over
a creator's recording (`recorded`). Where both do not sound alike, times are estimated.
"""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from adapters.voice.features import Mono
from adapters.voice.recorded import FULL_SCALE, RATE_HZ, laid_over
from adapters.voice.speech import Pcm, words
from domain.mode import Mode
from domain.narration import Alignment, Word
from domain.prices import Provider, Usage
from domain.script import Scene, Script
from processors.errors import InvalidInput, NotConfigured, Unavailable
from processors.ports import Blobs, Metered
from processors.speaking import Saying, Speech

NAME = "piper"
WEIGHTS, TOLD = ".onnx", ".onnx.json"
_PARTS = ("piper", "onnxruntime")
PHONEMES = frozenset({"espeak", "text"})
"""What is made of letters without anything that the package would fetch."""

_DIGITS = 8


def fault_of(folder: Path, name: str) -> str | None:
    """Why nothing can be said with this model; None where it can. Reads no weights."""
    if any(find_spec(it) is None for it in _PARTS):
        return "the extra is not installed: pip install 'ytempire[neural]'"
    for it in (f"{name}{WEIGHTS}", f"{name}{TOLD}"):
        if not (folder / it).is_file():
            return f"{folder} has no {it}"
    return None


@dataclass(frozen=True)
class NeuralSpeaker:
    """Implements the port `Speaker`. A manner that is a speaker of the model's is that speaker."""

    folder: Path
    model: str
    blobs: Blobs
    characters_max: int = 4_096
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def provider(self) -> Provider:
        """Named by the model's file and what describes it: another model is another provider."""
        return Provider(NAME, f"{self.model}@{self._digest}", Mode.OFFLINE)

    async def speak(self, saying: Saying) -> Metered[Speech]:
        """Raises NotConfigured (`voice-language` too), Unavailable where the model fails."""
        if fault := fault_of(self.folder, self.model):
            raise NotConfigured(f"the neural voice cannot speak: {fault}")
        self._refuse_other(saying.language)
        pcm = await asyncio.to_thread(self._spoken, saying)
        its, alignment = await self._timed(saying, pcm)
        text = saying.utterance.text
        speech = Speech(await self.blobs.put(pcm.wav()), its, alignment, len(text))
        return Metered(speech, (Usage("character", len(text)),))

    @cached_property
    def _told(self) -> dict[str, Any]:
        file = self.folder / f"{self.model}{TOLD}"
        try:
            told = json.loads(file.read_bytes())
            phonemes, _ = told.get("phoneme_type", "espeak"), told["espeak"]["voice"]
            int(told["audio"]["sample_rate"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise NotConfigured(f"{file} does not describe a voice of Piper") from None
        if phonemes not in PHONEMES:
            raise NotConfigured(f"{file} needs more than its model, which would be fetched")
        return dict(told)

    @property
    def _digest(self) -> str:
        found = sorted(self.folder.glob(f"{self.model}.onnx*"))
        told = "".join(f"{it.name} {it.stat().st_size} " for it in found)
        return sha256(told.encode()).hexdigest()[:_DIGITS]

    def _refuse_other(self, language: str) -> None:
        spoken = str(self._told["espeak"]["voice"]).partition("-")[0]
        if language.partition("-")[0] != spoken:
            raise NotConfigured(
                f"the neural voice {self.model} speaks {spoken}, and the script is in {language};"
                " name a voice of that language in PROVIDERS__VOICE",
                code="voice-language",
            )

    @cached_property
    def _voice(self) -> Any:
        return import_module("piper").PiperVoice.load(self.folder / f"{self.model}{WEIGHTS}")

    def _spoken(self, saying: Saying) -> Pcm:
        """One utterance at a time: the model takes every core that it is given."""
        piper = import_module("piper")
        speaker = self._told.get("speaker_id_map", {}).get(saying.voice)
        how = piper.SynthesisConfig(speaker_id=speaker)
        with self._alone:
            try:
                chunks = list(self._voice.synthesize(saying.utterance.text, how))
            except Exception as fault:  # the libraries' own, of any kind
                raise Unavailable(
                    f"the neural voice {self.model} failed ({type(fault).__name__})"
                ) from fault
        samples = b"".join(it.audio_int16_bytes for it in chunks)
        if not samples:
            raise Unavailable(f"the neural voice {self.model} said nothing")
        return Pcm(samples, int(self._told["audio"]["sample_rate"]))

    async def _timed(self, saying: Saying, pcm: Pcm) -> tuple[tuple[Word, ...], Alignment]:
        text = saying.utterance.text
        script = Script("", saying.language, (Scene("", (text,), ""),), 0.0)
        try:
            starts = await laid_over(script, _wide(pcm), self.model)
        except (InvalidInput, NotConfigured):  # it does not sound like the text, or has no pattern
            return words(text, None, pcm.length_ms)
        return tuple(_words(text, starts, pcm.length_ms)), Alignment.ALIGNED


def _words(text: str, starts: list[int], length_ms: int) -> Iterator[Word]:
    spans = pairwise([*(min(it, length_ms) for it in starts), length_ms])
    for word, (start_ms, end_ms) in zip(text.split(), spans, strict=True):
        yield Word(word, start_ms, end_ms)


def _wide(pcm: Pcm) -> Mono:
    """Samples at 48 kHz, between which lines are drawn: enough to see what is spoken when."""
    samples = np.frombuffer(pcm.samples, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
    count = len(samples) * RATE_HZ // pcm.rate_hz
    at = np.arange(count) * (pcm.rate_hz / RATE_HZ)
    return np.asarray(np.interp(at, np.arange(len(samples)), samples), np.float32)
