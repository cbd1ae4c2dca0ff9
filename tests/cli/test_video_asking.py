"""Asking for a video on the command line, held against a real API."""

import shlex
from pathlib import Path

from infra.cli.demo.command import SAMPLE
from tests.adapters.sounds.sounds import tone, write
from tests.cli.asking import Installation, sentence
from tests.given import CHANNEL


async def test_a_video_is_asked_for_in_a_channel_that_is_named_by_its_beginning(
    here: Installation,
) -> None:
    channel = str(CHANNEL)[:8]
    asked = await here.done("video", "generate", str(SAMPLE), "--channel", channel)
    shown = await here.done("video", "show", asked["video_id"])
    assert (shown["stage"], shown["language"], shown["seconds"]) == ("making", "en", 45)


async def test_a_text_that_is_not_there_asks_for_nothing(here: Installation) -> None:
    before = await here.done("video", "list")
    result = await here.says("video", "generate", "no.txt", "--channel", str(CHANNEL))
    assert result.exit_code == 2
    assert "there is no file" in sentence(result)
    assert await here.done("video", "list") == before


async def test_another_language_than_the_channels_may_be_said(
    here: Installation, tmp_path: Path
) -> None:
    source = tmp_path / "quelle.txt"
    source.write_text("Das Moor speichert sehr viel Wasser und Kohlenstoff. " * 8)
    words = ("video", "generate", str(source), "--channel", str(CHANNEL), "--language", "de")
    asked = await here.done(*words)
    assert (await here.done("video", "show", asked["video_id"]))["language"] == "de"


async def test_a_first_film_is_refused_once_and_told_the_command_that_lets_it_be_made(
    here: Installation,
) -> None:
    await here.done("channel", "open", "Sea stories")
    words = ("video", "generate", str(SAMPLE), "--channel", "Sea stories")
    refusal = sentence(await here.says(*words))
    for what in ("octopus.md may be used", "its licence", "commercial use", "attribution",
                 "last day", "disclosure, audience and paid promotion"):  # fmt: skip
        assert what in refusal
    await here.done(*shlex.split(refusal.split("`")[1])[1:])
    await here.done(*words)


async def test_a_format_is_asked_for_and_shown(here: Installation) -> None:
    words = ("video", "generate", str(SAMPLE), "--channel", str(CHANNEL))
    asked = await here.done(*words, "--resolution", "720p", "--fps", "24", "--codec", "av1")
    shown = await here.done("video", "show", asked["video_id"])
    assert shown["format"] == {"resolution": "720p", "fps": 24, "codec": "av1"}


async def test_a_rate_that_no_film_is_made_in_is_refused(here: Installation) -> None:
    words = ("video", "generate", str(SAMPLE), "--channel", str(CHANNEL))
    result = await here.says(*words, "--fps", "29")
    assert result.exit_code == 2
    assert "24, 25, 30, 50, 60, not 29" in sentence(result)


async def test_a_look_of_captions_is_asked_for_and_shown(here: Installation) -> None:
    words = ("video", "generate", str(SAMPLE), "--channel", str(CHANNEL), "--captions", "bold")
    asked = await here.done(*words)
    shown = await here.done("video", "show", asked["video_id"])
    assert (shown["captions"]["preset"], shown["captions"]["outline_percent"]) == ("bold", 11)
    said = (await here.says("video", "show", asked["video_id"])).stdout
    assert "bold: montserrat, 115 % of the usual size, low" in said


async def test_own_music_is_asked_for_and_changed_and_taken_away(
    here: Installation, tmp_path: Path
) -> None:
    tune = write(tmp_path / "tune.wav", tone(1))
    words = ("video", "generate", str(SAMPLE), "--channel", str(CHANNEL), "--music", str(tune))
    video = (await here.done(*words))["video_id"]
    shown = (await here.done("video", "show", video))["music"]
    assert (shown["name"], shown["speaking_lu"], shown["pausing_lu"]) == ("tune.wav", 20, 10)
    await here.done("video", "music", video, str(tune), "--speaking-lu", "30")
    assert (await here.done("video", "show", video))["music"]["speaking_lu"] == 30
    await here.done("video", "music", video, "--no-music")
    assert (await here.done("video", "show", video))["music"] is None


async def test_music_that_is_not_there_is_said(here: Installation) -> None:
    for words in (("no.mp3",), (), ("--licence", "CC BY 4.0")):
        result = await here.says("channel", "music", str(CHANNEL), *words)
        assert result.exit_code == 2
    result = await here.says("channel", "music", str(CHANNEL), "no.mp3")
    assert "there is no file no.mp3" in sentence(result)


async def test_a_channels_music_is_chosen_with_its_rights(
    here: Installation, tmp_path: Path
) -> None:
    tune = str(write(tmp_path / "tune.mp3", tone(1), "libmp3lame"))
    owed = ("--ownership", "licensed", "--licence", "CC BY 4.0", "--attribution", "A. Hand",
            "--commercial-use")  # fmt: skip
    await here.done("channel", "music", str(CHANNEL), tune, *owed)
    assert (await here.done("channel", "show", str(CHANNEL)))["music"]["name"] == "tune.mp3"
    await here.done("channel", "music", str(CHANNEL), "--no-music")
    assert (await here.done("channel", "show", str(CHANNEL)))["music"] is None
