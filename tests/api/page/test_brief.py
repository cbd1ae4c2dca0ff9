"""Topics on the page: asked for where somebody finds out about them, and what was found."""

import pytest

from domain.research import WebSource
from domain.video.events import ScriptDrafted
from processors import documents
from tests.api.page.conftest import THE_VIDEO, Showing
from tests.api.test_video_brief import FACTS, PAGES, SCRIPT, happened, researched
from tests.domain.video.history import INSPECTED, OFFLINE, TOPIC
from tests.given import JOB

pytestmark = pytest.mark.asyncio(loop_scope="session")
LINKS = """[...document.querySelectorAll('.numbered a')].map(it => [it.href, it.rel, it.target])"""
SAFE = "noopener noreferrer nofollow"


async def test_a_topic_is_asked_for_where_somebody_finds_out_about_it(showing: Showing) -> None:
    shown = await showing(INSPECTED, researches=True)
    tab = await shown.opens("/")
    await tab.press("button", "New video")
    await tab.choose("Made from", "topic")
    await tab.fill("textbox", "Topic", TOPIC)
    for it in ("Shows no realistic altered or synthetic media", "Not made for children"):
        await tab.press("radio", it)
    await tab.press("radio", "No paid promotion")
    await tab.press("button", "Make it")
    await tab.shows(f"On “{TOPIC}”: nothing yet.")
    await tab.shows("Facts")
    asked = (await shown.read("/videos"))["items"][0]
    assert (await shown.read(f"/videos/{asked['video_id']}"))["topic"] == TOPIC


async def test_where_nobody_does_the_form_says_what_to_set(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens("/")
    await tab.press("button", "New video")
    await tab.shows("PROVIDERS__RESEARCH")
    assert await tab.value("document.querySelector('[name=topic]')") is None


async def test_what_was_found_is_shown_with_its_pages_as_links_and_their_words_as_text(
    showing: Showing,
) -> None:
    shown = await showing([])
    await researched(shown.api, WebSource("javascript:alert(1)", "Run me"))
    script = await documents.store(shown.api.deps.blobs, SCRIPT)
    await happened(shown.api, ScriptDrafted(JOB, 1, script, 1, OFFLINE))
    tab = await shown.opens(THE_VIDEO)
    await tab.shows("2 findings, read in 3 pages.")
    await tab.shows("<b>Water</b>")
    await tab.shows("Run me (javascript:alert(1))")
    assert await tab.value(LINKS) == [[it.url, SAFE, "_blank"] for it in PAGES]
    await tab.value("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    await tab.shows(FACTS[1].text)
    await tab.shows("finding 2")
