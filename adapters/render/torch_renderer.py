"""The renderer: a timeline becomes a film, segment by segment, each made once and kept."""

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, TypeVar

from adapters.provenance.film import mark_film
from adapters.render import crew
from adapters.render.choice import CUDA, Choice, Choosing
from adapters.render.clips.confined import STANDARD, Allowance
from adapters.render.faults import plainly
from adapters.render.fonts import Typefaces
from adapters.render.forking import Forks
from adapters.render.orders import Order, Reply
from adapters.render.segments import Segment, SegmentCache, segments
from adapters.render.sharing import Alone, SharedSegments
from adapters.render.sound import mix
from adapters.render.stitch import length, stitch
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.timeline import Timeline
from processors.errors import CallError, Unavailable
from processors.ports import Blobs, Film, FilmSegment, Metered, Progress, Tell

T = TypeVar("T")

TELL_EVERY_S = 1.0
PROVIDER = Provider("torch-renderer", "cpu", Mode.OFFLINE)
SILENCE_DB = -70.0
"""The absolute gate of ITU-R BS.1770: nothing quieter is counted."""


@dataclass(slots=True)
class Count:
    """How far a render is: frames that were there, frames made since, and what they took.

    Of segments that are alike, one is counted.
    """

    total: int
    reused: int = 0
    made: int = 0
    segments: int = 0
    segments_reused: int = 0
    took: dict[str, Reply] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    began_s: float = field(default_factory=monotonic)

    def hear(self, reply: Reply) -> None:
        self.made += reply.frames
        if reply.path:
            self.took[reply.key] = reply

    def unshared(self) -> list[str]:
        """Keys of segments made since this was asked last."""
        keys = [it for it in self.took if it not in self.shared]
        self.shared.update(keys)
        return keys

    @property
    def usage(self) -> tuple[Usage, ...]:
        """Time of the processors, and of the device where there is one."""
        cpu_ms = sum(it.cpu_ms for it in self.took.values())
        gpu_ms = sum(it.gpu_ms for it in self.took.values())
        used = (Usage("cpu_ms", cpu_ms), Usage("gpu_ms", gpu_ms))
        return used if gpu_ms else used[:1]

    def of(self, planned: list[Segment]) -> Iterator[FilmSegment]:
        """What each segment took; of several that are alike the first was made."""
        took = dict(self.took)
        for it in planned:
            its = took.pop(it.key, Reply())
            yield FilmSegment(it.key, it.frames, its.cpu_ms, its.gpu_ms)

    @property
    def progress(self) -> Progress:
        elapsed_s = max(monotonic() - self.began_s, 1e-3)
        done, whole = self.reused + self.made, self.segments_reused + len(self.took)
        return Progress(done, self.total, self.made / elapsed_s, whole, self.segments)


@dataclass(frozen=True, slots=True)
class _Sound:
    path: Path | None = None
    loudness_lufs: float = SILENCE_DB
    true_peak_dbtp: float = SILENCE_DB


