"""Canonical JSON of frozen dataclasses: one value, one sequence of bytes.

Keys are sorted, nothing is padded, text is UTF-8, floats do not occur. Every field is written,
so that what is stored never leans on a default that may change. A field added later is marked
`LATER` and left out where it holds its default: what is stored keeps its bytes and its hash.
A dataclass that has alternatives carries its `KIND`, a stored name that outlives the class's own.
"""

import json
import types
from dataclasses import Field, fields, is_dataclass
from enum import StrEnum
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

LATER = {"later": True}
"""Metadata of a field that was added, with a default, after values without it were stored."""


def encode(value: object) -> bytes:
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def decode(type_: type[T], data: bytes) -> T:
    """Raises ValueError where the bytes are not canonical JSON of that type."""
    try:
        value = _typed(type_, json.loads(data))
    except (TypeError, KeyError, AttributeError, RecursionError, UnicodeDecodeError) as fault:
        raise ValueError(f"not a stored {type_.__name__.lower()}: {fault}") from fault
    assert isinstance(value, type_)
    return value


def _plain(value: object) -> object:
    if is_dataclass(value):
        held = {
            it.name: _plain(getattr(value, it.name)) for it in fields(value) if _told(value, it)
        }
        kind = getattr(type(value), "KIND", None)
        return {"kind": kind} | held if kind else held
    if isinstance(value, tuple):
        return [_plain(it) for it in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _told(value: object, it: Field[Any]) -> bool:
    return not it.metadata.get("later") or getattr(value, it.name) != it.default


def _typed(hint: Any, plain: Any) -> object:
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), plain)
    if origin is tuple:
        return tuple(_typed(get_args(hint)[0], it) for it in _a(list, plain))
    if is_dataclass(hint):
        return _record(hint, _a(dict, plain))
    if issubclass(hint, StrEnum):
        return hint(_a(str, plain))
    return _a(hint, plain)


def _one_of(hints: tuple[Any, ...], plain: Any) -> object:
    if plain is None and type(None) in hints:
        return None
    kinds = {hint.KIND: hint for hint in hints if hasattr(hint, "KIND")}
    return _typed(kinds[plain["kind"]] if kinds else hints[0], plain)


def _record(hint: Any, plain: dict[str, Any]) -> object:
    hints = get_type_hints(hint)
    return hint(**{name: _typed(hints[name], it) for name, it in plain.items() if name != "kind"})


def _a(hint: Any, plain: Any) -> Any:
    if not isinstance(plain, hint) or (isinstance(plain, bool) and hint is not bool):
        raise TypeError(f"expected {hint.__name__}, found {type(plain).__name__}")
    return plain
