from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.api.serving import Api, serving
from tests.services import VIEWED, Services, database


@pytest.fixture
def database_url(viewed_url: str) -> str:
    return viewed_url


@pytest.fixture
async def api(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """An account, its channel and two files, served to their owner."""
    async with serving(database_url, tmp_path) as its:
        yield its


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Api]:
    """The same for a whole module, whose tests mind nothing that the others left behind."""
    folder = tmp_path_factory.mktemp("shared")
    with database(run_services, f"{worker}_{folder.name}", VIEWED) as url:
        async with serving(url, folder) as its:
            yield its
