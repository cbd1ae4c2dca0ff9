"""What holds of every view."""

import pytest

from tests.api.page.browser import PHONE
from tests.api.page.conftest import THE_CHANNEL, THE_VIDEO, Showing
from tests.domain.video.history import INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")
VIEWS = {
    "/": "Needs you",
    "/channels": "Deep Time",
    THE_CHANNEL: "Theme",
    THE_VIDEO: "Files",
    "/account": "Mail goes to",
}
NAMELESS = """[...document.querySelectorAll('button, a[href], input, select')].filter(it =>
    !it.closest('[hidden]') && !(it.ariaLabel || it.labels?.length || it.textContent.trim()))
    .map(it => it.outerHTML)"""


async def test_no_view_is_wider_than_a_phone(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    for view, text in VIEWS.items():
        tab = await shown.opens(view, PHONE)
        await tab.shows(text)
        assert await tab.value("document.documentElement.scrollWidth") <= PHONE[0], view


async def test_everything_that_can_be_used_has_a_name(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    for view, text in VIEWS.items():
        tab = await shown.opens(view)
        await tab.shows(text)
        assert await tab.value(NAMELESS) == [], view


async def test_what_is_not_there_is_said(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens("/channels/00000000-0000-0000-0000-00000000ffff")
    await tab.shows("No such channel")
    await tab.press("link", "Back to all channels")
    await tab.shows("Deep Time")
