"""Inspection: the finished film, opened again from its file, held against its timeline."""

import asyncio
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import av

from adapters.render import film_facts
from adapters.render.film_stills import FilmStills
from adapters.render.film_watch import Span, Watched, watch
from adapters.render.loudness import RATE_HZ, SILENCE_LUFS, Loudness, Meter, decoded
from domain.ids import BlobId
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.timeline import Timeline, still_spans
from processors.errors import CallError
from processors.ports import Blobs, Inspection, Metered

LOUDNESS_LUFS, LOUDNESS_TOLERANCE_LU = -14.0, 0.3
TRUE_PEAK_MAX_DBTP = -1.0
SILENCE_DBTP = -80.0
ENDS_APART_MAX_MS = 50
HELD_MAX_S = 1.0
TOLD_MAX = 5

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
        stills = await self._stills(timeline)
        begun_s = time.process_time()
        made = await asyncio.to_thread(inspection, path, timeline, stills)
        cpu_ms = round((time.process_time() - begun_s) * 1000)
        return Metered(made, (Usage("cpu_ms", cpu_ms),))

    async def _stills(self, timeline: Timeline) -> dict[BlobId, Path]:
        """Those that are there: what one of them shows is no excuse when it is gone."""
        found = {}
        for image in timeline.images:
            with suppress(CallError):
                found[image] = await self._blobs.path(image)
        return found


def inspection(
    path: Path, timeline: Timeline, stills: Mapping[BlobId, Path] = MappingProxyType({})
) -> Inspection:
    """Everything measured, and a sentence for each thing that is not as it should be.

    `stills` are the timeline's pictures: a dark or flat one may look so in the film.
    """
    try:
        facts = tuple(film_facts.faults(path, timeline))
        watched = watch(path, timeline)
    except (av.FFmpegError, IndexError, OSError) as error:
        return _unreadable(error)
    heard = _hear(path)
    shown = FilmStills(timeline, stills)
    faults = chain(facts, _seen_faults(watched, shown), _heard_faults(heard, watched, timeline))
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


def _seen_faults(watched: Watched, shown: FilmStills) -> Iterator[str]:
    timeline = shown.timeline
    wanted, fps = timeline.duration_frames, timeline.canvas.fps
    if watched.stopped:
        yield f"Decoding the pictures stops after frame {watched.frames} ({watched.stopped})."
    if watched.frames != wanted:
        yield f"The film has {watched.frames} frames; its timeline has {wanted}."
    if watched.uneven_at is not None:
        yield f"Frame {watched.uneven_at} is not shown when {fps} frames a second say."
    yield from _stretches("black", _too_long(watched.black, timeline, shown.dark), timeline)
    yield from _stretches("frozen", _too_long(watched.frozen, timeline, shown.unmoved), timeline)


def _too_long(
    spans: Iterable[Span], timeline: Timeline, excused: Callable[[Span], Iterable[Span]]
) -> Iterator[Span]:
    """What is over a second and neither the timeline nor its pictures ask for."""
    longest, held = HELD_MAX_S * timeline.canvas.fps, tuple(still_spans(timeline))
    for span in (it for one in spans for it in _without(one, held) if it[1] - it[0] > longest):
        left = _without(span, tuple(excused(span)))
        yield from (it for it in left if it[1] - it[0] > longest)


def _stretches(name: str, spans: Iterable[Span], timeline: Timeline) -> Iterator[str]:
    """One sentence for all of them, with the first few and their scenes."""
    found = list(spans)
    if not found:
        return
    told = [_told(it, timeline) for it in found[:TOLD_MAX]]
    if len(found) > TOLD_MAX:
        told.append(f"{len(found) - TOLD_MAX} times more")
    yield (
        f"The picture is {name} {', and '.join(told)}; its timeline holds still for at most"
        f" {HELD_MAX_S:g} s there."
    )


def _told(span: Span, timeline: Timeline) -> str:
    start_s, end_s = (it / timeline.canvas.fps for it in span)
    return f"from {start_s:.2f} s to {end_s:.2f} s{_scenes(span, timeline)}"


def _scenes(span: Span, timeline: Timeline) -> str:
    """Each chapter is a scene, numbered from 1."""
    starts = [it.start_frame for it in timeline.chapters]
    first, last = bisect_right(starts, span[0]), bisect_left(starts, span[1])
    if not first:
        return ""
    return f" (scene {first})" if first == last else f" (scenes {first} to {last})"


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
    yield from _loudness_faults(heard.loudness, has_voice=timeline.narration is not None)


def _loudness_faults(loudness: Loudness, *, has_voice: bool) -> Iterator[str]:
    """Where nobody speaks, a film may be quieter: silence, and bare peaks, cannot be louder."""
    lufs, peak = loudness.integrated_lufs, loudness.true_peak_dbtp
    over_lu = lufs - LOUDNESS_LUFS
    if over_lu > LOUDNESS_TOLERANCE_LU or (has_voice and -over_lu > LOUDNESS_TOLERANCE_LU):
        yield (
            f"The loudness is {lufs:.1f} LUFS; it should be {LOUDNESS_LUFS:g} ±"
            f" {LOUDNESS_TOLERANCE_LU:g}."
        )
    if peak > TRUE_PEAK_MAX_DBTP:
        yield f"The true peak is {peak:.1f} dBTP; it should be at most {TRUE_PEAK_MAX_DBTP:g}."
