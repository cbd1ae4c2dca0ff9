"""How a command was typed wrongly: one sentence, as of every other refusal."""

from pathlib import Path

import pytest

from tests.cli.asking import run, sentence


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("channel look A --theme blue", "--theme takes night, paper, signal, not blue"),
        ("video generate a --channel A --seconds x", "--seconds takes a whole number, not x"),
        ("video edit A --thumbnail-variant 9", "--thumbnail-variant takes 3 or less, not 9"),
        ("channel defaults A --expires-on soon", "takes a day such as 2031-12-31, not soon"),
        ("video approve A --publish-at soon", "--publish-at takes a time with its zone, such as"),
        ("video generate", "missing option --channel; `ytempire video generate --help` says more"),
        ("video generate --channel A", "give a text or a --topic to find out about, one of both"),
        ("video show", "missing argument ID; `ytempire video show --help` says more"),
        ("video nope", "no such command nope; `ytempire video --help` says more"),
        ("channel look A --theme", "option --theme requires an argument"),
    ],
)
def test_what_is_typed_wrongly_is_one_sentence_with_what_would_be_right(
    words: str, told: str, tmp_path: Path
) -> None:
    result = run(*words.split(), home=tmp_path)
    assert result.exit_code == 2
    assert told in sentence(result)


def test_a_group_of_commands_alone_shows_its_help(tmp_path: Path) -> None:
    result = run("channel", home=tmp_path)
    assert result.exit_code == 2
    assert "Channels, and what holds for their films." in result.output
