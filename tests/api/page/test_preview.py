import pytest

from domain.mode import Mode
from domain.pipeline import film_of
from domain.video.preview_events import PreviewFailed, PreviewMade, PreviewRequested
from domain.work import Preview
from tests.api.page.conftest import THE_VIDEO, Showing
from tests.domain.video.history import INSPECTED, SCRIPTED, a_video
from tests.given import JOB, YOU, blob

pytestmark = pytest.mark.asyncio(loop_scope="session")
FILM = film_of(a_video.given(*INSPECTED).state)
assert FILM is not None, "it is inspected"
ASKED = PreviewRequested(YOU, Preview(FILM))
MADE = PreviewMade(JOB, blob("preview"), 960, 540, Mode.OFFLINE)
PLAYS = "▶ Play the preview 960×540, 1 kB"


async def test_a_preview_is_asked_for_and_its_making_shown(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_VIDEO)
    await tab.press("button", "Make a preview")
    await tab.shows("Making the preview …")
    assert (await shown.read(THE_VIDEO))["preview"]["state"] == "making"
    assert not await tab.finds("button", "Make a preview")


async def test_before_there_is_anything_to_show_it_says_what_is_missing(showing: Showing) -> None:
    tab = await (await showing(SCRIPTED)).opens(THE_VIDEO)
    await tab.shows("Once it is spoken and every scene has its picture.")
    assert not await tab.finds("button", "Make a preview")


async def test_one_that_was_made_is_played_in_its_place(showing: Showing) -> None:
    tab = await (await showing([*INSPECTED, ASKED, MADE])).opens(THE_VIDEO)
    await tab.press("button", PLAYS)
    await tab.until("document.querySelector('video')?.src.startsWith('blob:')")


async def test_one_that_could_not_be_made_says_why_and_may_be_asked_for_again(
    showing: Showing,
) -> None:
    lost = PreviewFailed(JOB, "disk-full", "Free some space on the disk.")
    tab = await (await showing([*INSPECTED, ASKED, lost])).opens(THE_VIDEO)
    await tab.shows("Free some space on the disk.")
    await tab.press("button", "Try again")
    await tab.shows("Making the preview …")
    assert await tab.value("document.querySelector('[aria-label=Preview] .fault')") is None
