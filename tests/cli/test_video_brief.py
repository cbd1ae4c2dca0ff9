"""Films of topics, typed: asked for, and what their sentences rest on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.video.events import ScriptDrafted
from infra.cli.demo.command import SAMPLE
from processors import documents
from tests.api.test_video_brief import FACTS, FOUND, PAGES, SCRIPT, happened, researched
from tests.cli.asking import Installation, installed, sentence
from tests.commands.stage import SET_UP
from tests.domain.video.history import OFFLINE, TOPIC
from tests.given import CHANNEL, JOB, VIDEO

ID = str(VIDEO)
ASK = ("video", "generate", "--channel", str(CHANNEL))


@pytest.fixture
async def searching(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    """Where somebody is chosen to find out about topics."""
    async with installed(viewed_url, tmp_path, SET_UP, researches=True) as it:
        yield it


async def test_a_film_of_a_topic_is_asked_for(searching: Installation) -> None:
    asked = await searching.done(*ASK, "--topic", TOPIC)
    shown = await searching.done("video", "show", asked["video_id"])
    assert (shown["topic"], shown["source_asset"]) == (TOPIC, None)
    said = (await searching.says("video", "show", asked["video_id"])).stdout
    assert TOPIC in said
    assert "research: begun, or waits for a worker" in said
    assert TOPIC in (await searching.says("video", "list")).stdout


async def test_where_nobody_is_chosen_it_is_said_what_to_set(here: Installation) -> None:
    result = await here.says(*ASK, "--topic", TOPIC)
    assert result.exit_code == 2
    assert "name one as PROVIDERS__RESEARCH" in sentence(result)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give a text or a --topic"),
        ((str(SAMPLE), "--topic", TOPIC), "give a text or a --topic"),
        (("--topic", "x" * 201), "--topic takes 200 characters at most, not 201"),
        (
            ("--topic", "ice\r\nand snow"),
            "--topic has a character that nobody sees (U+000D, no. 4)",
        ),
        (("--topic", "ice\u202e"), "leave it out (hidden-character)"),
        (("--topic", TOPIC, "--narration", str(SAMPLE)), "--narration says a text"),
    ],
)
async def test_what_cannot_be_made_is_refused_before_anything_is_sent(
    searching: Installation, words: tuple[str, ...], told: str
) -> None:
    result = await searching.says(*ASK, *words)
    assert result.exit_code == 2
    assert told in sentence(result)
    assert (await searching.done("video", "list"))["items"] == []


async def test_a_brief_numbers_findings_and_pages_and_says_what_sentences_rest_on(
    searching: Installation,
) -> None:
    await researched(searching.api)
    assert "has no script yet" in (await searching.says("video", "brief", ID)).stderr
    script = await documents.store(searching.api.deps.blobs, SCRIPT)
    await happened(searching.api, ScriptDrafted(JOB, 1, script, 1, OFFLINE))
    said = (await searching.says("video", "brief", ID)).stdout
    for its in (TOPIC, FACTS[1].text, "1, 2", PAGES[1].url, PAGES[1].title, "1.1", "finding 2"):
        assert its in said
    told = await searching.done("video", "brief", ID)
    assert [it["text"] for it in told["findings"]] == [it.text for it in FOUND.findings]
    assert "2 findings from 2 pages" in (await searching.says("video", "show", ID)).stdout


async def test_a_brief_of_a_text_names_its_file(here: Installation) -> None:
    said = (await here.says("video", "brief", ID)).stdout
    assert "asset 00000000-0000-0000-0000-000000000005" in said
