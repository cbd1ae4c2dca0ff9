"""Channels on the command line, held against a real API."""

import shlex
from pathlib import Path

import pytest

from infra.cli.ids import channel_called
from infra.cli.output import BadInput
from tests.api.test_asset import picture
from tests.cli.asking import Installation, sentence
from tests.given import CHANNEL

ID = str(CHANNEL)
RIGHTS = ("--ownership", "licensed", "--licence", "CC BY 4.0", "--attribution", "A. Lens",
          "--commercial-use")  # fmt: skip


async def test_channels_are_listed_with_their_films(here: Installation) -> None:
    (found,) = (await here.done("channel", "list"))["items"]
    assert (found["channel_id"], found["videos"]) == (ID, 1)
    assert ID in (await here.says("channel", "list")).stdout


async def test_a_channel_is_opened_and_shown(here: Installation) -> None:
    opened = await here.done("channel", "open", "Sea stories", "--voice", "female")
    found = await here.done("channel", "show", opened["channel_id"])
    assert (found["name"], found["voice"]) == ("Sea stories", "female")
    assert "Sea stories" in (await here.says("channel", "show", opened["channel_id"])).stdout


async def test_a_channel_may_be_named_while_its_name_is_its_own(here: Installation) -> None:
    name = (await here.done("channel", "show", ID))["name"]
    assert (await here.done("channel", "show", name.upper()))["channel_id"] == ID


def test_a_name_of_several_channels_names_none() -> None:
    channels = [{"channel_id": it, "name": "Tides"} for it in ("one", "two")]
    with pytest.raises(BadInput, match="2 channels are called 'tides': one, two; name one"):
        channel_called("tides", channels)


async def test_each_command_is_another_command(here: Installation) -> None:
    for name in ("One", "Two"):
        await here.done("channel", "open", name)
    assert len((await here.done("channel", "list"))["items"]) == 3


async def test_a_channel_is_paused_and_resumed(here: Installation) -> None:
    await here.done("channel", "pause", ID[:6], "--reason", "holidays")
    assert (await here.done("channel", "show", ID))["paused_because"] == "holidays"
    assert "at work again" in (await here.says("channel", "resume", ID)).stderr
    assert (await here.done("channel", "show", ID))["paused"] is False


async def test_permission_to_publish_unseen_can_be_taken_back(here: Installation) -> None:
    assert (await here.done("channel", "auto-publish", ID, "--revoke"))["code"] == "nothing-new"


async def test_what_is_not_said_stays_as_it_was(here: Installation) -> None:
    await here.done("channel", "defaults", ID, "--made-for-kids", *RIGHTS)
    found = await here.done("channel", "show", ID)
    assert found["decided"] == {"made_for_kids": True, "realistic": False, "paid_promotion": False}
    assert found["rights"]["licence"] == "CC BY 4.0"


async def test_rights_are_not_lost_by_leaving_them_out(here: Installation) -> None:
    result = await here.says("channel", "defaults", ID, "--made-for-kids")
    assert result.exit_code == 2
    assert "add --ownership own|licensed|public-domain, --licence NAME, --comm" in sentence(result)


async def test_the_first_decision_is_asked_for_whole_with_a_command_that_works(
    here: Installation,
) -> None:
    await here.done("channel", "open", "Sea stories")
    result = await here.says("channel", "defaults", "Sea stories", "--ownership", "licensed")
    assert result.exit_code == 2
    refusal = sentence(result)
    for option in ("--licence", "--commercial-use", "--attribution", "--made-for-kids",
                   "--realistic", "--paid-promotion"):  # fmt: skip
        assert option in refusal
    program, *words = shlex.split(refusal.split("`")[1])
    assert (program, (await here.done(*words))["code"]) == ("ytempire", "recorded")
    assert (await here.done("channel", "show", "Sea stories"))["rights"]["licence"] == "own work"


