"""What commands say: nothing cut, nothing taken for markup, one object for programs."""

import orjson
import pytest
import typer
from rich.console import Console

from infra.cli import output
from infra.cli.output import BAD_INPUT, facts, plainly, say_json, show, table
from infra.settings import BadSettings

ID = "0190a5c2-7e1f-7000-8000-000000000001"
AMOUNT = "1,234,567,890.000000001 USD"


@pytest.fixture(params=[20, 60, 200])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of the terminal."""
    its = int(request.param)
    monkeypatch.setattr(output, "out", Console(width=its, force_terminal=True, no_color=True))
    return its


@pytest.mark.usefixtures("width")
def test_a_number_is_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    show(table(("what it was for", "amount"), [("words " * 20, AMOUNT)], ("amount",)))
    said = capsys.readouterr().out
    assert AMOUNT in said
    assert "…" not in said


@pytest.mark.usefixtures("width")
def test_an_id_is_never_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    words = "words " * 20
    show(table(("", "video", "why"), [(words, ID, words), (words, "", words)]))
    assert ID in capsys.readouterr().out


@pytest.mark.usefixtures("width")
def test_every_letter_of_a_long_name_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    show(facts([("film", "x" * 150)]))
    assert capsys.readouterr().out.count("x") == 150


def test_brackets_are_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    show(table(("title",), [("[bold]Ice[/bold]",)]), "[red]Films")
    said = capsys.readouterr().out
    assert "[bold]Ice[/bold]" in said
    assert "[red]Films" in said


def test_what_is_empty_is_left_out_of_facts(capsys: pytest.CaptureFixture[str]) -> None:
    show(facts([("failed", ""), ("where", None), ("videos", 0)]))
    assert capsys.readouterr().out.split() == ["videos", "0"]


def test_an_object_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"title": "one\ntwo", "n": 1})
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert orjson.loads(said) == {"title": "one\ntwo", "n": 1}


def test_settings_that_make_no_sense_are_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> None:
        raise BadSettings("PROVIDERS cannot name foo.")

    with pytest.raises(typer.Exit) as ended:
        plainly(command)()

    assert ended.value.exit_code == BAD_INPUT
    assert "PROVIDERS cannot name foo." in capsys.readouterr().err
