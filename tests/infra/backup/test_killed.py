"""kill -9 at every step of a backup and of a restore: what is there is whole, or begun again."""

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from infra.backup.errors import NotABackup
from infra.backup.progress import Tell, silent
from infra.backup.source import proven
from tests.infra.backup.installations import (
    KEYS,
    Host,
    Installed,
    contents,
    empty_host,
    installed_in,
)
from tests.services import Services, database

STEPS = [
    ("tables", 1),
    ("tables", 5),
    ("blobs", 1),
    ("blobs", 9),
    ("keys", 1),
    ("erasures", 1),
    ("views", 1),
    ("proof", 1),
]
"""What has just been done, and how much of it."""


@pytest.fixture(scope="module")
def here(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    with database(run_services, f"{worker}_killed") as url:
        yield installed_in(url, tmp_path_factory.mktemp("here"))


def test_a_killed_backup_is_no_backup_and_the_next_is_whole(
    here: Installed, tmp_path: Path
) -> None:
    target, count = tmp_path / "backup", 0
    while killed(partial(here.backup, target), nth(count)):
        with pytest.raises(NotABackup):
            proven(target, KEYS.keks, silent)
        count += 1
    assert count > 10
    proven(target, KEYS.keks, silent)
    assert [it.name for it in tmp_path.iterdir()] == ["backup"]


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_was_killed_is_begun_again_and_ends_the_same(
    here: Installed, run_services: Services, worker: str, tmp_path: Path, step: tuple[str, int]
) -> None:
    """Target: 0 homes that do not come to the same in the end."""
    here.backup(tmp_path / "backup")
    with empty_host(run_services, tmp_path, "{}_{}_{}".format(worker, *step)) as there:
        restoring = partial(there.restore, tmp_path / "backup", KEYS)
        assert killed(restoring, lambda *it: it[:2] == step)
        assert there.unfinished
        assert there.restore(tmp_path / "backup").holds
        assert_whole(there, here)


def test_ctrl_c_ends_a_restore_and_another_begins_it_again(
    here: Installed, run_services: Services, worker: str, tmp_path: Path
) -> None:
    here.backup(tmp_path / "backup")

    def tell(what: str, *_: int) -> None:
        if what == "blobs":
            os.kill(os.getpid(), signal.SIGINT)

    with empty_host(run_services, tmp_path, f"{worker}_ctrl_c") as there:
        with pytest.raises(KeyboardInterrupt):
            there.restore(tmp_path / "backup", tell=tell)
        assert there.unfinished
        assert there.restore(tmp_path / "backup").holds


def killed(what: Callable[[Tell], object], when: Callable[[str, int, int], bool]) -> bool:
    """Whether a process of its own that does it met its end there, by kill -9."""
    child = os.fork()
    if child == 0:
        _do_until(what, when)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL}
    return os.WIFSIGNALED(status)


def nth(count: int) -> Callable[[str, int, int], bool]:
    """True when asked for the so many-th time, counted from 0."""
    numbers = iter(range(10**6))
    return lambda *_: next(numbers) == count


def _do_until(what: Callable[[Tell], object], when: Callable[[str, int, int], bool]) -> None:
    def tell(step: str, done: int, total: int) -> None:
        if when(step, done, total):
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        what(tell)
        code = 0
    finally:
        os._exit(code)


def assert_whole(there: Host, here: Installed) -> None:
    assert contents(there.url) == contents(here.url)
    assert not there.unfinished
    assert {it.name for it in (there.home / "keys").iterdir()} == set(KEYS.files)
