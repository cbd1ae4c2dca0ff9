"""The passphrase of a key file: asked for, or out of a file; never an argument that others see."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.output import BadInput

PassphraseFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Its first line is the passphrase; else it is asked for."),
]


def passphrase(file: Path | None, *, twice: bool = False) -> str:
    """`twice`: a new one, which has to be typed alike both times."""
    if file is not None:
        return _first_line(file)
    if not sys.stdin.isatty():
        raise BadInput("nobody is there to ask for the passphrase; give --passphrase-file FILE")
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True))


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as refused:
        raise BadInput(f"{file} cannot be read: {refused.strerror}") from refused
    except UnicodeDecodeError:
        raise BadInput(f"{file} is not text in UTF-8") from None
    if not lines or not lines[0]:
        raise BadInput(f"the first line of {file} is empty; the passphrase goes there")
    return lines[0]
