"""The renderer: a timeline becomes a film, segment by segment, each made once and kept."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from time import monotonic

from adapters.render import crew
from adapters.render.encoders import ENCODERS
from adapters.render.fonts import Typefaces
from adapters.render.orders import Order, Reply
from adapters.render.segments import Segment, SegmentCache, segments
from adapters.render.sound import mix
from adapters.render.stitch import length, stitch
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.timeline import Timeline
from processors.errors import InvalidInput, Unavailable
from processors.ports import Blobs, Film, Metered, Progress, Tell

TELL_EVERY_S = 1.0
SILENCE_DB = -70.0
"""The absolute gate of ITU-R BS.1770: nothing quieter is counted."""


@dataclass(slots=True)
class Count:
    """How far a render is: frames that were there, frames made since, and their CPU time."""

    total: int
    reused: int = 0
    made: int = 0
    cpu_ms: int = 0
    began_s: float = field(default_factory=monotonic)

    def hear(self, reply: Reply) -> None:
        self.made += reply.frames
        self.cpu_ms += reply.cpu_ms

    @property
    def progress(self) -> Progress:
        elapsed_s = max(monotonic() - self.began_s, 1e-3)
        return Progress(self.reused + self.made, self.total, self.made / elapsed_s)


@dataclass(frozen=True, slots=True)
class _Sound:
    path: Path | None = None
    loudness_lufs: float = SILENCE_DB
    true_peak_dbtp: float = SILENCE_DB


class TorchRenderer:
    """Composites with torch on `workers` processes, encodes with x264, keeps its segments.

    With less than `free_min_bytes` free on the disk of the cache no film is begun.
    """

    provider = Provider("torch-renderer", "cpu", Mode.OFFLINE)

    def __init__(
        self,
        blobs: Blobs,
        cache_dir: Path,
        *,
        workers: int,
        cache_size_max_bytes: int,
        free_min_bytes: int = 0,
    ) -> None:
        self._blobs = blobs
        self._cache = SegmentCache(cache_dir, cache_size_max_bytes)
        self._workers = workers
        self._free_min_bytes = free_min_bytes

    async def render(self, timeline: Timeline, tell: Tell) -> Metered[Film]:
        """Raises InvalidInput, NotConfigured (`font-missing`, `letters-missing`), Unavailable.

        Unavailable is `disk-full`, `render-worker-lost`, or `segment-lost`.
        """
        if timeline.profile.codec not in ENCODERS:
            raise InvalidInput(f"A film is encoded as {', '.join(ENCODERS)}", code="codec-unknown")
        await asyncio.to_thread(Typefaces.of(timeline).check, timeline)
        self._cache.folder.mkdir(parents=True, exist_ok=True)
        _refuse_full(self._cache.folder, self._free_min_bytes)
        count = Count(timeline.duration_frames)
        with TemporaryDirectory(dir=self._cache.folder, prefix="film-") as folder:
            sound = await self._sound(timeline, Path(folder))
            planned = segments(timeline)
            found = await asyncio.to_thread(self._found, planned)
            count.reused = sum(it.frames for it in planned if it.key in found)
            missing = [it for it in planned if it.key not in found]
            await self._make(missing, count, tell)
            film = Path(folder) / "film.mp4"
            files = await asyncio.to_thread(self._stitched, timeline, planned, sound, film)
            frames, duration_ms = await asyncio.to_thread(length, film)
            id = await self._blobs.put_file(film)
        await asyncio.to_thread(self._cache.shrink, files)
        answer = Film(
            film=id,
            duration_ms=duration_ms,
            frames=frames,
            width=timeline.canvas.width,
            height=timeline.canvas.height,
            fps=timeline.canvas.fps,
            loudness_lufs=sound.loudness_lufs,
            true_peak_dbtp=sound.true_peak_dbtp,
            encoder=ENCODERS[timeline.profile.codec],
            segments_made=len(missing),
            segments_reused=len(planned) - len(missing),
            render_ms=round((monotonic() - count.began_s) * 1000),
        )
        return Metered(answer, (Usage("cpu_ms", count.cpu_ms),))

    async def _sound(self, timeline: Timeline, folder: Path) -> _Sound:
        if not timeline.sounds:
            return _Sound()
        files = {it.audio: await self._blobs.path(it.audio) for it in timeline.sounds}
        out = folder / "sound.m4a"
        mixed = await asyncio.to_thread(mix, timeline, files, out)
        return _Sound(out, mixed.loudness_lufs, mixed.true_peak_dbtp)

    def _found(self, planned: list[Segment]) -> frozenset[str]:
        return frozenset(it.key for it in planned if self._cache.find(it.key))

    async def _make(self, missing: list[Segment], count: Count, tell: Tell) -> None:
        """Have the missing segments made, telling how far it is about once a second."""
        orders = [await self._order(it) for it in {it.key: it for it in missing}.values()]
        work = asyncio.create_task(crew.make(orders, self._workers, count.hear))
        try:
            while not (await asyncio.wait({work}, timeout=TELL_EVERY_S))[0]:
                await tell(count.progress)
            await work
        finally:
            work.cancel()
            await asyncio.wait({work})
        await tell(count.progress)

    async def _order(self, segment: Segment) -> Order:
        part = segment.part
        images = {str(id): await self._blobs.path(id) for id in (*part.images, *part.clips)}
        return Order(segment.key, part, self._cache.folder, images)

    def _stitched(
        self, timeline: Timeline, planned: list[Segment], sound: _Sound, film: Path
    ) -> frozenset[Path]:
        files = [(it, self._cache.whole(it.key)) for it in planned]
        stitch(files, timeline, sound.path, film)
        return frozenset(path for _, path in files)


def _refuse_full(folder: Path, free_min_bytes: int) -> None:
    free_bytes = disk_usage(folder).free
    if free_bytes < free_min_bytes:
        raise Unavailable(
            f"The disk that holds {folder} has {free_bytes:,} bytes free, and a film needs"
            f" {free_min_bytes:,} to begin with: free some space, then try again.",
            code="disk-full",
        )
