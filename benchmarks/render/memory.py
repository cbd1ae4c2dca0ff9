"""R6: the most memory that any worker ever held, as the kernel remembers it (VmHWM).

The canonical workload at 1080p, its stills and moves at 2160p (from stills of 5120×2880), and
the longest film beside one of a minute, at 360p.
"""

from dataclasses import replace

from benchmarks.claims import Figure, Figures
from benchmarks.render import long, pictures
from benchmarks.render.bench import Bench
from benchmarks.render.ours import SEGMENT_FRAMES
from benchmarks.render.workload import HEIGHT, STILL_HEIGHT, STILL_WIDTH, WIDTH, scaled

MEGA = 1_000_000
SIDE = 2


def measure(bench: Bench) -> Figures:
    hd = bench.ours(bench.timeline("grainy")).ran.worker_peak_bytes
    uhd = _at_2160p(bench)
    minute = long.film(bench, 1).rendered.ran.worker_peak_bytes
    longest = long.film(bench, bench.minutes).rendered.ran.worker_peak_bytes
    told = f"{bench.minutes} min {longest / MEGA:.0f} MB, 1 min {minute / MEGA:.0f} MB"
    return {
        "R6": Figure(round(hd / MEGA)),
        "R6-2160p": Figure(round(uhd / MEGA)),
        "R6-flat": Figure(round(longest / minute, 2), note=told),
    }


def _at_2160p(bench: Bench) -> int:
    size = (STILL_WIDTH * SIDE, STILL_HEIGHT * SIDE)
    stills = pictures.stills(bench.folder, size, 4, grainy=True)
    of = scaled(bench.workload(grainy=True), WIDTH * SIDE, HEIGHT * SIDE)
    clips = tuple(replace(it, still=str(path)) for it, path in zip(of.clips, stills, strict=True))
    whole = bench.studio.timeline(replace(of, clips=clips))
    part = whole.part(0, SEGMENT_FRAMES) if bench.quick else whole
    return bench.ours(part).ran.worker_peak_bytes