@dataclass(slots=True)
class TorchRenderer:
    """Implements the port `Renderer`: `workers` processes compose, encode and keep segments.

    With less than `free_min_bytes` free on the disk of the cache no film is begun. `allowed` is
    what decoding a clip may take; what `forks` keeps from film to film its `close` ends.
    """

    blobs: Blobs
    cache_dir: Path
    _: KW_ONLY
    workers: int
    cache_size_max_bytes: int
    free_min_bytes: int = 0
    allowed: Allowance = STANDARD
    choosing: Choosing = field(default_factory=Choosing)
    shared: SharedSegments = field(default_factory=Alone)
    forks: Forks = field(default_factory=Forks)
    gpu_turn: crew.Turn = crew.at_once
    provider: Provider = PROVIDER

    @property
    def _cache(self) -> SegmentCache:
        return SegmentCache(self.cache_dir, self.cache_size_max_bytes)

    async def render(self, timeline: Timeline, tell: Tell) -> Metered[Film]:
        """Raises InvalidInput, NotConfigured, Unavailable, with the time that was used up.

        InvalidInput is `codec-unknown`; NotConfigured `font-missing`, `letters-missing`, or as of
        Choosing; Unavailable as of faults, `segment-lost`, or `segments-differ`.
        """
        choice = await self.choosing.choose(timeline.profile.codec)
        await asyncio.to_thread(Typefaces.of(timeline).check, timeline)
        self.cache_dir.mkdir(parents=True, exist_ok=True)
        _refuse_full(self.cache_dir, self.free_min_bytes)
        count = Count(timeline.duration_frames)
        try:
            with plainly(self.cache_dir):
                film = await self._film(timeline, choice, count, tell)
        except CallError as fault:
            fault.usage = fault.usage or count.usage
            raise
        return Metered(film, count.usage)

    async def _film(self, timeline: Timeline, choice: Choice, count: Count, tell: Tell) -> Film:
        with TemporaryDirectory(
            dir=self.cache_dir, prefix="film-", ignore_cleanup_errors=True
        ) as folder:
            planned = segments(timeline, choice.made_with)
            found = await self._found(planned)
            count.reused = sum(it.frames for it in planned if it.key in found)
            count.segments, count.segments_reused = len({it.key for it in planned}), len(found)
            missing = [it for it in planned if it.key not in found]
            sound = await _beside(
                self._sound(timeline, Path(folder)), self._make(missing, choice, count, tell)
            )
            film = Path(folder) / "film.mp4"
            files = await asyncio.to_thread(self._stitched, timeline, planned, sound, film)
            frames, duration_ms = await asyncio.to_thread(length, film)
            shown = [await self.blobs.path(it) for it in (*timeline.images, *timeline.clips)]
            await asyncio.to_thread(mark_film, film, shown)
            id = await self.blobs.put_file(film)
        await asyncio.to_thread(self._cache.shrink, files)
        return Film(
            film=id,
            duration_ms=duration_ms,
            frames=frames,
            width=timeline.canvas.width,
            height=timeline.canvas.height,
            fps=timeline.canvas.fps,
            loudness_lufs=sound.loudness_lufs,
            true_peak_dbtp=sound.true_peak_dbtp,
            encoder=choice.encoder.library,
            segments_made=len(missing),
            segments_reused=len(planned) - len(missing),
            render_ms=round((monotonic() - count.began_s) * 1000),
            segments=tuple(count.of(planned)),
        )

    async def _sound(self, timeline: Timeline, folder: Path) -> _Sound:
        if not timeline.sounds:
            return _Sound()
        files = {it.audio: await self.blobs.path(it.audio) for it in timeline.sounds}
        out = folder / "sound.m4a"
        mixed = await asyncio.to_thread(mix, timeline, files, out)
        return _Sound(out, mixed.loudness_lufs, mixed.true_peak_dbtp)

    async def _found(self, planned: list[Segment]) -> set[str]:
        """Keys of the segments that are here now, those that other machines made among them."""
        found = set()
        for key in dict.fromkeys(it.key for it in planned):
            if await asyncio.to_thread(self._cache.find, key) or await self._fetched(key):
                found.add(key)
        return found

    async def _fetched(self, key: str) -> bool:
        path = await self.shared.find(key)
        if path is None:
            return False
        data = await asyncio.to_thread(path.read_bytes)
        await asyncio.to_thread(self._cache.keep, key, data)
        return True

    async def _share(self, count: Count) -> None:
        for key in count.unshared():
            await self.shared.keep(key, Path(count.took[key].path))

    async def _make(self, missing: list[Segment], choice: Choice, count: Count, tell: Tell) -> None:
        """Have the missing segments made, telling how far it is about once a second."""
        alone = {it.key: it for it in missing}.values()
        orders = [await self._order(it, choice) for it in alone]
        turn = self.gpu_turn if choice.device == CUDA else crew.at_once
        work = asyncio.create_task(crew.make(orders, self.workers, self.forks, count.hear, turn))
        try:
            while not (await asyncio.wait({work}, timeout=TELL_EVERY_S))[0]:
                await tell(count.progress)
                await self._share(count)
            await work
        finally:
            work.cancel()
            await asyncio.wait({work})
        await self._share(count)
        await tell(count.progress)

    async def _order(self, segment: Segment, choice: Choice) -> Order:
        part = segment.part
        images = {str(id): await self.blobs.path(id) for id in (*part.images, *part.clips)}
        made_by = choice.device, choice.encoder.name
        return Order(segment.key, part, self.cache_dir, images, *made_by, self.allowed)

    def _stitched(
        self, timeline: Timeline, planned: list[Segment], sound: _Sound, film: Path
    ) -> frozenset[Path]:
        files = [(it, self._cache.whole(it.key)) for it in planned]
        stitch(files, timeline, sound.path, film)
        return frozenset(path for _, path in files)


async def _beside(one: Coroutine[Any, Any, T], other: Coroutine[Any, Any, None]) -> T:
    """Both at once, as neither takes all processors; where one fails the other is given up."""
    mine, its = asyncio.create_task(one), asyncio.create_task(other)
    try:
        await asyncio.gather(mine, its)
        return mine.result()
    finally:
        mine.cancel()
        its.cancel()
        await asyncio.wait({mine, its})


def _refuse_full(folder: Path, free_min_bytes: int) -> None:
    free_bytes = disk_usage(folder).free
    if free_bytes < free_min_bytes:
        raise Unavailable(
            f"The disk that holds {folder} has {free_bytes:,} bytes free, and a film needs"
            f" {free_min_bytes:,} to begin with: free some space, then try again.",
            code="disk-full",
        )
