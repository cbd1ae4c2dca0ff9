"""Real sound for a text, and exactly when each of its characters sounds.

`tones` is a beep a letter: quick, the same everywhere, silent where nothing is spoken.
`espeak` speaks: words begin where the engine says, characters share their word's time.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

import av
import numpy as np
import numpy.typing as npt
from av.audio import AudioStream

from adapters.voice import espeak_process
from adapters.voice.espeak_process import Order, Utterance

Samples = npt.NDArray[np.int16]

RATE_HZ = 24_000
LETTER_MS, IDEOGRAPH_MS, GAP_MS = 65, 180, 60
PAUSES_MS = {",": 150, ";": 200, ":": 200, ".": 300, "!": 300, "?": 300, "。": 300, "，": 150}
LOUDNESS = 6_000
EDGE_MS = 5
SENTENCE = re.compile(r".*?(?:[.!?。！？]+[\"”’»)]*(?:\s+|$)|\n+|$)", re.DOTALL)
LANGUAGES = {"en": "en-US", "zh": "cmn", "pt": "pt-BR"}
"""The engine's voices where they are not called as the language is."""
CODECS = {"mp3": "libmp3lame", "opus": "libopus", "aac": "aac", "flac": "flac", "wav": "pcm_s16le"}
FORMATS = {"opus": "ogg", "aac": "adts"}


@dataclass(frozen=True)
class Spoken:
    """16-bit mono samples, and a span in seconds for each character of the text."""

    samples: Samples
    rate_hz: int
    starts_s: tuple[float, ...]
    ends_s: tuple[float, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate_hz


Speak = Callable[[str, str], Spoken]
"""(text, language) → sound."""


def tones(text: str, language: str) -> Spoken:  # noqa: ARG001  a beep knows no language
    """Letters sound, each at a pitch of its own; white space and punctuation are silence."""
    lengths = [_length_ms(it) for it in text]
    parts = [_beep(it, ms) for it, ms in zip(text, lengths, strict=True)]
    edges_s = [0.0, *(float(it) / 1000 for it in np.cumsum(lengths))]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    return Spoken(samples, RATE_HZ, tuple(edges_s[:-1]), tuple(edges_s[1:]))


def espeak(text: str, language: str) -> Spoken:
    """Sentence by sentence, as the engine wants it."""
    voice = LANGUAGES.get(language.partition("-")[0], language)
    starts: list[float] = []
    ends: list[float] = []
    sounds: list[Samples] = []
    rate_hz, at_s = RATE_HZ, 0.0
    for sentence in (it for it in SENTENCE.findall(text) if it):
        said = asyncio.run(espeak_process.speak(Order(sentence, voice, 165, 46, 58), 20.0))
        sound = np.frombuffer(said.pcm, "<i2").astype(np.int16)
        rate_hz, length_s = said.rate_hz, len(sound) / said.rate_hz
        edges = list(_edges(sentence, said, length_s))
        starts += [at_s + it for it in edges[:-1]]
        ends += [at_s + it for it in edges[1:]]
        sounds.append(sound)
        at_s += length_s
    samples = np.concatenate(sounds) if sounds else np.zeros(0, np.int16)
    return Spoken(samples, rate_hz, tuple(starts), tuple(ends))


def encoded(spoken: Spoken, form: str, rate_hz: int, bit_rate: int = 128_000) -> bytes:
    """As mp3, opus, aac, flac, wav, or as bare 16-bit little-endian samples (`pcm`)."""
    resampler = av.AudioResampler("s16", "mono", rate_hz)
    frame = av.AudioFrame.from_ndarray(spoken.samples.reshape(1, -1), "s16", "mono")
    frame.sample_rate, frame.time_base = spoken.rate_hz, Fraction(1, spoken.rate_hz)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    if form == "pcm":
        return b"".join(it.to_ndarray().astype("<i2").tobytes() for it in frames)
    file = BytesIO()
    with av.open(file, "w", format=FORMATS.get(form, form)) as container:
        stream = container.add_stream(CODECS[form], rate=rate_hz, layout="mono")
        assert isinstance(stream, AudioStream)
        if form not in ("wav", "flac"):
            stream.bit_rate = bit_rate
        for it in frames:
            container.mux(stream.encode(it))
        container.mux(stream.encode(None))
    return file.getvalue()


def _length_ms(character: str) -> int:
    if character in PAUSES_MS:
        return PAUSES_MS[character]
    if not character.isalnum():
        return GAP_MS
    return LETTER_MS if ord(character) < 0x2E80 else IDEOGRAPH_MS


def _beep(character: str, length_ms: int) -> Samples:
    count = RATE_HZ * length_ms // 1000
    if not character.isalnum():
        return np.zeros(count, np.int16)
    pitch_hz = 180 + 12 * (ord(character.lower()) % 32)
    edge = np.minimum(np.arange(count), np.arange(count)[::-1]) / (RATE_HZ * EDGE_MS / 1000)
    wave = np.sin(2 * np.pi * pitch_hz * np.arange(count) / RATE_HZ)
    return np.asarray(LOUDNESS * np.minimum(edge, 1.0) * wave, np.int16)


def _edges(text: str, said: Utterance, length_s: float) -> Iterator[float]:
    """Where each character begins, and where the last one ends, never running back."""
    known = {0: 0.0}
    for mark in said.marks:
        if mark.offset not in known and mark.start_ms / 1000 >= max(known.values()):
            known[mark.offset] = min(mark.start_ms / 1000, length_s)
    for (first, from_s), (end, until_s) in pairwise([*known.items(), (len(text), length_s)]):
        step_s = (until_s - from_s) / max(end - first, 1)
        yield from (from_s + n * step_s for n in range(end - first))
    yield length_s
