"""Turns on a GPU, over the file that all workers of a machine share."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from infra.worker.gpu import GpuTurns

KINDS = ("render", "thumbnail", "inference")


@pytest.fixture
def turns(tmp_path: Path) -> GpuTurns:
    return GpuTurns(tmp_path / "cache" / "gpu.json", slots=1)


async def test_no_more_than_its_slots_have_the_gpu_at_once(tmp_path: Path) -> None:
    turns, at_once = GpuTurns(tmp_path / "gpu.json", slots=2), [0]

    async def work() -> None:
        async with turns.turn("render"):
            at_once.append(at_once[-1] + 1)
            await asyncio.sleep(0.01)
            at_once.append(at_once[-1] - 1)

    await asyncio.gather(*(work() for _ in range(8)))
    assert max(at_once) == 2
    assert at_once[-1] == 0


async def test_who_waits_is_served_by_its_weight(turns: GpuTurns) -> None:
    served: list[str] = []

    async def work(kind: str) -> None:
        async with turns.turn(kind):
            served.append(kind)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(work(kind) for kind in KINDS for _ in range(6)))
    assert Counter(served[:8])["render"] >= 4
    assert Counter(served) == dict.fromkeys(KINDS, 6)


async def test_one_that_died_gives_the_gpu_back(turns: GpuTurns) -> None:
    turns.file.parent.mkdir()
    gone = [[2**22 + 1, "ticket", "render"]]
    told = {"tags": {}, "clock": 0, "holding": gone, "waiting": gone}
    turns.file.write_text(json.dumps(told))
    async with asyncio.timeout(5), turns.turn("thumbnail"):
        pass


async def test_one_that_is_cancelled_waits_no_more(turns: GpuTurns) -> None:
    async with turns.turn("render"):
        waiting = asyncio.create_task(turns.turn("inference").__aenter__())
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait({waiting})
    assert json.loads(turns.file.read_text())["waiting"] == []
