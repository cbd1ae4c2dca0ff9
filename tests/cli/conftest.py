from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.asking import Installation, installed
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import INSPECTED

MADE = ("film", "thumbnail", "side cover", "srt", "vtt", "sidecar", "source")


@pytest.fixture
async def here(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    """An account with one channel, and one film that waits for somebody's decision."""
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*INSPECTED)]) as it:
        for name in MADE:
            await it.api.deps.blobs.put(name.encode())
        yield it
