import pytest

from tests.api.page.conftest import THE_CHANNEL, Showing
from tests.domain.video.history import INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_how_a_channel_speaks_is_kept_and_shown_again(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    tab = await shown.opens(THE_CHANNEL)
    await tab.shows("No word of it")
    await tab.press("button", "Change how it speaks")
    await tab.fill("textbox", "How this channel speaks", "Dry wit. No superlatives.")
    await tab.press("button", "Keep it")
    await tab.shows("Dry wit. No superlatives.")
    assert (await shown.read(THE_CHANNEL))["personality"] == "Dry wit. No superlatives."
