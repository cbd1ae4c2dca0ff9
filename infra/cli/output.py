"""What a command says: words for people on standard error, one JSON object on standard output."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import orjson
import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra.settings import BadSettings

FAILED, BAD_INPUT, NOT_RUNNING, INTERRUPTED = 1, 2, 3, 130
EXIT_CODES = f"""\
Exit codes: 0 done · {FAILED} it was tried and failed, the sentence says why ·
{BAD_INPUT} the input is at fault and nothing was begun · {NOT_RUNNING} something that has to run
does not · {INTERRUPTED} stopped by Ctrl-C.
With --json the last line of standard output is one object; words go to standard error."""
WIDTH = 120
"""Of tables that go into a file or a pipe, in characters."""
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TEXT_WIDTH, GAP = 12, 2
"""The least that a column of words gets, and the space after any column."""

out = Console()
err = Console(stderr=True)

P = ParamSpec("P")
R = TypeVar("R")


class Problem(Exception):
    """A command cannot go on: one sentence, and the exit code that it ends with."""

    def __init__(self, sentence: str, exit_code: int = FAILED) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class BadInput(Problem):
    """What was asked for makes no sense; nothing was begun. `code` is the API's, if it refused."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence, BAD_INPUT)
        self.code = code


class NotRunning(Problem):
    """What has to run does not."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, NOT_RUNNING)


def say_json(value: object) -> None:
    """One object on one line of standard output."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode())


def say(sentence: str) -> None:
    """Words for a person, on standard error: never wrapped, so that they can be searched."""
    err.print(sentence, highlight=False, markup=False, soft_wrap=True)


def tell_problem(problem: Problem) -> None:
    sentence = f"ytempire: {problem}"
    err.print(sentence, style="bold red", highlight=False, markup=False, soft_wrap=True)


def end(problem: Problem) -> NoReturn:
    tell_problem(problem)
    raise typer.Exit(problem.exit_code)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose problems are sentences, never traces."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            end(problem)
        except BadSettings as wrong:
            end(BadInput(str(wrong)))
        except KeyboardInterrupt:
            end(Problem("stopped by Ctrl-C", INTERRUPTED))

    return told


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()
) -> Table:
    """Rows as they are, markup and all; `numbers` are aligned to the right.

    Neither they nor ids are ever cut or wrapped.
    """
    cells = [[_cell(it) for it in row] for row in rows]
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
    for n, heading in enumerate(headings):
        whole = max((cell_len(it[n].plain) for it in cells), default=0)
        number = heading in numbers
        uncut = number or any(ID.fullmatch(it[n].plain) for it in cells)
        grid.add_column(
            heading,
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=uncut,
            min_width=max(whole, cell_len(heading)) if uncut else None,
        )
    for row in cells:
        grid.add_row(*row)
    return grid


def facts(pairs: Iterable[tuple[str, object]]) -> Table:
    """Names and what they are, one a line; nothing for what is empty.

    Paths and hashes stay whole, so that they can be copied.
    """
    said = [(name, _cell(value)) for name, value in pairs if value not in (None, "")]
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False)
    grid.add_column(style="dim", no_wrap=True)
    words = (word for _, value in said for word in value.plain.split())
    grid.add_column(overflow="fold", min_width=max(map(cell_len, words), default=None))
    for name, value in said:
        grid.add_row(name, value)
    return grid


def show(grid: Table, title: str = "") -> None:
    """On standard output, as wide as the terminal; wider where numbers would be cut."""
    least = sum((it.min_width or TEXT_WIDTH) + GAP for it in grid.columns)
    width = max(out.width if out.is_terminal else WIDTH, least)
    console = Console(width=width)
    if title:
        console.print(title, style="bold", highlight=False, markup=False)
    console.print(grid)


def _cell(value: object) -> Text:
    return value if isinstance(value, Text) else Text("" if value is None else str(value))


def text_of(value: dict[str, Any], key: str) -> str:
    """A field of an answer, as text; empty where it is absent or null."""
    found = value.get(key)
    return "" if found is None else str(found)


def when(instant: str | None) -> str:
    """An instant of an answer, to the second."""
    return "" if instant is None else instant[:19].replace("T", " ")
