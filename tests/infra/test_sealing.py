import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import StreamId
from domain.sealed import Sealed, Unopenable
from infra.security.sealing import (
    bound_to,
    kek_id,
    key_version,
    open_sealed,
    seal,
    unwrap,
    wrap,
)

GOLDEN = json.loads((Path(__file__).parent / "golden" / "sealed.json").read_text())
KEY, KEK, NONCE = (bytes.fromhex(GOLDEN[it]) for it in ("key", "kek", "nonce"))
OWNER, SUBJECT = StreamId(GOLDEN["owner"]), StreamId(GOLDEN["subject"])
BOUND = bound_to(OWNER, SUBJECT, GOLDEN["field"])
SEALED = seal(KEY, 1, NONCE, BOUND, GOLDEN["plain"])


def test_the_layout_is_what_it_was_when_the_first_value_was_sealed() -> None:
    assert BOUND.decode() == f"{OWNER}|{SUBJECT}|email"
    assert GOLDEN["sealed"] == SEALED
    assert GOLDEN["wrapped"] == wrap(KEK, NONCE, BOUND, KEY).hex()
    assert GOLDEN["kek_id"] == kek_id(KEK).hex()


def test_what_was_sealed_then_opens_now() -> None:
    assert open_sealed(KEY, BOUND, Sealed(GOLDEN["sealed"])) == GOLDEN["plain"]
    assert unwrap(KEK, BOUND, bytes.fromhex(GOLDEN["wrapped"])) == KEY


@given(st.text(), st.integers(1, 10**6), st.binary(min_size=12, max_size=12))
def test_any_text_comes_back(plain: str, version: int, nonce: bytes) -> None:
    try:
        plain.encode()
    except UnicodeEncodeError:
        return
    sealed = seal(KEY, version, nonce, BOUND, plain)
    assert open_sealed(KEY, BOUND, sealed) == plain
    assert key_version(sealed) == version
    assert plain not in sealed or len(plain) < 3


@pytest.mark.parametrize(
    "bound",
    [
        bound_to(StreamId("account/other"), SUBJECT, "email"),
        bound_to(OWNER, StreamId("login/bbbb"), "email"),
        bound_to(OWNER, SUBJECT, "name"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(bound: bytes) -> None:
    with pytest.raises(Unopenable, match="was changed, or moved there"):
        open_sealed(KEY, bound, SEALED)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it[:-2] + ("AA" if not it.endswith("AA") else "BB"),
        lambda it: it.replace("s1.1.", "s1.1.AAAA"),
        lambda it: it.rpartition(".")[0] + ".",
        lambda it: it.rpartition(".")[0] + ".A",
    ],
)
def test_a_changed_value_does_not_open(change: Callable[[str], str]) -> None:
    with pytest.raises(Unopenable):
        open_sealed(KEY, BOUND, Sealed(change(SEALED)))


@pytest.mark.parametrize("text", ["", "s2.1.a.b", "s1.one.a.b", "s1.1.a"])
def test_what_is_no_sealed_value_is_told_so(text: str) -> None:
    with pytest.raises(Unopenable, match="is written s1"):
        open_sealed(KEY, BOUND, Sealed(text))


def test_a_data_key_under_another_key_encryption_key_names_both() -> None:
    with pytest.raises(Unopenable, match=f"{kek_id(KEK).hex()}.*{kek_id(KEY).hex()}"):
        unwrap(KEY, BOUND, wrap(KEK, NONCE, BOUND, KEY))


def test_a_wrapped_key_of_another_layout_is_told_so() -> None:
    with pytest.raises(Unopenable, match="not in a layout known here"):
        unwrap(KEK, BOUND, b"w9" + wrap(KEK, NONCE, BOUND, KEY)[2:])
