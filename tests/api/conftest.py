from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.serving import Api, serving


@pytest.fixture
async def api(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """An account, its channel and two files, served to their owner."""
    async with serving(database_url, tmp_path) as its:
        yield its
