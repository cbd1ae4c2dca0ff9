import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.render import crew
from adapters.render.crew import Shares
from adapters.render.orders import Order, Reply
from domain.timeline import FULL, Box
from processors.errors import Unavailable
from tests.adapters.render.films import timeline

WAIT_S = 60.0
ROOT = Path(__file__).parents[3]
FILM_OF_THE_KILLED = """
import asyncio, sys
from pathlib import Path
from tests.adapters.render.test_crew import long_order
from adapters.render import crew
asyncio.run(crew.make([long_order(Path(sys.argv[1]))], 1, lambda reply: print("heard", flush=True)))
"""


def order(folder: Path, frames: int, key: str = "a") -> Order:
    film = timeline(Box(0, frames, FULL, "#336699"), frames=frames)
    return Order(key, film, folder, {}, "cpu", "libx264")


def long_order(folder: Path) -> Order:
    return order(folder, 100_000)


def children(pid: int) -> list[int]:
    return [int(it) for it in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def runs(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


def wait_until(true: Callable[[], object]) -> None:
    until_s = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < until_s
        time.sleep(0.05)


def test_each_worker_has_neighbours_and_the_idle_help(tmp_path: Path) -> None:
    shares = Shares([order(tmp_path, 1, key) for key in "abcdef"], 2)
    first, second = shares.of(0), shares.of(1)
    assert [next(it).key for it in (first, second, first, first)] == ["a", "d", "b", "c"]
    assert [it.key for it in first] == ["f", "e"]
    assert list(second) == []


def test_a_finished_segment_is_kept_and_counted(tmp_path: Path) -> None:
    heard: list[Reply] = []
    asyncio.run(crew.make([order(tmp_path, 40)], 2, heard.append))
    assert sum(it.frames for it in heard) == 40
    assert [str(it) for it in tmp_path.iterdir()] == [heard[-1].path]
    assert heard[-1].cpu_ms > 0


async def test_a_cancelled_render_leaves_no_worker_and_no_file(tmp_path: Path) -> None:
    begun = asyncio.Event()
    before = set(children(os.getpid()))
    work = asyncio.create_task(crew.make([long_order(tmp_path)], 1, lambda _: begun.set()))
    await asyncio.wait_for(begun.wait(), WAIT_S)
    mine = set(children(os.getpid())) - before
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert mine
    assert not any(runs(it) for it in mine)
    assert is_empty(tmp_path)


async def test_a_lost_worker_is_said_and_may_be_tried_again(tmp_path: Path) -> None:
    before = set(children(os.getpid()))

    def kill(_: Reply) -> None:
        for pid in set(children(os.getpid())) - before:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(Unavailable, match="ended unexpectedly"):
        await crew.make([long_order(tmp_path)], 1, kill)


def test_a_killed_renderer_leaves_no_worker_and_no_half_file(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILM_OF_THE_KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"heard\n"
        workers = children(parent.pid)
        parent.kill()
    assert workers
    wait_until(lambda: not any(runs(it) for it in workers))
    assert is_empty(tmp_path)
