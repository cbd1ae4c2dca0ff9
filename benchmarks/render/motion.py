"""R4: how steady a slow zoom with a pan is, of ours, MoviePy and zoompan.

The still is a formula (`waves`), so that the ideal frame is known exactly; every frame is
decoded from the finished film, and each of its quarters registered against it. All encode with
CRF 4: at 23 what x264 leaves out is a multiple of what the renderer is off, and the note says
how much that is. The chart in docs/images/ shows the path of a quarter beside the ideal one.
"""

from dataclasses import replace

from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.render import chart
from benchmarks.render.bench import UPSCALE, Bench
from benchmarks.render.ours import lumas
from benchmarks.render.registration import Path2, decoded, measured
from benchmarks.render.waves import Waves
from benchmarks.render.workload import (
    FPS,
    HEIGHT,
    STILL_HEIGHT,
    STILL_WIDTH,
    WIDTH,
    Clip,
    View,
    Workload,
)

FRAMES, QUICK_FRAMES = 60, 12
FIRST, LAST = View(0.5, 0.5, 1.05), View(0.502, 0.4985, 1.07)
DIGITS = 4
CRF_FINE, CRF_USUAL = 4, 23


def measure(bench: Bench) -> Figures:
    scene = Waves.seeded()
    still = scene.picture(bench.folder / "waves.png", STILL_WIDTH, STILL_HEIGHT)
    clip = Clip(str(still), 0, QUICK_FRAMES if bench.quick else FRAMES, FIRST, LAST)
    of = Workload(WIDTH, HEIGHT, FPS, (clip,), crf=CRF_FINE)
    timeline = bench.studio.timeline(of)
    usual = bench.studio.timeline(replace(of, crf=CRF_USUAL))
    coarse = measured(decoded(bench.ours(usual).film), scene, clip)
    ours = measured(decoded(bench.ours(timeline).film), scene, clip)
    drawn = measured(lumas(timeline, bench.studio.images(timeline)), scene, clip)
    paths, why = _others(bench, of, scene)
    if not bench.quick:
        chart.draw({"ours": ours} | paths, clip)
    note = f"max {ours.jerk_max:.4f}, drawn {drawn.jerk_rms:.4f}, at CRF 23 {coarse.jerk_rms:.3f}"
    others = [f"{who} {it.jerk_rms:.2g}" for who, it in paths.items()]
    places = [f"{who} {it.position_rms:.2g}" for who, it in paths.items()]
    off = (ours.position_max, drawn.position_rms, coarse.position_rms)
    before = "max {:.4f}, drawn {:.4f}, at CRF 23 {:.3f}".format(*off)
    return {
        "R4": Figure(round(ours.jerk_rms, DIGITS), note="; ".join([note, *others, *why])),
        "R4-position": Figure(
            round(ours.position_rms, DIGITS), note="; ".join([before, *places, *why])
        ),
    }


def _others(bench: Bench, of: Workload, scene: Waves) -> tuple[dict[str, Path2], list[str]]:
    """Those that could be run, and why the others could not."""
    paths: dict[str, Path2] = {}
    try:
        bench.moviepy(of, "steady-moviepy.mp4")
        bench.zoompan(of, "steady-zoompan.mp4")
        bench.zoompan(of, "steady-upscaled.mp4", UPSCALE)
    except NotMeasured as fault:
        return paths, [str(fault)]
    for who, name in (("MoviePy", "moviepy"), ("zoompan", "zoompan"), ("zoompan 4×", "upscaled")):
        film = bench.folder / f"steady-{name}.mp4"
        paths[who] = measured(decoded(film), scene, of.clips[0])
    return paths, []
