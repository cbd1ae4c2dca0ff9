"""Sealing and verifying while others write, and a sealer that is killed at any moment."""

import asyncio
import subprocess
import sys
import time

import pytest

from infra.audit import anchor
from infra.audit.damage import Damage
from infra.settings import Audit
from tests.infra.audit.books import Books

KILLS = 6
SEALER = """
import asyncio, sys
from pathlib import Path
from adapters.anchors.folder import FolderAnchors
from infra.audit.run import sealing
from infra.settings import Audit

async def seal(url, home):
    async with sealing(url, FolderAnchors(home / "anchors"), home, Audit(seal_events=1)) as sealer:
        print("begins", flush=True)
        await sealer.run()

asyncio.run(seal(sys.argv[1], Path(sys.argv[2])))
"""


def killed_at_work(books: Books, after_s: float) -> None:
    argv = [sys.executable, "-c", SEALER, books.url, str(books.home)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as sealer:
        assert sealer.stdout is not None
        sealer.stdout.readline()
        time.sleep(after_s)
        sealer.kill()


async def test_a_ledger_that_grows_meanwhile_holds_at_every_look(books: Books) -> None:
    """A verdict never takes what came after its beginning for damage."""
    done = asyncio.Event()

    async def write() -> None:
        for seed in range(1, 16):
            await books.record(6, seed)
        done.set()

    async def seal() -> None:
        while not done.is_set():
            await books.seal(at_once=False)
            await asyncio.sleep(0)

    async def look() -> list[Damage | None]:
        found = []
        while not done.is_set():
            found.append((await books.verdict()).first_bad)
        return found

    _, _, found = await asyncio.gather(write(), seal(), look())
    assert len(found) > 1
    assert set(found) == {None}


@pytest.mark.slow
async def test_a_sealer_killed_at_any_moment_leaves_nothing_unrepaired(books: Books) -> None:
    """Its target: after 6 × kill -9, every seal anchored, and everything holds."""
    await books.record(600, seed=1, together=6)
    for n in range(KILLS):
        killed_at_work(books, after_s=0.03 + n * 0.013)
    made = len((await books.verdict()).plan.held)
    assert 3 < made < 603, "it was killed at its work"
    last = Books(books.url, books.home, Audit(seal_events=50))
    await last.seal()
    found = await books.verdict()
    assert found.holds
    assert (found.plan.unsealed, found.plan.unanchored) == (0, 0)
    assert len(await books.anchors.names(anchor.FOLDER)) == len(found.plan.held)
