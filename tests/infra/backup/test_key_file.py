"""Exported keys: what opens them, and what does not."""

import pytest
from pydantic_core import from_json, to_json

from infra.backup.errors import WrongKeys
from infra.backup.key_file import ExportedKeys, opened, wrapped

KEYS = ExportedKeys({"kek": bytes(range(32)), "kek.next": bytes(32), "owner-token": b"let me in"})
WORDS = "Größenwahn und Demut"
AT = "2026-03-01T12:00:00+00:00"


@pytest.fixture(scope="module")
def file() -> bytes:
    return wrapped(KEYS, WORDS, AT)


def test_what_was_wrapped_is_opened_again(file: bytes) -> None:
    found = opened(file, WORDS)
    assert found.files == KEYS.files
    assert len(found.keks) == 2


def test_how_a_passphrase_was_typed_does_not_count(file: bytes) -> None:
    assert opened(file, "Gro\u0308ßenwahn und Demut").files == KEYS.files


def test_two_exports_have_nothing_in_common(file: bytes) -> None:
    one, other = (from_json(it) for it in (file, wrapped(KEYS, WORDS, AT)))
    for name in ("nonce", "sealed"):
        assert one[name] != other[name]
    assert one["kdf"]["salt"] != other["kdf"]["salt"]


def test_another_passphrase_opens_nothing(file: bytes) -> None:
    with pytest.raises(WrongKeys, match="passphrase is another one"):
        opened(file, WORDS.lower())


@pytest.mark.parametrize("name", ["made_at", "nonce", "sealed"])
def test_no_field_of_it_can_be_changed(file: bytes, name: str) -> None:
    fields = from_json(file)
    fields[name] = ("3" if fields[name][0] != "3" else "4") + fields[name][1:]
    with pytest.raises(WrongKeys, match="or the key file was changed"):
        opened(to_json(fields), WORDS)


@pytest.mark.parametrize("cost", [{"n": 2**30}, {"n": 1}, {"r": 10**6}, {"p": 10**6}])
def test_costs_that_would_take_all_memory_are_refused(file: bytes, cost: dict[str, int]) -> None:
    fields = from_json(file)
    fields["kdf"] |= cost
    with pytest.raises(WrongKeys, match="no key file"):
        opened(to_json(fields), WORDS)


def test_another_file_is_no_key_file() -> None:
    with pytest.raises(WrongKeys, match="YTEMPIRE keys 1"):
        opened(b"-----BEGIN PGP MESSAGE-----", WORDS)
