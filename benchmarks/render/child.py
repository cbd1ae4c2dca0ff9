"""Ours in a process of its own: `render` a stored timeline, or `encode` frames drawn before.

What it took is counted from the call to the finished file, without the loading of libraries
and the probing of encoders, which a process does once; the renderer's other processes, and what
they load, count in full. Told to be `warm`, it makes a tiny film first, without the clock.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.blobs.disk import DiskBlobs
from adapters.render import torch_renderer
from adapters.render.torch_renderer import TorchRenderer
from benchmarks.render import processes
from domain.timeline import FULL, Box, Canvas, Timeline, from_json
from processors.ports import Film, Metered, Progress

CACHE_BYTES = 50 * 10**9
HEARD_EVERY_S = 0.05
SHORT, SHORT_FRAMES = Canvas(64, 36, 30), 30

Told = dict[str, Any]


@dataclass(slots=True)
class Heard:
    """Writes the frames that are there into a file, where one is named."""

    file: str

    async def tell(self, progress: Progress) -> None:
        if self.file:
            with Path(self.file).open("a") as told:  # noqa: ASYNC230  a short line
                told.write(f"{progress.done}\n")


def main(part: str) -> None:
    order = json.load(sys.stdin)
    sys.stdout.write(json.dumps(PARTS[part](order)) + "\n")


def render(order: Told) -> Told:
    """With `heard`, how far it is gets written into that file, twenty times a second."""
    blobs = DiskBlobs(Path(order["blobs"]))
    renderer = TorchRenderer(
        blobs,
        Path(order["cache"]),
        workers=order["workers"],
        cache_size_max_bytes=CACHE_BYTES,
    )
    film = _timeline(order)
    asyncio.run(renderer.choosing.choose(film.profile.codec))
    if order.get("warm"):
        asyncio.run(renderer.render(_short(film), Heard("").tell))
    begun_s, cpu_s = time.monotonic(), _cpu_s()
    heard = Heard(order.get("heard", ""))
    if heard.file:
        torch_renderer.TELL_EVERY_S = HEARD_EVERY_S
    made = asyncio.run(renderer.render(film, heard.tell))
    took = {"wall_s": time.monotonic() - begun_s, "cpu_s": _cpu_s() - cpu_s}
    return took | _facts(made) | {"film": str(asyncio.run(blobs.path(made.answer.film)))}


def encode(order: Told) -> Told:
    """The frames are drawn and held before the clock runs."""
    from benchmarks.render.encode_only import encoded, held  # noqa: PLC0415  loads torch

    frames = held(_timeline(order), {id: Path(it) for id, it in order["images"].items()})
    encoded(frames[:SHORT_FRAMES], Path(order["out"]), order["fps"])
    begun_s, cpu_s = time.monotonic(), _cpu_s()
    encoded(frames, Path(order["out"]), order["fps"])
    took = {"wall_s": time.monotonic() - begun_s, "cpu_s": _cpu_s() - cpu_s}
    return took | {"frames": len(frames)}


PARTS: Mapping[str, Callable[[Told], Told]] = {"render": render, "encode": encode}


def _short(film: Timeline) -> Timeline:
    """A film to have rendered before: nothing that it draws is drawn again."""
    layer = Box(0, SHORT_FRAMES, FULL, "#203040")
    return Timeline(
        SHORT, SHORT_FRAMES, (layer,), film.fonts, sounds=film.sounds, profile=film.profile
    )


def _timeline(order: Told) -> Timeline:
    return from_json(Path(order["timeline"]).read_bytes())


def _facts(made: Metered[Film]) -> Told:
    its = made.answer
    return {
        "frames": its.frames,
        "segments_made": its.segments_made,
        "segments_reused": its.segments_reused,
        "metered_ms": sum(it.quantity for it in made.usage if it.meter == "cpu_ms"),
    }


def _cpu_s() -> float:
    """Of this process, its children, and theirs that have ended."""
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ended = sum(it.ru_utime + it.ru_stime for it in map(resource.getrusage, of))
    return ended + sum(map(processes.cpu_s, processes.children(os.getpid())))


if __name__ == "__main__":
    main(sys.argv[1])
