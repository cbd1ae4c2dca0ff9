"""Servers, a ledger to look at, and programs that may be killed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.loop import Killable, Ledgers, Places, ledgers


@pytest.fixture
def places(database_url: str, redis_url: str, tmp_path: Path) -> Places:
    return Places(database_url, redis_url, tmp_path)


@pytest.fixture
async def its(places: Places) -> AsyncIterator[Ledgers]:
    async with ledgers(places) as opened:
        yield opened


@pytest.fixture
def killable(places: Places) -> Iterator[Killable]:
    with Killable(places) as programs:
        yield programs
