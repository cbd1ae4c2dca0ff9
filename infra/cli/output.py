"""What a command says: words for people on standard error, one JSON object on standard output.

Exit codes: 0 done; 1 it was tried and failed (the sentence says why); 2 the input is at fault;
3 something that has to run does not.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import orjson
import typer
from rich.console import Console

FAILED, BAD_INPUT, NOT_RUNNING = 1, 2, 3

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
    """What was asked for makes no sense; nothing was begun."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, BAD_INPUT)


class NotRunning(Problem):
    """What has to run does not."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, NOT_RUNNING)


def say_json(value: object) -> None:
    """One object on one line of standard output."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode())


def end(problem: Problem) -> NoReturn:
    err.print(f"ytempire: {problem}", style="bold red", highlight=False, markup=False)
    raise typer.Exit(problem.exit_code)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose problems are sentences, never traces."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            end(problem)

    return told


def text_of(value: Mapping[str, object], key: str) -> str:
    """A field of an answer, as text; empty where it is absent or null."""
    found = value.get(key)
    return "" if found is None else str(found)
