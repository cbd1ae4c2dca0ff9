"""R8: what is made again after a kill -9, and after one caption was edited.

A film is begun with two workers; when some of its segments are kept, a worker, or every process
at once, gets SIGKILL, and the film is rendered again with the same cache. Made again are the
frames that were drawn and not kept, in segments, a worker; that each kept segment was reused is
held against what the renderer says. Workers tell their frames every 0.4 s, so the figure may be
low by as much drawing: a tenth of these segments, which are long for that reason.

The edit: one word of one caption of a film of ten minutes, rendered again with its own cache.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, sleep
from typing import Any

from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.render import long, processes
from benchmarks.render.bench import Bench
from benchmarks.render.ours import WORKERS
from domain.timeline import Caption, Timeline

KEPT_MIN, KILLED_WITHIN_S = 3, 300
KILLED_MINUTES, KILLED_SEGMENT_FRAMES = 2, 300
EDITED_MINUTES, QUICK_EDITED_MINUTES = 10, 1
DIGITS = 2

Kill = Callable[["subprocess.Popen[Any]"], None]


def measure(bench: Bench) -> Figures:
    timeline = long.planned(bench, KILLED_MINUTES)[0]
    profile = replace(timeline.profile, segment_frames=KILLED_SEGMENT_FRAMES)
    timeline = replace(timeline, profile=profile)
    one, all_ = (_made_again(bench, timeline, it) for it in (_kill_worker, _kill_all))
    minutes = QUICK_EDITED_MINUTES if bench.quick else EDITED_MINUTES
    of = long.film(bench, minutes)
    edited = bench.studio.render(_edited(of.timeline), of.cache)
    told = f"{minutes} min of {of.rendered.made} segments; {edited.ran.cpu_s:.1f} CPU s"
    return {"R8": one, "R8-all": all_, "R8-edit": Figure(edited.made, note=told)}


def _made_again(bench: Bench, timeline: Timeline, kill: Kill) -> Figure:
    cache = bench.studio.cache()
    heard = bench.folder / f"{cache.name}.heard"
    order = bench.studio.order(timeline, cache) | {"heard": str(heard)}
    drawn = _killed(order, cache, heard, kill)
    kept = len(list(cache.glob("*.mp4")))
    again = bench.studio.render(timeline, cache)
    if int(again.ran.told["segments_reused"]) != kept:
        raise NotMeasured(f"{kept} segments were kept, but not all of them used")
    lost = max(0, drawn - kept * KILLED_SEGMENT_FRAMES)
    told = f"{kept} segments kept and reused, {again.made} made; {lost} frames drawn twice"
    return Figure(round(lost / KILLED_SEGMENT_FRAMES / WORKERS, DIGITS), note=told)


def _killed(order: dict[str, object], cache: Path, heard: Path, kill: Kill) -> int:
    """Frames drawn until then. Raises NotMeasured where the film was finished before."""
    argv = [sys.executable, "-m", "benchmarks.render.child", "render"]
    with TemporaryFile("w+") as said, TemporaryFile() as errors:
        said.write(processes.as_line(order))
        said.seek(0)
        process = subprocess.Popen(
            argv, stdin=said, stdout=subprocess.DEVNULL, stderr=errors, cwd=processes.ROOT
        )
        until = monotonic() + KILLED_WITHIN_S
        while len(list(cache.glob("*.mp4"))) < KEPT_MIN:
            if process.poll() is not None or monotonic() > until:
                process.kill()
                raise NotMeasured("the film was over before it could be killed")
            sleep(0.01)
        kill(process)
        process.wait()
    lines = heard.read_text().split()
    return int(lines[-1]) if lines else 0


def _kill_worker(process: "subprocess.Popen[Any]") -> None:
    every = [*processes.descendants(process.pid)]
    workers = [it for it in every if not [*processes.children(it)]]
    if not workers:
        raise NotMeasured("no worker was there to kill")
    os.kill(max(workers), signal.SIGKILL)


def _kill_all(process: "subprocess.Popen[Any]") -> None:
    for pid in (process.pid, *processes.descendants(process.pid)):
        os.kill(pid, signal.SIGKILL)


def _edited(timeline: Timeline) -> Timeline:
    """One word of the caption in the middle reads otherwise."""
    places = [n for n, it in enumerate(timeline.layers) if isinstance(it, Caption)]
    at = places[len(places) // 2]
    caption = timeline.layers[at]
    assert isinstance(caption, Caption)
    (first, *rest), *lines = caption.lines
    changed = replace(caption, lines=((replace(first, text="nine"), *rest), *lines))
    return replace(timeline, layers=(*timeline.layers[:at], changed, *timeline.layers[at + 1 :]))
