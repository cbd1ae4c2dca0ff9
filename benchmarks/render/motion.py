"""R4: how steady a slow zoom with a pan is, of ours, MoviePy and zoompan.

The still is a formula (`waves`), so that the ideal frame is known exactly; every frame is
decoded from the finished film, and each of its quarters registered against it. The chart in
docs/images/ shows the path of a quarter beside the ideal one.
"""

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
FIRST, LAST = View(0.5, 0.5, 1.05), View(0.508, 0.495, 1.09)
DIGITS = 4


def measure(bench: Bench) -> Figures:
    scene = Waves.seeded()
    still = scene.picture(bench.folder / "waves.png", STILL_WIDTH, STILL_HEIGHT)
    clip = Clip(str(still), 0, QUICK_FRAMES if bench.quick else FRAMES, FIRST, LAST)
    of = Workload(WIDTH, HEIGHT, FPS, (clip,))
    timeline = bench.studio.timeline(of)
    ours = measured(decoded(bench.ours(timeline).film), scene, clip)
    drawn = measured(lumas(timeline, bench.studio.images(timeline)), scene, clip)
    paths, why = _others(bench, of, scene)
    if not bench.quick:
        chart.draw({"ours": ours} | paths, clip)
    note = f"max {ours.jerk_max:.4f}, before encoding {drawn.jerk_rms:.4f}"
    others = [f"{who} {it.jerk_rms:.2g}" for who, it in paths.items()]
    places = [f"{who} {it.position_rms:.2g}" for who, it in paths.items()]
    before = f"max {ours.position_max:.4f}, before encoding {drawn.position_rms:.4f}"
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
