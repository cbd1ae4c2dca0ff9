"""One's own voice on the command line, held against a real API."""

from pathlib import Path

import pytest

from infra.cli.demo.command import SAMPLE
from infra.cli.flagged import what_helps, why_flagged
from tests.adapters.sounds.sounds import tone, write
from tests.cli.asking import Installation, sentence
from tests.given import CHANNEL, VIDEO

ID = str(VIDEO)
ASK = ("video", "generate", str(SAMPLE), "--channel", str(CHANNEL), "--narration")


@pytest.fixture
def voice(tmp_path: Path) -> str:
    return str(write(tmp_path / "mine.wav", tone(1)))


async def test_a_text_is_asked_for_with_its_recording(here: Installation, voice: str) -> None:
    video = (await here.done(*ASK, voice))["video_id"]
    shown = await here.done("video", "show", video)
    assert (shown["verbatim"], shown["recording"]["name"]) == (True, "mine.wav")
    said = (await here.says("video", "show", video)).stdout
    assert "its text word for word in en, 16:9" in said
    assert "your own recording mine.wav" in said


async def test_a_recording_that_is_not_there_asks_for_nothing(here: Installation) -> None:
    before = await here.done("video", "list")
    assert "there is no file no.wav" in sentence(await here.says(*ASK, "no.wav"))
    assert await here.done("video", "list") == before


async def test_a_recording_that_does_not_play_is_named_as_one(
    here: Installation, tmp_path: Path
) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVEno sound")
    for words in (ASK, ("video", "narration", ID)):
        said = sentence(await here.says(*words, str(tmp_path / "broken.wav")))
        assert "the recording broken.wav cannot be used: " in said
        assert "give a sound that plays, such as a WAV" in said
        assert "music" not in said


async def test_a_made_film_is_told_by_a_recording_and_by_the_channels_voice_again(
    here: Installation, voice: str
) -> None:
    assert "the channel's (en), word times exact" in (await here.says("video", "show", ID)).stdout
    owed = ("--ownership", "licensed", "--licence", "CC BY 4.0", "--attribution", "A. Speaker",
            "--commercial-use")  # fmt: skip
    await here.done("video", "narration", ID, voice, *owed)
    shown = await here.done("video", "show", ID)
    assert (shown["stage"], shown["recording"]["name"]) == ("making", "mine.wav")
    events = (await here.done("video", "events", ID))["items"]
    assert "Told by the recording mine.wav" in events[-1]["sentence"]
    await here.done("video", "narration", ID, "--none")
    assert (await here.done("video", "show", ID))["recording"] is None


async def test_a_voice_is_a_recording_or_the_channels(here: Installation, voice: str) -> None:
    for words in ((), (voice, "--none")):
        result = await here.says("video", "narration", ID, *words)
        assert result.exit_code == 2
        assert "one of both" in sentence(result)


def test_who_recorded_another_text_is_told_what_helps() -> None:
    failed = {
        "video_id": ID,
        "scenes": [],
        "progress": {"scenes": 4},
        "failure_kind": "narrate",
        "failure_code": "recording-other-text",
    }
    assert f"`ytempire video narration {ID} FILE`" in what_helps(failed)


def test_a_text_taken_word_for_word_is_not_offered_to_be_written_again() -> None:
    flagged = {"video_id": ID, "score": 0.5, "verbatim": True}
    said = why_flagged(flagged)
    assert "written" not in said
    assert said.endswith(
        "record another one; or, if it is like an earlier film that you do not need, cancel or"
        f" reject that one, and `ytempire video retry {ID}` judges this again"
    )
    assert "has another written" in why_flagged(flagged | {"verbatim": False})
