"""Ours in a process of its own: `render` a stored timeline, or `encode` frames drawn before.

What it took is counted from the call to the finished file, without the loading of libraries;
the renderer's workers and their start count in full.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from adapters.blobs.disk import DiskBlobs
from adapters.render.torch_renderer import TorchRenderer
from domain.timeline import Timeline, from_json
from processors.ports import Film, Metered, Progress

CACHE_BYTES = 50 * 10**9

Told = dict[str, Any]


def main(part: str) -> None:
    order = json.load(sys.stdin)
    sys.stdout.write(json.dumps(PARTS[part](order)) + "\n")


def render(order: Told) -> Told:
    """With `heard`, each progress is one line in that file."""
    blobs = DiskBlobs(Path(order["blobs"]))
    renderer = TorchRenderer(
        blobs,
        Path(order["cache"]),
        workers=order["workers"],
        cache_size_max_bytes=CACHE_BYTES,
    )
    film = _timeline(order)
    begun_s, cpu_s = time.monotonic(), _cpu_s()
    made = asyncio.run(renderer.render(film, _heard(order.get("heard", ""))))
    took = {"wall_s": time.monotonic() - begun_s, "cpu_s": _cpu_s() - cpu_s}
    return took | _facts(made) | {"film": str(asyncio.run(blobs.path(made.answer.film)))}


def encode(order: Told) -> Told:
    """The frames are drawn and held before the clock runs."""
    from benchmarks.render.encode_only import encoded, held  # noqa: PLC0415  loads torch

    frames = held(_timeline(order), {id: Path(it) for id, it in order["images"].items()})
    begun_s, cpu_s = time.monotonic(), _cpu_s()
    encoded(frames, Path(order["out"]), order["fps"])
    took = {"wall_s": time.monotonic() - begun_s, "cpu_s": _cpu_s() - cpu_s}
    return took | {"frames": len(frames)}


PARTS: Mapping[str, Callable[[Told], Told]] = {"render": render, "encode": encode}


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


def _heard(file: str) -> Callable[[Progress], Any]:
    async def tell(progress: Progress) -> None:
        if file:
            with Path(file).open("a") as told:  # noqa: ASYNC230  a line a second
                told.write(f"{progress.done}\n")

    return tell


def _cpu_s() -> float:
    """Of this process, and of its children that have ended."""
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(it.ru_utime + it.ru_stime for it in map(resource.getrusage, of))


if __name__ == "__main__":
    main(sys.argv[1])