async def test_rights_that_no_film_could_use_are_not_decided(here: Installation) -> None:
    late = ("--expires-on", "2020-01-01")
    for said in (("--no-commercial-use",), ("--attribution", ""), late):
        result = await here.says("channel", "defaults", ID, *RIGHTS, *said)
        assert result.exit_code == 2
        assert "what this channel's films use" in sentence(result)


async def test_a_channels_format_is_decided_bit_by_bit(here: Installation) -> None:
    await here.done("channel", "format", str(CHANNEL), "--resolution", "2160p")
    await here.done("channel", "format", str(CHANNEL), "--codec", "hevc")
    shown = await here.done("channel", "show", str(CHANNEL))
    assert shown["format"] == {"resolution": "2160p", "fps": 30, "codec": "hevc"}
    result = await here.says("channel", "format", str(CHANNEL))
    assert result.exit_code == 2
    assert "--resolution" in sentence(result)


async def test_the_look_of_films_is_decided_bit_by_bit(here: Installation) -> None:
    await here.done("channel", "look", ID, "--theme", "signal", "--end-card", "Bye",
                    "--colour", "on-accent=#101800")  # fmt: skip
    look = (await here.done("channel", "show", ID))["look"]
    assert (look["theme"], look["colours"]["on_accent"]) == ("signal", "#101800")
    assert "signal; own on_accent; sans; end card “Bye”, 8 s" in (
        (await here.says("channel", "show", ID)).stdout
    )


async def test_how_a_channel_speaks_is_decided_and_taken_back(here: Installation) -> None:
    await here.done("channel", "personality", ID, "Dry wit, for teachers.")
    assert "Dry wit, for teachers." in (await here.says("channel", "show", ID)).stdout
    await here.done("channel", "personality", ID, "")
    assert (await here.done("channel", "show", ID))["personality"] == ""


async def test_a_logo_is_a_file_or_one_that_was_sent_before(
    here: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(picture("PNG"))
    told = await here.done("channel", "look", ID, "--logo", str(file))
    assert (told["channel_id"], told["code"]) == (ID, "recorded")
    logo = (await here.done("channel", "show", ID))["look"]["logo"]
    assert logo["blob"].startswith("sha256:")
    again = await here.done("channel", "look", ID, "--logo", logo["asset_id"])
    assert again["code"] == "nothing-new"


async def test_a_logo_that_is_not_there_is_said(here: Installation) -> None:
    result = await here.says("channel", "look", ID, "--logo", "no.png")
    assert result.exit_code == 2
    assert sentence(result).startswith("there is no file no.png; --logo takes a picture")


async def test_a_logo_of_another_kind_is_refused_by_its_name(
    here: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "logo.svg"
    file.write_text("<svg/>")
    result = await here.says("channel", "look", ID, "--logo", str(file))
    assert result.exit_code == 2
    assert sentence(result).startswith("logo.svg is no picture that can be a logo; take one of")


@pytest.mark.parametrize("said", [(), ("--colour", "accent"), ("--colour", "brow=#123456")])
async def test_a_look_that_says_nothing_of_use_is_asked_for_more(
    here: Installation, said: tuple[str, ...]
) -> None:
    result = await here.says("channel", "look", ID, *said)
    assert result.exit_code == 2
    assert "--theme" in sentence(result) or "NAME=#rrggbb" in sentence(result)


async def test_the_look_of_captions_is_decided_bit_by_bit(here: Installation) -> None:
    await here.done("channel", "captions", ID, "--preset", "marker")
    await here.done("channel", "captions", ID, "--size", "120", "--spoken-box", "none",
                    "--spoken", "#ffd23f")  # fmt: skip
    shown = await here.done("channel", "show", ID)
    its = shown["captions"]
    assert (its["preset"], its["size_percent"], its["spoken_box"]) == ("custom", 120, "")
    assert "custom: sans, 120 %" in (await here.says("channel", "show", ID)).stdout


async def test_captions_of_which_nothing_is_said_are_asked_for_more(here: Installation) -> None:
    result = await here.says("channel", "captions", ID)
    assert result.exit_code == 2
    assert "--preset" in sentence(result)
