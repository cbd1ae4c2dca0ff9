import re
from dataclasses import asdict
from pathlib import Path

import pytest

from api.page import PARTS
from domain.scene.look import ThemeName
from domain.scene.theme import THEMES
from tests.api.page.conftest import THE_CHANNEL, Showing, picture
from tests.domain.video.history import INSPECTED

browsed = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("theme", ThemeName)
def test_the_page_shows_the_colours_that_a_theme_has(theme: ThemeName) -> None:
    (colours,) = re.findall(rf"  {theme}: {{ (.*) }},", PARTS["look.js"].data.decode())
    assert dict(re.findall(r'(\w+): "(#\w+)"', colours)) == asdict(THEMES[theme].colours)


@browsed
async def test_a_look_is_kept_and_shown_again(showing: Showing, tmp_path: Path) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    (tmp_path / "logo.png").write_bytes(picture())
    await tab.press("radio", "Paper: light, quiet")
    await tab.press("DisclosureTriangle", "Colours of your own")
    await tab.fill("textbox", "Accent", "#7a1d10")
    await tab.choose("Font", "serif")
    await tab.give("A picture (PNG with see-through ground is best)", tmp_path / "logo.png")
    await tab.press("radio", "My own work")
    await tab.fill("textbox", "Lower third", "How nature works")
    await tab.fill("textbox", "End card", "See you")
    await tab.fill("spinbutton", "Its seconds", "10")
    await tab.press("button", "Keep this look")
    await tab.shows("One is shown. Another file takes its place.")
    look = (await shown.read(THE_CHANNEL))["look"]
    assert (look["theme"], look["font"], look["colours"]["accent"]) == ("paper", "serif", "#7a1d10")
    assert (look["lower_third"], look["end_card"]) == ("How nature works", "See you")
    assert look["end_card_s"] == 10
    assert await tab.value("document.querySelector('[name=accent]').value") == "#7a1d10"


@browsed
async def test_colours_that_cannot_be_read_are_refused_where_they_were_chosen(
    showing: Showing,
) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    await tab.press("radio", "Paper: light, quiet")
    await tab.press("DisclosureTriangle", "Colours of your own")
    await tab.fill("textbox", "Accent", "#ffdd00")
    await tab.press("button", "Keep this look")
    await tab.shows("#ffdd00 on #ece4d6 has a contrast of 1.1; 4.5 is the least")
    assert (await shown.read(THE_CHANNEL))["look"] is None


@browsed
async def test_the_card_is_drawn_in_the_colours_as_they_are_chosen(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_CHANNEL)
    await tab.press("radio", "Signal: green, heavy, springy")
    ground = "document.querySelector('.sample').style.getPropertyValue('--its-accent')"
    assert await tab.value(ground) == THEMES["signal"].colours.accent
    await tab.press("DisclosureTriangle", "Colours of your own")
    await tab.fill("textbox", "Accent", "#ffffff")
    assert await tab.value(ground) == "#ffffff"


@browsed
async def test_an_emptied_colour_is_the_themes_again(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    await tab.press("DisclosureTriangle", "Colours of your own")
    for said, kept in (("#ffe0a0", "#ffe0a0"), ("", THEMES["night"].colours.accent)):
        await tab.fill("textbox", "Accent", said)
        await tab.press("button", "Keep this look")
        await tab.until(f"document.querySelector('[name=accent]').defaultValue === '{kept}'")
        assert (await shown.read(THE_CHANNEL))["look"]["colours"]["accent"] == kept
