import wave
from pathlib import Path

import pytest

from domain.video.narration_events import NarrationChosen
from domain.work import Given
from tests.api.page.conftest import THE_VIDEO, Showing
from tests.api.page.test_asking import WORDS, filled, text
from tests.domain.video.history import INSPECTED
from tests.given import CHANNEL, TUNE, YOU, blob

pytestmark = pytest.mark.asyncio(loop_scope="session")
MINE = NarrationChosen(CHANNEL, Given(TUNE, blob("tune"), "mine.flac"), "", YOU)


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    with wave.open(str(tmp_path / "voice.wav"), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(b"\x00\x20\x00\xe0" * 2_000)
    return tmp_path / "voice.wav"


async def test_a_recording_is_uploaded_and_tells_a_film(showing: Showing, voice: Path) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_VIDEO)
    await tab.shows("The channel’s voice, word times exact")
    await tab.press("button", "Change voice")
    await tab.press("radio", "A recording …")
    await tab.give("The file", voice)
    await tab.press("radio", "My own work")
    await tab.press("button", "Take it")
    await tab.shows("voice.wav")
    assert (await shown.read(THE_VIDEO))["recording"]["name"] == "voice.wav"


async def test_a_recording_is_taken_back(showing: Showing) -> None:
    shown = await showing([*INSPECTED, MINE])
    tab = await shown.opens(THE_VIDEO)
    await tab.shows("mine.flac")
    await tab.press("button", "Change voice")
    await tab.press("radio", "The channel’s voice")
    await tab.press("button", "Take it")
    await tab.shows("Told by the channel's voice")
    assert (await shown.read(THE_VIDEO))["recording"] is None


async def test_a_text_is_asked_for_with_a_recording_of_it(
    showing: Showing, voice: Path, tmp_path: Path
) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens("/")
    await filled(tab, text(tmp_path, WORDS * 4))
    await tab.give("Your own recording of it, if there is one", voice)
    await tab.press("button", "Make it")
    await tab.shows("Its text word for word")
    asked = (await shown.read("/videos"))["items"][0]
    assert (await shown.read(f"/videos/{asked['video_id']}"))["recording"]["name"] == "voice.wav"
