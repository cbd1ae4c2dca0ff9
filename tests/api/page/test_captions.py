import pytest

from tests.api.page.conftest import THE_CHANNEL, THE_VIDEO, Showing
from tests.domain.video.history import INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_films_captions_are_changed(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_VIDEO)
    await tab.press("button", "Change captions")
    await tab.choose("Captions", "bold")
    await tab.choose("Where", "high")
    await tab.press("button", "Keep these captions")
    await tab.shows("custom, montserrat, 115 %, high")
    assert (await shown.read(THE_VIDEO))["captions"]["place"] == "high"


async def test_a_look_of_ones_own_goes_over_what_the_channel_has(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    await tab.press("button", "Change captions")
    await tab.press("DisclosureTriangle", "A look of your own")
    await tab.fill("spinbutton", "Size, % of the usual", "130")
    await tab.fill("textbox", "The spoken word", "#a0ffa0")
    await tab.fill("textbox", "Box behind all", "none")
    await tab.fill("spinbutton", "Outline, % of the size", "9")
    await tab.press("button", "Keep these captions")
    await tab.shows("custom, sans, 130 %, low")
    kept = (await shown.read(THE_CHANNEL))["captions"]
    assert (kept["spoken"], kept["box"], kept["outline_percent"]) == ("#a0ffa0", "", 9)


async def test_what_could_not_be_read_is_refused_with_its_contrast(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_VIDEO)
    await tab.press("button", "Change captions")
    await tab.press("DisclosureTriangle", "A look of your own")
    await tab.fill("textbox", "Letters", "#202020")
    await tab.press("button", "Keep these captions")
    await tab.shows("in #202020 cannot be read")


async def test_nothing_chosen_is_said(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_VIDEO)
    await tab.press("button", "Change captions")
    await tab.press("button", "Keep these captions")
    await tab.shows("Nothing was chosen; say what is to look otherwise.")
