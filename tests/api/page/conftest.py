"""A channel with one film, served to a browser."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from domain.event import Event
from tests.api.page.browser import CHROMIUM, WIDE, Tab, browsing
from tests.api.serving import OWNER, Api
from tests.cli.asking import installed
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import VARIANTS
from tests.given import CHANNEL, VIDEO
from tests.services import VIEWED, Services, database

MADE = ("film", "thumbnail", "srt", "vtt", "sidecar", "source", "preview")
THE_VIDEO, THE_CHANNEL = f"/videos/{VIDEO}", f"/channels/{CHANNEL}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    needs = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")
    for it in items:
        if "api/page" in it.nodeid and "tab" in getattr(it, "fixturenames", ()):
            it.add_marker(needs)


@dataclass(frozen=True)
class Shown:
    """The page in a browser, and the API beneath it."""

    tab: Tab
    api: Api
    url: str

    async def opens(self, view: str, size: tuple[int, int] = WIDE) -> Tab:
        """Signed in, at this view, with nothing left of what was open before."""
        await self.tab.opens("about:blank", size)
        await self.tab.opens(f"{self.url}/#token={OWNER}&to={view}", size)
        return self.tab

    async def read(self, path: str) -> Any:
        return await self.api.read(f"/api/v1{path}")


Showing = Callable[..., Awaitable[Shown]]
"""Of a history of the video; `researches`: somebody is chosen to find out about topics."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tab(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tab]:
    async with browsing(tmp_path_factory.mktemp("browser") / "profile") as it:
        yield it


@pytest_asyncio.fixture(loop_scope="session")
async def showing(
    tab: Tab, run_services: Services, worker: str, tmp_path: Path
) -> AsyncIterator[Showing]:
    """Serves a history of the video; at the end nothing in the page may have gone wrong."""
    async with AsyncExitStack() as until_seen:

        async def show(history: Iterable[Event], *, researches: bool = False) -> Shown:
            url = until_seen.enter_context(
                database(run_services, f"{worker}_{tmp_path.name}"[:63], VIEWED)
            )
            here = await until_seen.enter_async_context(
                installed(url, tmp_path, [*SET_UP, *its(*history)], researches=researches)
            )
            for data in held():
                await here.api.deps.blobs.put(data)
            return Shown(tab, here.api, here.url)

        yield show
        await tab.opens("about:blank")
        assert tab.faults == []


def held() -> Iterable[bytes]:
    """What the video's files hold: its pictures are none, as nobody looks at them here."""
    yield from (it.encode() for it in MADE)
    yield from (f"{it.layout} cover".encode() for it in VARIANTS)
    yield from (b"foot", b"label")


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 64), "#204060").save(file, "PNG")
    return file.getvalue()
