"""What does not fit a schema, in words: where it stands, and what would be right."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from api.film_look import COLOUR
from api.schema import BLOB, LANGUAGE, Hidden

INSTANT = "a time with its zone, such as 2026-12-24T18:00:00Z"
WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        COLOUR: "a colour such as #7a1d10",
        BLOB: "a hash: sha256: and 64 hexadecimal digits",
        LANGUAGE: "a language's tag, such as en or pt-BR",
    }
)
"""Patterns of the schema, as what they stand for."""
BEGUN: tuple[tuple[str, str], ...] = (
    ("uuid", "an id such as 0190c9f5-6d7a-7c3e-9d42-1f0a5b8c2e11"),
    ("int", "a whole number"),
    ("float", "a number"),
    ("decimal", "a number"),
    ("bool", "true or false"),
    ("timezone", INSTANT),
    ("datetime", INSTANT),
    ("date", "a day such as 2031-12-31"),
    ("string_type", "text"),
    ("tuple_type", "a list"),
    ("list_type", "a list"),
    ("model", "an object with named fields"),
    ("dict_type", "an object with named fields"),
)
"""How kinds of faults begin, and what takes the place of what was sent."""


def told(fault: Mapping[str, Any]) -> str:
    """One sentence of one fault, as pydantic tells them with `loc` from the body on."""
    where, kind = place(fault["loc"]), str(fault["type"])
    if kind == "missing":
        return f"{where} is missing."
    if kind == "extra_forbidden":
        return f"{where} is not known here."
    if is_hidden(fault):
        return f"{where} {complaint(fault)}."
    if kind in ("value_error", "assertion_error"):
        return f"{where}: {complaint(fault)}." if fault["loc"] else f"{complaint(fault)}."
    return f"{where} takes {wanted(fault)}."


def is_hidden(fault: Mapping[str, Any]) -> bool:
    """Whether it is a character that nobody sees."""
    return isinstance((fault.get("ctx") or {}).get("error"), Hidden)


def place(loc: Iterable[int | str]) -> str:
    """`pictures, 0, scene`: the scene of pictures no. 1."""
    names: list[str] = []
    for it in loc:
        if isinstance(it, int) and names:
            names[-1] += f" no. {it + 1}"
        else:
            names.append(str(it))
    return " of ".join(reversed(names)) or "the body"


def wanted(fault: Mapping[str, Any]) -> str:
    """What would be right, as the object of a verb."""
    kind, limits = str(fault["type"]), fault.get("ctx") or {}
    match kind:
        case "enum" | "literal_error":
            return str(limits["expected"]).replace("'", "")
        case "greater_than_equal":
            return f"{limits['ge']} or more"
        case "less_than_equal":
            return f"{limits['le']} or less"
        case "string_pattern_mismatch":
            return WRITTEN.get(limits["pattern"], f"text like {limits['pattern']}")
        case "string_too_short" | "string_too_long" | "too_short" | "too_long":
            return _long(kind, limits)
    begun = next((words for name, words in BEGUN if kind.startswith(name)), None)
    return begun or f"something else: {complaint(fault)}"


def complaint(fault: Mapping[str, Any]) -> str:
    return str(fault["msg"]).removeprefix("Value error, ").rstrip(".")


def _long(kind: str, limits: Mapping[str, Any]) -> str:
    bound = int(limits["min_length" if kind.endswith("short") else "max_length"])
    what = ("character" if kind.startswith("string") else "item") + "s" * (bound != 1)
    return f"{bound} {what} {'or more' if kind.endswith('short') else 'at most'}"
