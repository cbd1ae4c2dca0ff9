"""The creator's own voice: a recording of the script, and when each word of it is spoken.

The offline voice speaks the script too, by two of its manners; whichever sounds more alike is
laid over the recording (`warping`), and its word times go with it. Measured on recordings that
other manners, paces and pitches of that engine made: 7 ms off in the mean, 59 at most, with pauses
of 0.5 to 1 s as well; with noise 20 dB below the voice 17 and 155, 2 to 5 words of 80 over 67. A
word that is said twice may take the time of both. People's voices were not measured.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from adapters.blobs.disk import DiskBlobs
from adapters.sounds.unpacking import Unpacked, unpacked
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.features import HOP_MS, Frames, Mono, features, voiced
from adapters.voice.speech import Pcm, pcm_of
from adapters.voice.tidy import tidied
from adapters.voice.warping import Warp, warped
from domain.ids import BlobId
from domain.mode import Mode
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.prices import Provider
from domain.script import Script
from processors.errors import InvalidInput
from processors.ports import Blobs, Metered

LENGTH_MAX_MS = 1_200_000
MANNERS = ("default", "female")
RATE_HZ, NARROW = 48_000, 3
ALIKE_MAX = 0.8
"""Of the distance to the same voice told backwards: the script 0.3 to 0.75, another text 0.9."""

SHORT, UNLIKE = 0.75, 1.45
"""Of the middle sentence's share and distance: a sentence that was left out took 0.32 to 0.69 and
was 1.7 to 7 times as far, one that was said 0.90 to 1.09 and at most 1.13 (synthesised: 96
recordings without a sentence, 12 whole, half of them with noise 20 dB below the voice)."""

TELLING, SEVERAL = 50, 3
"""Frames that a sentence has to last, and how many of those there have to be, to be compared."""

SHOWN_MAX = 120
PAUSE, NEAR, REACH = 6, 3, 15
"""In frames of 10 ms: a pause, how near it a word begins, how far it may be off at a pause."""

FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class RecordedNarrator:
    """Implements the port `RecordingReader`."""

    blobs: Blobs

    @property
    def provider(self) -> Provider:
        return Provider("recording", "warped-1", Mode.OFFLINE)

    async def read(self, script: Script, recording: BlobId, name: str) -> Metered[Narration]:
        """`name` is the file's own, for sentences.

        Raises InvalidInput (`sound-unreadable`, `sound-long`, `recording-other-text`,
        `recording-lacks-words`), and what the voice does.
        """
        with tempfile.TemporaryDirectory(prefix="recording-") as folder:
            source, target = await self.blobs.path(recording), Path(folder) / "sound"
            sound = await asyncio.to_thread(unpacked, source, name, target, 0, LENGTH_MAX_MS + 1)
            _refuse_long(sound, name)
            samples = await asyncio.to_thread(_mono, sound)
        pcm = np.clip(np.rint(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
        audio = await self.blobs.put(Pcm(pcm.astype("<i2").tobytes(), RATE_HZ).wav())
        heard = await asyncio.to_thread(_Heard.of, samples)
        told = [await _told(script, it, self.blobs) for it in MANNERS]
        starts = await asyncio.to_thread(_starts, script, heard, told, name)
        narration = _narration(audio, len(samples) * 1000 // RATE_HZ, told[0][0], starts, heard)
        return Metered(await tidied(narration, self.blobs), ())


@dataclass(frozen=True, slots=True)
class _Heard:
    """A recording's spoken frames, and which of its own frames each of them is."""

    frames: Frames
    at: "np.ndarray[tuple[int], np.dtype[np.int64]]"

    def pauses_before(self, at: int) -> bool:
        """Whether this frame of the recording is the first after a pause, or nearly so."""
        n = int(np.searchsorted(self.at, at - NEAR))
        around = self.at[max(n - 1, 0) : n + 2 * NEAR]
        return bool(len(around) > 1 and np.diff(around).max() >= PAUSE)

    def after_pause(self, n: int) -> int:
        """The spoken frame after the longest pause near the n-th; itself where there is none."""
        first = max(n - REACH, 1)
        steps = np.diff(self.at[first - 1 : n + REACH])
        return first + int(steps.argmax()) if len(steps) and steps.max() >= PAUSE else n

    @classmethod
    def of(cls, samples: Mono) -> "_Heard":
        """Of samples at 48 kHz."""
        whole = samples[: len(samples) // NARROW * NARROW].reshape(-1, NARROW)
        narrow = np.asarray(whole.mean(axis=1), np.float32)
        spoken = np.flatnonzero(voiced(narrow))
        return cls(features(narrow)[spoken], spoken)


async def laid_over(script: Script, samples: Mono, name: str) -> list[int]:
    """When each word of the script begins, in ms, in samples at 48 kHz that say it.

    Raises InvalidInput (`recording-other-text`, `recording-lacks-words`), and what the voice does.
    """
    heard = await asyncio.to_thread(_Heard.of, samples)
    with tempfile.TemporaryDirectory(prefix="told-") as folder:
        told = [await _told(script, it, DiskBlobs(Path(folder))) for it in MANNERS]
    return await asyncio.to_thread(_starts, script, heard, told, name)


async def _told(script: Script, manner: str, blobs: Blobs) -> "tuple[Narration, _Heard]":
    told = (await EspeakNarrator(blobs).narrate(script, manner)).answer
    pcm = pcm_of(await blobs.get(told.audio))
    samples = np.frombuffer(pcm.samples, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
    return told, await asyncio.to_thread(_Heard.of, samples)


def _mono(sound: Unpacked) -> Mono:
    return np.asarray(sound.read(0, sound.samples).mean(axis=0), np.float32)


def _starts(
    script: Script, heard: _Heard, told: Sequence[tuple[Narration, _Heard]], name: str
) -> list[int]:
    """Each word's start in ms by the voice that is most alike. Raises InvalidInput."""
    if not len(heard.at):
        raise _other_text(name)
    warps = [warped(it.frames, heard.frames) for _, it in told]
    best = min(range(len(warps)), key=lambda n: warps[n].distance)
    (narration, voice), warp = told[best], warps[best]
    backwards = warped(voice.frames[::-1].copy(), heard.frames).distance
    if warp.distance > ALIKE_MAX * backwards:
        raise _other_text(name)
    if unsaid := _unsaid(script, narration, voice, heard, warp):
        raise _lacks(name, unsaid)
    return list(_moved(narration, voice, heard, warp))


def _unsaid(
    script: Script, narration: Narration, voice: _Heard, heard: _Heard, warp: Warp
) -> str | None:
    """The sentence that is neither as long nor as alike as the others are; None: all are said."""
    reached = voice.at[warp.path]
    apart = np.linalg.norm(voice.frames[warp.path] - heard.frames, axis=1)
    found = []
    for text, start, end in _sentences(script, narration):
        usual = np.count_nonzero((voice.at >= start) & (voice.at < end))
        here = (reached >= start) & (reached < end)
        if usual >= TELLING:
            share = np.count_nonzero(here) / usual
            found.append((text, share, float(apart[here].mean()) if share else float("inf")))
    if len(found) < SEVERAL:
        return None
    share, distance = (np.median([it[n] for it in found]) for n in (1, 2))
    text, its_share, its_distance = max(found, key=lambda it: it[2])
    short, unlike = its_share < SHORT * share, its_distance > UNLIKE * distance
    return text if short and unlike else None


def _sentences(script: Script, narration: Narration) -> Iterator[tuple[str, int, int]]:
    """Each with its first frame and the one after its last, as the voice told it."""
    for scene, told in zip(script.scenes, narration.scenes, strict=True):
        at = 0
        for sentence in scene.sentences:
            words = told.words[at : at + len(sentence.split())]
            at += len(words)
            if words:
                yield sentence, words[0].start_ms // HOP_MS, words[-1].end_ms // HOP_MS


def _moved(narration: Narration, voice: _Heard, heard: _Heard, warp: Warp) -> Iterator[int]:
    """Rising: a word begins with the first frame that is as far in the voice's own telling."""
    reached, least = voice.at[warp.path], 0
    for scene in narration.scenes:
        for word in scene.words:
            at = word.start_ms // HOP_MS
            n = int(np.searchsorted(reached, at))
            if voice.pauses_before(at):
                n = heard.after_pause(n)
            least = max(least, int(heard.at[min(n, len(heard.at) - 1)]) * HOP_MS)
            yield least


def _refuse_long(sound: Unpacked, name: str) -> None:
    if sound.samples > LENGTH_MAX_MS * RATE_HZ // 1000:
        raise InvalidInput(
            f"{name} lasts longer than {LENGTH_MAX_MS // 1000:,} s; record the script alone",
            code="sound-long",
        )


def _other_text(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name} does not seem to say the script; record the script as it stands, word by word:"
        " `ytempire video files ID` gives it as script.txt",
        code="recording-other-text",
    )


def _lacks(name: str, sentence: str) -> InvalidInput:
    shown = sentence if len(sentence) <= SHOWN_MAX else f"{sentence[: SHOWN_MAX - 1]}…"
    return InvalidInput(
        f"{name} does not seem to say “{shown}”, or what is beside it, as it stands; record the"
        " script word for word: `ytempire video files ID` gives it as script.txt",
        code="recording-lacks-words",
    )


def _narration(
    audio: BlobId, duration_ms: int, told: Narration, starts: Sequence[int], heard: _Heard
) -> Narration:
    """Pictures change half-way between the last sound of a scene and the next one's first word."""
    firsts, at = [], 0
    for scene in told.scenes:
        firsts.append(starts[at])
        at += len(scene.words)
    ends = [_last_sound(heard, it) for it in firsts[1:]] + [_last_sound(heard, duration_ms)]
    changes = [0, *((end + first) // 2 for end, first in zip(ends, firsts[1:], strict=False))]
    spans = list(pairwise([*changes, duration_ms]))
    left = iter(starts)
    scenes = (
        _scene([next(left) for _ in scene.words], [it.text for it in scene.words], span, end)
        for scene, span, end in zip(told.scenes, spans, ends, strict=True)
    )
    return Narration(audio, duration_ms, Alignment.ALIGNED, tuple(scenes))


def _last_sound(heard: _Heard, before_ms: int) -> int:
    n = int(np.searchsorted(heard.at, before_ms // HOP_MS))
    return min((int(heard.at[n - 1]) + 1) * HOP_MS, before_ms) if n else before_ms


def _scene(
    starts: Sequence[int], texts: Sequence[str], span: tuple[int, int], end_ms: int
) -> SpokenScene:
    spans = pairwise([*starts, max(end_ms, *starts[-1:], 0)])
    words = (Word(text, start, end) for text, (start, end) in zip(texts, spans, strict=True))
    return SpokenScene(*span, tuple(words))
