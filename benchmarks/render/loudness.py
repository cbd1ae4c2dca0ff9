"""R9: loudness and true peak of finished films, by a meter that is none of ours.

Twenty voices of the offline narrator: as many languages, two manners of speaking, 5 s to
10 minutes. Each goes through the whole renderer under a tiny picture; the finished file is
decoded and measured (EBU R 128, peaks at four times the rate) by another build of ffmpeg.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from math import ceil, log10
from pathlib import Path

from adapters.voice.espeak import EspeakNarrator
from benchmarks.claims import Figure, Figures
from benchmarks.render.bench import Bench
from benchmarks.render.ours import film
from benchmarks.render.speech import SENTENCES
from domain.ids import BlobId
from domain.narration import Narration
from domain.script import Scene, Script
from domain.timeline import FULL, Box, Canvas, Sound

TARGET_LUFS = -14.0
SECONDS = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 200, 300, 420, 600)
QUICK_VOICES = 4
MANNERS = "default", "female"
CANVAS = Canvas(64, 36, 25)
LISTENS_S_MAX = 120
DIGITS = 2


def measure(bench: Bench) -> Figures:
    meter = bench.others.ffmpeg
    off, peaks = [], []
    for n, (language, seconds) in enumerate(_voices(bench)):
        spoken = asyncio.run(_spoken(bench, language, MANNERS[n % len(MANNERS)], seconds))
        path = _film(bench, spoken.audio, spoken.duration_ms)
        lufs, peak = heard(meter, path)
        off.append(abs(lufs - TARGET_LUFS))
        peaks.append(peak)
        bench.tell(f"{language} {spoken.duration_ms / 1000:.0f} s: {lufs:.2f} LUFS, {peak:.2f}")
    mean = sum(off) / len(off)
    told = f"{len(off)} voices, 5 s to {max(it for _, it in _voices(bench))} s, mean {mean:.2f}"
    return {
        "R9": Figure(round(max(off), DIGITS), note=told),
        "R9-peak": Figure(round(max(peaks), DIGITS)),
    }


def heard(ffmpeg: Path, film: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    graph = "ebur128=peak=true:metadata=1,ametadata=mode=print:file=-"
    argv = [str(ffmpeg), "-v", "error", "-i", str(film), "-map", "0:a", "-af", graph]
    argv += ["-f", "null", "-"]
    ran = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=LISTENS_S_MAX)
    lines = (it.partition("=") for it in ran.stdout.splitlines() if it.startswith("lavfi.r128"))
    last = {key: value for key, _, value in lines}
    peak = max(float(last[it]) for it in last if it.startswith("lavfi.r128.true_peaks_ch"))
    return float(last["lavfi.r128.I"]), 20 * log10(max(peak, 1e-6))


def _voices(bench: Bench) -> Iterator[tuple[str, int]]:
    step = len(SECONDS) // QUICK_VOICES if bench.quick else 1
    short = zip(SENTENCES, SECONDS, strict=True)
    yield from list(short)[: len(SECONDS) // 2 if bench.quick else None : step]


async def _spoken(bench: Bench, language: str, manner: str, seconds: int) -> Narration:
    """About that long: said once, then as often as it takes."""
    narrator, sentences = EspeakNarrator(bench.studio.blobs), SENTENCES[language]
    once = (await narrator.narrate(_script(language, sentences), manner)).answer
    if once.duration_ms >= seconds * 1000:
        return once
    again = sentences * ceil(seconds * 1000 / once.duration_ms)
    return (await narrator.narrate(_script(language, again), manner)).answer


def _script(language: str, sentences: tuple[str, ...]) -> Script:
    return Script("Harbour", language, (Scene("", sentences, ""),), 0.0)


def _film(bench: Bench, voice: BlobId, duration_ms: int) -> Path:
    frames = CANVAS.frame_of(duration_ms)
    ground = Box(0, frames, FULL, "#203040")
    return bench.ours(film(CANVAS, frames, [ground], (Sound(voice),))).film
