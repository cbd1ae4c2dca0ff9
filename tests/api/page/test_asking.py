from pathlib import Path

import pytest

from tests.api.page.browser import Tab
from tests.api.page.conftest import Showing
from tests.domain.video.history import INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")
WORDS = "Ice keeps the air of the year in which it fell as snow, and whoever drills finds it. "


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return text(tmp_path, WORDS * 4)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return text(tmp_path, WORDS)


def text(folder: Path, words: str) -> Path:
    (folder / "ice.txt").write_text(words)
    return folder / "ice.txt"


async def filled(tab: Tab, source: Path) -> None:
    await tab.press("button", "New video")
    await tab.give("Source text (.txt or .md, UTF-8)", source)
    await tab.press("radio", "My own work")
    for it in ("Shows no realistic altered or synthetic media", "Not made for children"):
        await tab.press("radio", it)
    await tab.press("radio", "No paid promotion")


async def test_a_video_is_asked_for_and_its_making_shown(showing: Showing, source: Path) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens("/")
    await filled(tab, source)
    await tab.choose("Shape", "9:16")
    await tab.choose("Captions", "marker")
    await tab.press("button", "Make it")
    await tab.shows("The film is not made yet.")
    asked = (await shown.read("/videos"))["items"][0]
    assert (asked["aspect"], asked["stage"]) == ("9:16", "making")
    its = await shown.read(f"/videos/{asked['video_id']}")
    assert its["captions"]["preset"] == "marker"


async def test_a_text_that_is_too_short_is_refused_in_the_form(
    showing: Showing, short: Path
) -> None:
    tab = await (await showing(INSPECTED)).opens("/")
    await filled(tab, short)
    await tab.press("button", "Make it")
    await tab.shows("ice.txt has 18 words; at least 40 are needed.")
    assert await tab.finds("button", "Make it")
    assert await tab.value("document.activeElement.getAttribute('role')") == "alert"


async def test_a_new_channel_is_opened_with_its_first_video(showing: Showing, source: Path) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens("/")
    await filled(tab, source)
    await tab.choose("Channel", "")
    await tab.fill("textbox", "Its name", "Cold Facts")
    await tab.press("button", "Make it")
    await tab.shows("Cold Facts")
    channels = (await shown.read("/channels"))["items"]
    assert [it["name"] for it in channels] == ["Deep Time", "Cold Facts"]
