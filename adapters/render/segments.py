"""Segments: a film in parts of a few seconds, each kept under the hash of all that it sees.

A finished segment's file is named `<key>.<sha-256 of its bytes>.mp4`: one rename both keeps it
and says what it must hold, so that a damaged one is found and made again.
"""

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from shutil import rmtree

from domain.ids import StreamId
from domain.timeline import Timeline, to_json
from processors.errors import Unavailable

RENDERER_VERSION = "4"
"""Raised with every change of what the same timeline looks like."""
SHORTEST_FRAMES = 15
ABANDONED_S = 3600
_MADE_WITH = "av", "torch", "pillow", "numpy"


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames from `start_frame` to `end_frame` (excluded), and the timeline that they see."""

    start_frame: int
    end_frame: int
    part: Timeline
    key: str

    @property
    def frames(self) -> int:
        return self.end_frame - self.start_frame


def segments(timeline: Timeline, made_with: str) -> list[Segment]:
    """In order, on a fixed grid, so that an edit changes only the segments that see it.

    `made_with` names the device and the encoder's build: one film has one of each.
    """
    edges = _edges(timeline.duration_frames, timeline.profile.segment_frames)
    parts = [(*span, timeline.part(*span)) for span in pairwise(edges)]
    return [Segment(start, end, part, key_of(part, made_with)) for start, end, part in parts]


def _edges(total: int, length: int) -> list[int]:
    """Where segments meet; an end too short to stand alone belongs to the one before it.

    Of one or two frames x264 makes packets without its usual delay of two, and the joint would
    last two frames too long.
    """
    edges = [*range(0, total, length), total]
    alone = edges[-1] - edges[-2] >= SHORTEST_FRAMES or len(edges) == len((0, total))
    return edges if alone else [*edges[:-2], total]


def key_of(part: Timeline, made_with: str) -> str:
    """The hash of the part and of everything else that its bytes depend on."""
    head = f"{RENDERER_VERSION},{_versions()},{made_with}\n"
    return sha256(head.encode() + to_json(part)).hexdigest()


@cache
def _versions() -> str:
    """Read from the disk once a process: a film of an hour has over a thousand segments."""
    return ",".join(f"{it}={version(it)}" for it in _MADE_WITH)


@dataclass(frozen=True, slots=True)
class SegmentCache:
    """Finished segments in a folder of their own, the least recently used going first."""

    folder: Path
    size_max_bytes: int

    def find(self, key: str) -> Path | None:
        """The segment's file, whole and unchanged; a damaged one is removed."""
        for path in self.folder.glob(f"{key}.*.mp4"):
            if path.name == _name(key, path.read_bytes()):
                os.utime(path)
                return path
            path.unlink(missing_ok=True)
        return None

    def whole(self, key: str) -> Path:
        """The segment's file. Raises Unavailable (`segment-lost`) where it is gone again."""
        path = self.find(key)
        if path is None:
            raise Unavailable("A finished segment is missing or damaged", code="segment-lost")
        return path

    def keep(self, key: str, data: bytes) -> Path:
        path = self.folder / _name(key, data)
        partial = path.with_suffix(f".{os.getpid()}.part")
        try:
            with partial.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return path

    def shrink(self, used: frozenset[Path]) -> None:
        """Down to its size, sparing what is used; what a killed process left goes too."""
        found = sorted(((it.stat(), it) for it in self.folder.iterdir()), key=_age, reverse=True)
        newest_s = found[0][0].st_mtime if found else 0.0
        held_bytes = 0
        for stat, path in found:
            if path.suffix != ".mp4":
                _remove(path, abandoned=newest_s - stat.st_mtime > ABANDONED_S)
                continue
            held_bytes += stat.st_size
            if held_bytes > self.size_max_bytes and path not in used:
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Cleared:
    """Implements the port `Passing`: nobody knows whose a segment is, so all of them go.

    A film that is being made of some loses them, and is tried again.
    """

    folder: Path

    async def forget(self, videos: Iterable[StreamId]) -> None:
        if any(videos):
            await asyncio.to_thread(self._clear)

    def _clear(self) -> None:
        for path in self.folder.glob("*"):
            if path.is_dir():
                rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _age(found: tuple[os.stat_result, Path]) -> tuple[float, str]:
    return found[0].st_mtime, found[1].name


def _remove(path: Path, *, abandoned: bool) -> None:
    if abandoned and path.is_dir():
        rmtree(path, ignore_errors=True)
    elif abandoned:
        path.unlink(missing_ok=True)


def _name(key: str, data: bytes) -> str:
    return f"{key}.{sha256(data).hexdigest()}.mp4"
