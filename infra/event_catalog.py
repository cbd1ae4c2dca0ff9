"""docs/EVENTS.md, from the events themselves: `python -m infra.event_catalog > docs/EVENTS.md`."""

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum, EnumMeta
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import domain.streams  # noqa: F401 - enters every event in the catalog
from domain.event import catalog

HEAD = """# Events

Everything that can happen, by the name under which it is stored. Generated from the code by
`python -m infra.event_catalog`; the envelope around each is in `adr/0002-envelope.md`.
"""
WORDS: dict[object, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    UUID: "UUID",
    date: "date",
    datetime: "time (UTC)",
    NoneType: "nothing",
}


def markdown() -> str:
    """The whole page: events by stream, then the values that their fields are made of."""
    return "\n".join([HEAD, *_events(), "## Values", "", *_values()]).rstrip() + "\n"


def _events() -> Iterator[str]:
    kind = ""
    for cls, its in sorted(catalog.items(), key=lambda it: it[1].name):
        if kind != (kind := its.name.partition(".")[0]):
            yield f"## {kind}\n"
        yield f"### {its.name} (version {its.version})\n\n{_prose(cls)}\n"
        yield from _table(cls)


def composed() -> dict[str, type]:
    """The dataclasses that fields of events are made of, by name."""
    return {it.__name__: it for it in _used() if is_dataclass(it)}


def parts(hint: Any) -> set[type]:
    """The dataclasses that stand in a type, what they hold included."""
    return {it for it in _made_of(hint) if is_dataclass(it)}


def _used() -> list[type]:
    found = set[type]().union(*(_made_of(cls) - {cls} for cls in catalog))
    return sorted(found, key=lambda it: it.__name__)


def _values() -> Iterator[str]:
    for cls in _used():
        yield f"### {cls.__name__}\n"
        if isinstance(cls, EnumMeta):
            choices: list[Enum] = list(cls)
            yield f"One of {', '.join(f'`{it.value}`' for it in choices)}.\n"
        else:
            yield f"{_prose(cls)}\n"
            yield from _table(cls)


def _table(cls: Any) -> Iterator[str]:
    hints = get_type_hints(cls)
    if not fields(cls):
        return
    yield "| field | what it is |\n|---|---|"
    for it in fields(cls):
        yield f"| `{it.name}` | {_spell(hints[it.name])} |"
    yield ""


def _prose(cls: type) -> str:
    """The docstring; a dataclass without one of its own was given its signature."""
    text = (cls.__doc__ or "").strip()
    return (
        "" if text.startswith(f"{cls.__name__}(") else "\n".join(map(str.strip, text.splitlines()))
    )


def _spell(hint: Any) -> str:
    if isinstance(hint, NewType):
        return hint.__name__
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(map(_spell, get_args(hint)))
    if get_origin(hint) is tuple:
        return f"any number of {_spell(get_args(hint)[0])}"
    if get_origin(hint) is Literal:
        return " or ".join(f"`{it}`" for it in get_args(hint))
    return WORDS.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def _made_of(hint: Any) -> set[type]:
    """Every dataclass and enumeration that a type holds, itself included."""
    if is_dataclass(hint) and isinstance(hint, type):
        inner = (_made_of(it) for it in get_type_hints(hint).values())
        return {hint}.union(*inner)
    if isinstance(hint, EnumMeta):
        return {hint}
    return set[type]().union(*map(_made_of, get_args(hint)))


if __name__ == "__main__":
    sys.stdout.write(markdown())
