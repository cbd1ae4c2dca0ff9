"""Inspection: the finished film, opened again from its file, held against its timeline."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import av

from adapters.render import film_facts
from adapters.render.film_watch import Span, Watched, watch
from adapters.render.loudness import RATE_HZ, SILENCE_LUFS, Loudness, Meter, decoded
from domain.ids import BlobId
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.timeline import Timeline, still_spans
from processors.ports import Blobs, Inspection, Metered

LOUDNESS_LUFS, LOUDNESS_TOLERANCE_LU = -14.0, 0.5
TRUE_PEAK_MAX_DBTP = -1.0
SILENCE_DBTP = -80.0
ENDS_APART_MAX_MS = 50
HELD_MAX_S = 1.0

_UNHEARD = Loudness(SILENCE_LUFS, SILENCE_DBTP)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the sound measures; `stopped` says why decoding it ended early, if it did."""

    samples: int
    loudness: Loudness
    stopped: str = ""

    @property
    def ms(self) -> int:
        return round(self.samples * 1000 / RATE_HZ)


class FilmInspector:
    """Implements the port `Inspector` with PyAV, on this machine."""

    provider = Provider("inspector", "pyav-1", Mode.OFFLINE)

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def inspect(self, film: BlobId, timeline: Timeline) -> Metered[Inspection]:
        """Never raises for what is wrong with the film: that is a fault of the inspection."""
        path = await self._blobs.path(film)
        begun_s = time.process_time()
        made = await asyncio.to_thread(inspection, path, timeline)
        cpu_ms = round((time.process_time() - begun_s) * 1000)
        return Metered(made, (Usage("cpu_ms", cpu_ms),))


def inspection(path: Path, timeline: Timeline) -> Inspection:
    """Everything measured, and a sentence for each thing that is not as it should be."""
    try:
        facts = tuple(film_facts.faults(path, timeline))
        watched = watch(path, timeline)
    except (av.FFmpegError, IndexError, OSError) as error:
        return _unreadable(error)
    heard = _hear(path)
    faults = chain(facts, _seen_faults(watched, timeline), _heard_faults(heard, watched, timeline))
    return Inspection(
        frames=watched.frames,
        duration_ms=timeline.canvas.ms_of(watched.frames),
        audio_ms=heard.ms,
        loudness_lufs=heard.loudness.integrated_lufs,
        true_peak_dbtp=heard.loudness.true_peak_dbtp,
        faults=tuple(faults),
    )


def _unreadable(error: Exception) -> Inspection:
    sentence = f"The film cannot be read as an MP4 with pictures ({error})."
    return Inspection(0, 0, 0, SILENCE_LUFS, _UNHEARD.true_peak_dbtp, (sentence,))


def _hear(path: Path) -> _Heard:
    meter, samples, stopped = Meter(), 0, ""
    try:
        for piece in decoded(path):
            meter.add(piece)
            samples += piece.shape[1]
    except IndexError:
        return _Heard(0, _UNHEARD)
    except av.FFmpegError as error:
        stopped = str(error.strerror)
    return _Heard(samples, meter.loudness() if samples else _UNHEARD, stopped)


def _seen_faults(watched: Watched, timeline: Timeline) -> Iterator[str]:
    wanted, fps = timeline.duration_frames, timeline.canvas.fps
    if watched.stopped:
        yield f"Decoding the pictures stops after frame {watched.frames} ({watched.stopped})."
    if watched.frames != wanted:
        yield f"The film has {watched.frames} frames; its timeline has {wanted}."
    if watched.uneven_at is not None:
        yield f"Frame {watched.uneven_at} is not shown when {fps} frames a second say."
    held = list(still_spans(timeline))
    for name, spans in (("black", watched.black), ("frozen", watched.frozen)):
        yield from _stretches(name, spans, held, fps)


def _stretches(name: str, spans: Iterable[Span], held: Sequence[Span], fps: int) -> Iterator[str]:
    """A sentence for each stretch over a second that the timeline does not ask for."""
    for start, end in (it for span in spans for it in _without(span, held)):
        if end - start > HELD_MAX_S * fps:
            yield (
                f"The picture is {name} from {start / fps:.2f} s to {end / fps:.2f} s, which is"
                f" {(end - start) / fps:.2f} s; its timeline holds still for at most"
                f" {HELD_MAX_S:g} s there."
            )


def _without(span: Span, held: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span outside those that the timeline holds."""
    start, end = span
    for held_start, held_end in held:
        if held_start < end and held_end > start:
            if held_start > start:
                yield start, held_start
            start = held_end
    if start < end:
        yield start, end


def _heard_faults(heard: _Heard, watched: Watched, timeline: Timeline) -> Iterator[str]:
    if not timeline.sounds:
        return
    if heard.stopped:
        yield f"Decoding the sound stops after {heard.ms} ms ({heard.stopped})."
    seen_ms = watched.frames * 1000 / timeline.canvas.fps
    if abs(heard.ms - seen_ms) > ENDS_APART_MAX_MS:
        yield (
            f"The sound ends at {heard.ms} ms, the picture at {seen_ms:.0f} ms; at most"
            f" {ENDS_APART_MAX_MS} ms may lie between."
        )
    yield from _loudness_faults(heard.loudness)


def _loudness_faults(loudness: Loudness) -> Iterator[str]:
    lufs, peak = loudness.integrated_lufs, loudness.true_peak_dbtp
    if abs(lufs - LOUDNESS_LUFS) > LOUDNESS_TOLERANCE_LU:
        yield (
            f"The loudness is {lufs:.1f} LUFS; it should be {LOUDNESS_LUFS:g} ±"
            f" {LOUDNESS_TOLERANCE_LU:g}."
        )
    if peak > TRUE_PEAK_MAX_DBTP:
        yield f"The true peak is {peak:.1f} dBTP; it should be at most {TRUE_PEAK_MAX_DBTP:g}."
