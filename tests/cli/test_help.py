"""Every command says what it does, and what its exit codes mean."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from infra.cli.ytempire import app
from tests.cli.asking import run, sentence


def commands(group: TyperGroup, *before: str) -> Iterator[tuple[str, ...]]:
    for name, it in group.commands.items():
        if isinstance(it, TyperGroup):
            yield from commands(it, *before, name)
        else:
            yield (*before, name)


def all_commands() -> list[tuple[str, ...]]:
    top = get_command(app)
    assert isinstance(top, TyperGroup)
    return list(commands(top))


@pytest.mark.parametrize("words", all_commands(), ids=" ".join)
def test_a_command_explains_itself(words: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*words, "--help", home=tmp_path)
    assert result.exit_code == 0
    assert "." in result.stdout


def test_the_exit_codes_are_written_down(tmp_path: Path) -> None:
    said = " ".join(run("--help", home=tmp_path).stdout.split())
    assert "Exit codes: 0 done" in said
    assert "130 stopped by Ctrl-C" in said


def test_the_version_is_said_to_people_and_programs(tmp_path: Path) -> None:
    said = run("version", home=tmp_path).stdout
    assert run("version", "--json", home=tmp_path).stdout == f'{{"version":"{said.strip()}"}}\n'


@pytest.mark.parametrize(
    "words",
    [("video", "list"), ("channel", "list"), ("job", "list"), ("audit", "show")],
    ids=" ".join,
)
def test_where_nothing_has_run_a_command_says_how_to_start(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    result = run(*words, home=tmp_path)
    assert result.exit_code == 3
    assert sentence(result).endswith("start it with `make run`")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_runs_now_a_command_says_how_to_start(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "owner-token").write_text("token")
    (tmp_path / "running.json").write_text('{"url": "http://127.0.0.1:9"}')
    result = run("video", "list", home=tmp_path)
    assert result.exit_code == 3
    assert sentence(result).startswith("http://127.0.0.1:9 does not answer")
