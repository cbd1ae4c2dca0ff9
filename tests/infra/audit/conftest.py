import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.audit.books import Books
from tests.services import Services, database


@pytest.fixture(scope="session")
def kept(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    """What `books` is made from: one database a worker, since many tests tamper with it."""
    with database(run_services, f"{worker}_audit") as url:
        books = Books(url, tmp_path_factory.mktemp("audit") / "home")
        asyncio.run(_fill(books))
        books.keep()
        yield books


async def _fill(books: Books) -> None:
    await books.record(10)
    await books.seal()


@pytest.fixture
def books(kept: Books, tmp_path: Path) -> Books:
    """Ten events under three seals (1 to 4, 5 to 8, 9 and 10), all of them anchored."""
    kept.restore()
    home = shutil.copytree(kept.home, tmp_path / "home")
    return Books(kept.url, home)
