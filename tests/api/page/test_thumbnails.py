import pytest

from tests.api.page.conftest import THE_VIDEO, Showing
from tests.domain.video.history import APPROVED, INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")
STANDS = "document.querySelector('.variants .chosen')?.innerText"


async def test_three_are_shown_each_with_its_upright_one(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_VIDEO)
    await tab.until("document.querySelectorAll('.variants img[src^=blob]').length === 6")
    assert await tab.finds("image", "Words over the foot: Ice remembers")
    assert await tab.finds("image", "Words over the foot, upright: Ice remembers")
    assert "Words beside the picture" in await tab.value(STANDS)


async def test_another_is_taken(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_VIDEO)
    await tab.press("button", "Take this one: Words on labels")
    await tab.until(f"{STANDS}.includes('Words on labels')")
    chosen = (await shown.read(f"{THE_VIDEO}/thumbnails"))["thumbnails"]
    assert [it["chosen"] for it in chosen] == [False, False, True]


async def test_of_an_approved_film_none_is_taken_any_more(showing: Showing) -> None:
    tab = await (await showing([*INSPECTED, APPROVED])).opens(THE_VIDEO)
    await tab.shows("✓ This one stands")
    assert not await tab.finds("button", "Take this one: Words on labels")
