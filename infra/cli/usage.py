"""What is wrong with how a command was typed: one sentence, as of every other refusal."""

import re
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from api.faults import complaint, wanted
from infra.cli.output import FAILED, Problem, tell_problem

DATE_FORMAT = "does not match the formats"
CHOICE = re.compile(r".* is not one of (?P<choices>.+)")


class PlainGroup(TyperGroup):
    """Typer's own errors are told as `ytempire: …`, with where to read on."""

    def main(self, *args: Any, **more: Any) -> Any:
        try:
            code = super().main(*args, **{**more, "standalone_mode": False})
        except TyperException as wrong:
            _tell(wrong)
            code = wrong.exit_code
        except Abort:
            code = FAILED
        sys.exit(code if isinstance(code, int) else 0)


def _tell(wrong: TyperException) -> None:
    sentence = _sentence(wrong)
    if not sentence:  # help was shown instead
        getattr(wrong, "show", lambda: None)()
        return
    at = getattr(wrong, "ctx", None)
    more = f"; `{at.command_path} --help` says more" if at is not None else ""
    tell_problem(Problem(f"{sentence}{more}", wrong.exit_code))


def _sentence(wrong: TyperException) -> str:
    param, cause = getattr(wrong, "param", None), wrong.__cause__
    if param is not None and isinstance(cause, ValidationError):
        name = max((*param.opts, param.name or ""), key=len)
        return f"{name} takes {_wanted(dict(cause.errors()[0]))}"
    said = wrong.format_message().rstrip(".").replace("'", "")
    return said[:1].lower() + said[1:]


def _wanted(fault: Mapping[str, Any]) -> str:
    """What would be right, and what was typed instead."""
    said = complaint(fault)
    if chosen := CHOICE.fullmatch(said):
        right = chosen["choices"].replace("'", "")
    elif DATE_FORMAT in said:
        right = "a day such as 2031-12-31"
    else:
        right = wanted(fault)
    return f"{right}, not {fault['input']}"
