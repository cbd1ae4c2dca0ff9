"""Providers' keys, from files and the environment."""

import os
from pathlib import Path

import pytest

from infra.security.provider_keys import (
    fault,
    file_mode,
    fingerprint,
    is_set,
    key_of,
    source,
)
from processors.errors import NotConfigured


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_API_KEY_FILE", "COMPATIBLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_a_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " sk-one \n")

    assert key_of("openai")() == "sk-one"


def test_a_file_goes_first_and_may_change_while_we_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-old")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(file))
    key = key_of("openai")

    file.write_text("sk-one\n")
    first, before = key(), fingerprint("openai")
    file.write_text("sk-two\n")

    assert (first, key()) == ("sk-one", "sk-two")
    assert fingerprint("openai") != before


def test_a_key_that_is_missing_is_asked_for_by_its_variables() -> None:
    assert not is_set("openai")
    assert fingerprint("openai") == ""
    with pytest.raises(NotConfigured, match="OPENAI_API_KEY_FILE"):
        key_of("openai")()


@pytest.mark.parametrize("data", [b"", b"two words", "schlüssel".encode(), b"one\ntwo"])
def test_a_file_without_a_key_is_told_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "key"
    file.write_bytes(data)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(file))

    with pytest.raises(NotConfigured, match="holds no key") as caught:
        key_of("openai")()

    assert "words" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "absent"))

    with pytest.raises(NotConfigured, match="cannot be read"):
        key_of("openai")()


def test_what_is_no_regular_file_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    open_before = os.listdir("/proc/self/fd")
    for name in ("pipe", "."):
        monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / name))
        assert "is no regular file" in str(fault("openai"))
    assert os.listdir("/proc/self/fd") == open_before


def test_a_file_far_too_large_for_a_key_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_text("k" * 5_000)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(file))
    assert "more than 4,096 bytes" in str(fault("openai"))


def test_a_server_of_ones_own_needs_no_key() -> None:
    assert key_of("compatible")() == "none"


def test_where_a_key_comes_from_is_told_by_its_variable_and_who_may_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (source("openai"), file_mode("openai")) == ("", None)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-one")
    assert (source("openai"), file_mode("openai")) == ("OPENAI_API_KEY", None)

    file = tmp_path / "key"
    file.write_text("sk-two")
    file.chmod(0o640)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(file))

    assert (source("openai"), file_mode("openai")) == ("OPENAI_API_KEY_FILE", 0o640)


def test_why_there_is_no_key_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "OPENAI_API_KEY_FILE to a file" in str(fault("openai"))
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "absent"))
    assert "cannot be read" in str(fault("openai"))
    assert file_mode("openai") is None
    assert fault("compatible") is None
