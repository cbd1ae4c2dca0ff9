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
from adapters.render.forking import Forks
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
from adapters.render.forking import Forks
orders = [long_order(Path(sys.argv[1]))]
asyncio.run(crew.make(orders, 1, Forks(), lambda reply: print("heard", flush=True)))
"""


def order(folder: Path, frames: int, key: str = "a") -> Order:
    film = timeline(Box(0, frames, FULL, "#336699"), frames=frames)
    return Order(key, film, folder, {}, "cpu", "libx264")


def long_order(folder: Path) -> Order:
    return order(folder, 100_000)


def children(pid: int) -> set[int]:
    """Of a process, and theirs."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(it) for it in told}.union(*(children(int(it)) for it in told))


def runs(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def started(folder: Path) -> Forks:
    """With a server that has had a worker."""
    forks = Forks()
    await crew.make([order(folder, 15, "first")], 1, forks, unheard)
    return forks


def unheard(_: Reply) -> None:
    """Nobody listens."""


def has(folder: Path, key: str) -> bool:
    return any(folder.glob(f"{key}.*.mp4"))


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
    asyncio.run(crew.make([order(tmp_path, 40)], 2, Forks(), heard.append))
    assert sum(it.frames for it in heard) == 40
    assert [str(it) for it in tmp_path.iterdir()] == [heard[-1].path]
    assert heard[-1].cpu_ms > 0


async def test_a_cancelled_render_leaves_no_worker_and_no_file(tmp_path: Path) -> None:
    begun, forks = asyncio.Event(), await started(tmp_path)
    (tmp_path / "cut").mkdir()
    before = children(os.getpid())
    work = asyncio.create_task(
        crew.make([long_order(tmp_path / "cut")], 1, forks, lambda _: begun.set())
    )
    await asyncio.wait_for(begun.wait(), WAIT_S)
    mine = children(os.getpid()) - before
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert mine
    assert not any(runs(it) for it in mine)
    assert is_empty(tmp_path / "cut")


async def test_a_lost_worker_is_said_and_the_next_film_has_others(tmp_path: Path) -> None:
    forks = await started(tmp_path)
    before = children(os.getpid())

    def kill(_: Reply) -> None:
        for pid in children(os.getpid()) - before:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(Unavailable, match=r"ended unexpectedly \(SIGKILL\)"):
        await crew.make([long_order(tmp_path)], 1, forks, kill)
    await crew.make([order(tmp_path, 15, "next")], 1, forks, unheard)
    assert has(tmp_path, "next")


async def test_workers_of_film_after_film_come_from_one_server(tmp_path: Path) -> None:
    forks = await started(tmp_path)
    server = children(os.getpid())
    await crew.make([order(tmp_path, 15, "second")], 1, forks, unheard)
    assert children(os.getpid()) == server


async def test_a_server_that_was_killed_is_followed_by_another(tmp_path: Path) -> None:
    before = children(os.getpid())
    forks = await started(tmp_path)
    (server,) = children(os.getpid()) - before
    os.kill(server, signal.SIGKILL)
    await asyncio.to_thread(wait_until, lambda: not runs(server))
    await crew.make([order(tmp_path, 15, "second")], 1, forks, unheard)
    assert has(tmp_path, "second")


async def test_a_server_that_nobody_needs_ends(tmp_path: Path) -> None:
    before, forks = children(os.getpid()), Forks(idle_s=0.05)
    await crew.make([order(tmp_path, 15)], 1, forks, unheard)
    mine = children(os.getpid()) - before
    await asyncio.to_thread(wait_until, lambda: not any(runs(it) for it in mine))
    await crew.make([order(tmp_path, 15, "later")], 1, forks, unheard)
    assert has(tmp_path, "later")


async def test_a_server_ends_with_who_holds_it(tmp_path: Path) -> None:
    before = children(os.getpid())
    forks = await started(tmp_path)
    mine = children(os.getpid()) - before
    forks.close()
    assert mine
    assert not any(runs(it) for it in mine)


def test_a_killed_renderer_leaves_no_worker_and_no_half_file(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILM_OF_THE_KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"heard\n"
        workers = children(parent.pid)
        parent.kill()
    assert len(workers) == len(("server", "worker"))
    wait_until(lambda: not any(runs(it) for it in workers))
    assert is_empty(tmp_path)
