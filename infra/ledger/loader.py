"""What makes an event of stored JSON by msgspec, in 0.4 of a strict check's time.

It decides nothing about storing: what was checked when it was written, it only reads.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from operator import attrgetter
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Raw, Struct, defstruct
from msgspec.json import Decoder
from msgspec.structs import astuple

from domain.event import Event


def loader(cls: type[Event]) -> Callable[[bytes], Event]:
    """Its function raises WRONG about a state. Raises TypeError where there is none for a class."""
    try:
        return Decoder(cls).decode
    except TypeError:  # several dataclasses in one union
        return _by_parts(cls)


def _by_parts(cls: type[Any]) -> Callable[[bytes], Event]:
    """Members that are one of several dataclasses are left as JSON until it is known which."""
    hints = get_type_hints(cls)
    if any((it.default, it.default_factory) != (MISSING, MISSING) for it in fields(cls)):
        raise TypeError(f"{cls.__name__} has defaults")
    members = [(name, Raw if _is_choice(it) else it) for name, it in hints.items()]
    decode: Callable[[bytes], Struct] = Decoder(defstruct(cls.__name__, members)).decode
    parts = [(n, _one_of(get_args(it))) for n, it in enumerate(hints.values()) if _is_choice(it)]

    def load(state: bytes) -> Event:
        values = list(astuple(decode(state)))
        for n, load_part in parts:
            values[n] = load_part(values[n])
        event: Event = cls(*values)
        return event

    return load


def _is_choice(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and all(map(is_dataclass, get_args(hint)))


def _one_of(these: tuple[Any, ...]) -> Callable[[Raw], Any]:
    """Told from each other by a member that is another Literal in each."""
    tags = [_tags(it) for it in these]
    for name in tags[0]:
        by_tag = {its.get(name): Decoder(it).decode for its, it in zip(tags, these, strict=True)}
        if None not in by_tag and len(by_tag) == len(these):
            told = defstruct("Told", [(name, Literal[tuple(by_tag)])])
            tag, which = attrgetter(name), Decoder(told).decode
            return lambda part: by_tag[tag(which(part))](part)
    raise TypeError(f"nothing tells {these} from each other")


def _tags(cls: type) -> dict[str, str]:
    """Its members that can be one word only, and that word."""
    hints = {name: get_args(it) for name, it in get_type_hints(cls).items() if _is_literal(it)}
    return {name: str(its[0]) for name, its in hints.items() if len(its) == 1}


def _is_literal(hint: Any) -> bool:
    return get_origin(hint) is Literal
