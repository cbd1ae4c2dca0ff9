import wave
from pathlib import Path

import pytest

from domain.music import Music
from domain.timeline import Ducking
from domain.video.events import MusicChosen
from tests.api.page.conftest import THE_CHANNEL, THE_VIDEO, Showing
from tests.domain.video.history import APPROVED, INSPECTED
from tests.given import CHANNEL, TUNE, YOU, blob

pytestmark = pytest.mark.asyncio(loop_scope="session")
TUNED = MusicChosen(CHANNEL, Music(TUNE, blob("tune"), "tune.flac", Ducking(25, 12)), "", YOU)
SAID = "tide.wav, 20 LU under words, 8 between"


@pytest.fixture
def tide(tmp_path: Path) -> Path:
    with wave.open(str(tmp_path / "tide.wav"), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(b"\x00\x20\x00\xe0" * 2_000)
    return tmp_path / "tide.wav"


async def test_a_file_is_uploaded_and_played_under_a_film(showing: Showing, tide: Path) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_VIDEO)
    await tab.press("button", "Change music")
    await tab.press("radio", "Another file …")
    await tab.give("The file", tide)
    await tab.press("radio", "My own work")
    await tab.fill("spinbutton", "Between words, LU", "8")
    await tab.press("button", "Take it")
    await tab.shows(SAID)
    played = (await shown.read(THE_VIDEO))["music"]
    assert (played["name"], played["speaking_lu"], played["pausing_lu"]) == ("tide.wav", 20, 8)


@pytest.mark.slow
async def test_what_is_refused_is_said_in_the_form_and_nothing_is_sent_twice(
    showing: Showing, tide: Path
) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    await tab.press("button", "Change music")
    await tab.press("radio", "Another file …")
    await tab.give("The file", tide)
    await tab.press("radio", "Public domain")
    await tab.fill("spinbutton", "Between words, LU", "30")
    await tab.press("button", "Take it")
    await tab.shows("no less under words than between them, not 20 and 30")
    assert await tab.value("document.activeElement.getAttribute('role')") == "alert"
    await tab.fill("spinbutton", "Between words, LU", "8")
    await tab.press("button", "Take it")
    await tab.shows(SAID)
    recorded = [it["summary"] for it in (await shown.read("/audit"))["items"]]
    assert len([it for it in recorded if "tide.wav uploaded" in it]) == 1


@pytest.mark.slow
async def test_what_is_licensed_is_not_sent_before_all_that_it_owes_is_said(
    showing: Showing, tide: Path
) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_VIDEO)
    await tab.press("button", "Change music")
    await tab.press("radio", "Another file …")
    await tab.give("The file", tide)
    await tab.press("radio", "Somebody’s, under a licence")
    await tab.press("button", "Take it")
    lacking = "[...document.querySelectorAll('dialog input:invalid')].map(it => it.name)"
    assert await tab.value(lacking) == ["licence", "commercial"]
    await tab.fill("textbox", "Licence", "CC BY 4.0")
    await tab.fill("textbox", "Credit it asks for", "Tide: A. Hand")
    await tab.press("checkbox", "It may be used in films that earn money")
    await tab.press("button", "Take it")
    await tab.shows("tide.wav, 20 LU under words, 10 between")


async def test_music_is_taken_away(showing: Showing) -> None:
    shown = await showing([*INSPECTED, TUNED])
    tab = await shown.opens(THE_VIDEO)
    await tab.shows("tune.flac, 25 LU under words, 12 between")
    await tab.press("button", "Change music")
    await tab.press("radio", "No music")
    await tab.press("button", "Take it")
    await tab.hides("tune.flac, 25 LU")
    assert (await shown.read(THE_VIDEO))["music"] is None


async def test_what_is_in_use_is_offered_and_its_level_changed(showing: Showing) -> None:
    tab = await (await showing([*INSPECTED, TUNED])).opens(THE_VIDEO)
    await tab.press("button", "Change music")
    await tab.press("radio", "tune.flac")
    await tab.fill("spinbutton", "Under words, LU", "30")
    await tab.press("button", "Take it")
    await tab.shows("tune.flac, 30 LU under words, 12 between")


async def test_the_keyboard_opens_and_leaves_it_and_is_where_it_was(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens(THE_VIDEO)
    await tab.shows("Voice, music and captions")
    focus = "document.querySelector('[aria-label=\"Change music\"]')"
    await tab.value(f"{focus}.focus()")
    await tab.key("Enter")
    await tab.shows("What is played")
    await tab.key("Escape")
    await tab.hides("What is played")
    assert await tab.value(f"document.activeElement === {focus}")


async def test_an_approved_film_is_not_changed_any_more(showing: Showing) -> None:
    tab = await (await showing([*INSPECTED, APPROVED])).opens(THE_VIDEO)
    await tab.shows("This film is approved; it is not changed any more.")
    assert not await tab.finds("button", "Change music")
