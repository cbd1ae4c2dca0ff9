"""Where a recording is silent, and what of that is taken out of it.

Silence at the ends is trimmed, a pause of more than 1.5 s inside shortened to 1 s. Nothing
is turned down: what lies between silence and speech, such as a breath, stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.narration import Cut

STEP_MS = 10
LEAD_MS, TAIL_MS = 300, 800
PAUSE_MAX_MS, PAUSE_MS = 1_500, 1_000
OVER_FLOOR_DB, UNDER_VOICE_DB, SILENT_DBFS = 6.0, 40.0, -75.0
"""Silence is little louder than the quietest there is, and far under the voice; breaths, at 20
to 35 dB under it, are neither."""

Levels = npt.NDArray[np.float64]
"""dBFS of every 10 ms."""


@dataclass(frozen=True, slots=True)
class Silence:
    """From one step of 10 ms to another."""

    start: int
    end: int


def cuts(levels: Levels, word_starts_ms: Sequence[int]) -> tuple[Cut, ...]:
    """What is taken out: never where a word begins."""
    found = (it for silence in silences(levels) for it in _cut(silence, len(levels)))
    return tuple(
        it for it in found if not any(it.start_ms < ms < it.end_ms for ms in word_starts_ms)
    )


def silences(levels: Levels) -> Iterator[Silence]:
    """Runs of silent steps; none where there is no voice, or it is never still."""
    if not len(levels):
        return
    floor, voice = np.quantile(levels, 0.05), np.quantile(levels, 0.95)
    most = min(max(floor + OVER_FLOOR_DB, SILENT_DBFS), voice - UNDER_VOICE_DB)
    edges = np.flatnonzero(np.diff(np.pad(levels < most, 1).astype(np.int8)))
    yield from (Silence(int(start), int(end)) for start, end in edges.reshape(-1, 2))


def _cut(silence: Silence, steps: int) -> Iterator[Cut]:
    start_ms, end_ms = silence.start * STEP_MS, silence.end * STEP_MS
    leads, trails = silence.start == 0, silence.end == steps
    if not (leads or trails) and end_ms - start_ms <= PAUSE_MAX_MS:
        return
    start_ms += 0 if leads else TAIL_MS if trails else PAUSE_MS // 2
    end_ms -= 0 if trails else LEAD_MS if leads else PAUSE_MS - PAUSE_MS // 2
    if start_ms < end_ms and not (leads and trails):
        yield Cut(start_ms, end_ms)
