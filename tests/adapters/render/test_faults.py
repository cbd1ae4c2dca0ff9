"""What a machine runs out of is said as what it is."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.render import crew
from adapters.render.faults import lost, memory_kills, plainly
from domain.timeline import Still, Timeline
from processors.errors import Unavailable
from tests.adapters.render.films import AT_REST, Studio, texture, timeline
from tests.adapters.render.test_crew import ROOT, children, long_order, order, started

NO_MEMORY = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes"
RENDERING = """
import asyncio, sys
from pathlib import Path
from tests.adapters.render.test_faults import long_film
from tests.adapters.render.films import Studio
studio = Studio(Path(sys.argv[1]), workers=2)
async def tell(progress): print(progress.done, flush=True)
asyncio.run(studio.renderer.render(long_film(studio), tell))
"""


def long_film(studio: Studio) -> Timeline:
    still = Still(0, 300, studio.picture(texture()), AT_REST)
    return timeline(still, frames=300)


async def test_a_disk_that_runs_full_while_a_segment_is_written_is_said(tmp_path: Path) -> None:
    forks, told = await started(tmp_path), list[int]()
    before = children(os.getpid())

    def fill(_: object) -> None:
        for pid in children(os.getpid()) - before - set(told):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (100, 100))
            told.append(pid)

    with pytest.raises(Unavailable, match="free some space") as refused:
        await crew.make([order(tmp_path, 40), order(tmp_path, 40, "b")], 1, forks, fill)
    assert refused.value.code == "disk-full"
    assert [it for it in os.listdir(tmp_path) if it.endswith(".part")] == []


@pytest.mark.parametrize("fault", [MemoryError(), RuntimeError(NO_MEMORY)])
def test_memory_that_cannot_be_had_is_said(fault: Exception, tmp_path: Path) -> None:
    said = "lower MAKING__RENDER_PROCESSES"
    with pytest.raises(Unavailable, match=said) as refused, plainly(tmp_path):
        raise fault
    assert refused.value.code == "render-memory"


@pytest.mark.parametrize("fault", [ValueError("no"), RuntimeError("no"), OSError(2, "no")])
def test_any_other_fault_stays_what_it_is(fault: Exception, tmp_path: Path) -> None:
    with pytest.raises(type(fault)) as kept, plainly(tmp_path):
        raise fault
    assert kept.value is fault


@pytest.mark.parametrize(
    ("returncode", "killed", "code", "said"),
    [
        (-signal.SIGKILL, True, "render-memory", "the system killed a worker for it"),
        (-signal.SIGKILL, False, "render-worker-lost", "SIGKILL"),
        (-signal.SIGSEGV, True, "render-worker-lost", "SIGSEGV"),
        (1, False, "render-worker-lost", "exit status 1"),
    ],
)
def test_how_a_worker_ended_is_said(returncode: int, killed: bool, code: str, said: str) -> None:  # noqa: FBT001 - a case of a table
    fault = lost(returncode, killed_for_memory=killed)
    assert fault.code == code
    assert said in fault.sentence


async def test_a_worker_killed_by_somebody_is_not_taken_for_one_without_memory(
    tmp_path: Path,
) -> None:
    forks = await started(tmp_path)
    before = children(os.getpid())

    def kill(_: object) -> None:
        for pid in children(os.getpid()) - before:
            os.kill(pid, signal.SIGKILL)

    assert memory_kills() >= 0
    with pytest.raises(Unavailable, match="SIGKILL") as refused:
        await crew.make([long_order(tmp_path)], 1, forks, kill)
    assert refused.value.code == "render-worker-lost"


@pytest.mark.slow
def test_a_killed_render_loses_one_segment_a_worker_at_most(tmp_path: Path) -> None:
    studio = Studio(tmp_path, workers=2)
    film = long_film(studio)
    frames = _killed_after(tmp_path, segments=3, studio=studio)
    finished = len(studio.segments())
    lost_frames = frames - finished * film.profile.segment_frames
    assert lost_frames <= studio.workers * film.profile.segment_frames
    made = studio.render(film).answer
    assert (made.segments_made, made.segments_reused) == (10 - finished, finished)
    again = Studio(tmp_path / "again", workers=1)
    (tmp_path / "again").mkdir()
    assert again.render(long_film(again)).answer.film == made.film


def _killed_after(folder: Path, segments: int, studio: Studio) -> int:
    """Frames that a renderer told of before it, and every worker, was killed."""
    argv = [sys.executable, "-c", RENDERING, str(folder)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, cwd=ROOT, text=True) as its:
        while len(studio.segments()) < segments:
            time.sleep(0.02)
        workers = children(its.pid)
        its.kill()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert its.stdout is not None
        told = [int(it) for it in its.stdout.read().split()]
    return max(told, default=0)
