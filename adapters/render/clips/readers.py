"""The readers of a render worker: one process for each clip that is being shown.

A reader is kept from segment to segment, so that a clip that goes on is decoded once. Whatever
a clip does to its reader, the worker lives and says which file it was.
"""

import select
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from adapters.render.clips.confined import STANDARD, Allowance, why_ended
from adapters.render.clips.reader import FAULT, PICTURE, SAME, Wanted
from domain.timeline import Clip
from processors.errors import InvalidInput

KEPT_MAX = 3
ROOT = Path(__file__).parents[3]


class Key(NamedTuple):
    """What a reader is kept for."""

    clip: str
    in_ms: int
    out_ms: int
    width: int
    height: int


class Picture(NamedTuple):
    """NV12: luma (h, w) and chroma (h/2, w/2, 2), bytes; BT.709, limited range."""

    luma: NDArray[np.uint8]
    chroma: NDArray[np.uint8]


class Reader:
    """One clip's pictures at one size, from a process of its own."""

    def __init__(self, path: Path, width: int, height: int, allowed: Allowance) -> None:
        self._size = (width, height)
        self._allowed = allowed
        self._process = subprocess.Popen(
            [sys.executable, "-m", "adapters.render.clips.reader"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=ROOT, bufsize=0,
        )  # fmt: skip
        self.close = finalize(self, _end, self._process)
        self._last: Picture | None = None
        self._ask(Wanted(str(path), width, height, allowed.memory_bytes, allowed.cpu_s).line())

    def at(self, us: int) -> Picture:
        """The picture of an instant; raises Ended where there is none."""
        self._ask(b"%d\n" % us)
        answer = bytes(self._read(1))
        if answer == FAULT:
            raise Ended(self._sentence())
        if answer == PICTURE:
            self._last = self._picture()
        elif answer != SAME:
            raise Ended("its decoder answered nonsense")
        assert self._last is not None, "the first answer is a picture"
        return self._last

    def _picture(self) -> Picture:
        width, height = self._size
        flat = np.frombuffer(self._read(width * height * 3 // 2), np.uint8)
        luma, chroma = flat[: width * height], flat[width * height :]
        return Picture(luma.reshape(height, width), chroma.reshape(height // 2, width // 2, 2))

    def _ask(self, line: bytes) -> None:
        try:
            _piped(self._process.stdin).write(line)
        except BrokenPipeError:
            raise Ended(self._why()) from None

    def _read(self, count: int) -> bytearray:
        data, answers = bytearray(count), _piped(self._process.stdout)
        view, got = memoryview(data), 0
        while got < count:
            self._wait(answers)
            read = answers.readinto(view[got:])  # type: ignore[attr-defined]  # raw: bufsize 0
            if not read:
                raise Ended(self._why())
            got += read
        return data

    def _wait(self, answers: IO[bytes]) -> None:
        if not select.select([answers], [], [], self._allowed.wait_s)[0]:
            raise Ended(f"decoding it takes more than {self._allowed.cpu_s:g} s")

    def _sentence(self) -> str:
        return _piped(self._process.stdout).read().decode(errors="replace")

    def _why(self) -> str:
        self._process.kill()
        return why_ended(self._process.wait(), self._allowed)


class Ended(Exception):
    """The reader has no more to give; the message says why."""


@dataclass(slots=True)
class Clips:
    """Readers by what they show, those used last. Files are known by the clips' ids."""

    paths: dict[str, Path]
    allowed: Allowance = STANDARD
    kept: OrderedDict[Key, Reader] = field(default_factory=OrderedDict)

    def picture(self, clip: Clip, us: int, width: int, height: int) -> Picture:
        """Covering `width` × `height`. Raises InvalidInput (`clip-unreadable`), naming the file."""
        key = Key(clip.clip, clip.in_ms, clip.out_ms, width, height)
        try:
            return self._reader(key).at(us)
        except Ended as fault:
            self.kept.pop(key).close()
            raise InvalidInput(
                f"The clip {clip.name or clip.clip} cannot be shown: {fault}.",
                code="clip-unreadable",
            ) from None

    def close(self) -> None:
        for reader in self.kept.values():
            reader.close()
        self.kept.clear()

    def _reader(self, key: Key) -> Reader:
        if key not in self.kept:
            self.kept[key] = Reader(self.paths[key.clip], key.width, key.height, self.allowed)
        self.kept.move_to_end(key)
        while len(self.kept) > KEPT_MAX:
            self.kept.popitem(last=False)[1].close()
        return self.kept[key]


def _piped(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None, "both ends are pipes"
    return stream


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    _piped(process.stdin).close()
    _piped(process.stdout).close()
