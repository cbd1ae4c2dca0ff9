from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from domain.canonical import LATER, decode, encode


@dataclass(frozen=True, slots=True)
class Disc:
    KIND: ClassVar[str] = "disc"
    radius: int


@dataclass(frozen=True, slots=True)
class Bar:
    KIND: ClassVar[str] = "bar"
    width: int
    filled: bool = False
    round: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    shapes: tuple[Disc | Bar, ...] = ()
    note: str | None = None


def test_a_value_comes_back_as_it_was() -> None:
    picture = Picture("ü", (Disc(3), Bar(4, filled=True)), "n")
    assert decode(Picture, encode(picture)) == picture
    assert decode(Picture, b'{"name":"a","note":null}') == Picture("a")


def test_keys_are_sorted_and_every_field_is_written() -> None:
    stored = b'{"name":"a","note":null,"shapes":[{"filled":false,"kind":"bar","width":4}]}'
    assert encode(Picture("a", (Bar(4),))) == stored


def test_a_field_added_later_changes_no_bytes_until_it_is_used() -> None:
    assert encode(Bar(4)) == b'{"filled":false,"kind":"bar","width":4}'
    assert encode(Bar(4, round=True)) == b'{"filled":false,"kind":"bar","round":true,"width":4}'
    assert decode(Bar, encode(Bar(4))) == Bar(4)


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"name":5}',
        b'{"name":"a","other":1}',
        b'{"name":"a","shapes":[{"kind":"star"}]}',
        b'{"name":"a","shapes":[{"kind":"disc","radius":true}]}',
        b"[" * 100_000,
    ],
)
def test_other_bytes_are_no_stored_value(bytes_: bytes) -> None:
    with pytest.raises(ValueError, match=r"picture|JSON|Expecting"):
        decode(Picture, bytes_)


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        encode((1.5,))
