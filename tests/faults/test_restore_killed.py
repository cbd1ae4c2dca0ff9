"""kill -9 of a restore that starts its own PostgreSQL, as soon as it has come so far."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.backup.fresh_home import write
from infra.home import Home
from tests.infra.backup.installations import KEYS, installed_in

WITHIN_S = 60.0
LANDMARKS = (
    "postgres/data/PG_VERSION",  # initdb works
    "postgres/data/postmaster.pid",  # the server starts
    "blobs/incoming",
    "restored.json",
)


@pytest.mark.slow
def test_a_restore_with_its_own_postgres_is_begun_again_however_far_it_came(
    database_url: str, tmp_path: Path
) -> None:
    """Target: killed at four landmarks, one after the other in one home; then it holds."""
    env = prepared(database_url, tmp_path)
    home = Home(tmp_path / "host")
    for landmark in LANDMARKS:
        with restoring(tmp_path, env) as its:
            until_written(home.root / landmark, its)
            its.kill()
        assert home.restoring.exists()
    with restoring(tmp_path, env) as its:
        assert its.wait(WITHIN_S) == 0
    assert not home.restoring.exists()
    assert b'"equal":true' in home.restored.read_bytes()


def prepared(url: str, folder: Path) -> dict[str, str]:
    """A backup and its keys; the environment of the host that they go to."""
    here = installed_in(url, folder / "lost")
    here.backup(folder / "backup")
    for name, key in KEYS.files.items():
        write(Home(folder / "lost").keys / name, key)
    (folder / "passphrase").write_text("long enough for this")
    env = os.environ | {"YTEMPIRE_HOME": str(folder / "lost"), "DATABASE_URL": ""}
    words = ("keys", "export", "--to", str(folder / "keys"))
    subprocess.run(asked(folder, *words), env=env, check=True, capture_output=True)
    return env | {"YTEMPIRE_HOME": str(folder / "host")}


@contextmanager
def restoring(folder: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    words = ("restore", "--from", str(folder / "backup"), "--keys", str(folder / "keys"))
    with (folder / "said").open("wb") as said:
        its = subprocess.Popen(asked(folder, *words), env=env, stdout=said, stderr=said)
        try:
            yield its
        finally:
            its.kill()
            its.wait()


def asked(folder: Path, *words: str) -> list[str]:
    passphrase = ("--passphrase-file", str(folder / "passphrase"))
    return [sys.executable, "-m", "infra.cli", *words, *passphrase]


def until_written(landmark: Path, its: subprocess.Popen[bytes]) -> None:
    """By this process, not by one that was killed before."""
    before, deadline = written(landmark), time.monotonic() + WITHIN_S
    while written(landmark) in {before, None}:
        assert its.poll() is None, f"it ended before it came to {landmark}"
        assert time.monotonic() < deadline, f"it never came to {landmark}"
        time.sleep(0.002)


def written(file: Path) -> tuple[int, int] | None:
    try:
        its = file.stat()
    except OSError:
        return None
    return its.st_ino, its.st_mtime_ns
