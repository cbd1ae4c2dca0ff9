"""kill -9 amid a backup and a restore: what is there is whole, or begun again."""

import os
import signal
from pathlib import Path

import pytest

from infra.backup.errors import NotABackup
from infra.backup.progress import silent
from infra.backup.source import proven
from tests.infra.backup.installations import KEYS, Host, Installed, contents
from tests.infra.backup.victim import Step, killed_in_backup, killed_in_restore

BACKUP: list[Step] = [("tables", 1), ("tables", 5), ("blobs", 9), ("manifest", 1)]
RESTORE: list[Step] = [
    ("tables", 1),
    ("tables", 5),
    ("blobs", 1),
    ("blobs", 9),
    ("keys", 1),
    ("erasures", 1),
    ("views", 1),
    ("proof", 1),
]


@pytest.mark.slow
def test_a_killed_backup_is_no_backup_and_the_next_is_whole(
    once: tuple[Installed, Path], tmp_path: Path
) -> None:
    """Target: 0 halves of a backup that pass for one."""
    here, made = once
    target, blobs = tmp_path / "backup", made.parent / "blobs"
    for step in BACKUP:
        assert killed_in_backup(here, blobs, target, step)
        with pytest.raises(NotABackup):
            proven(target, KEYS.keks, silent)
    here.backup(target)
    proven(target, KEYS.keks, silent)
    assert [it.name for it in tmp_path.iterdir()] == ["backup"]


@pytest.mark.slow
@pytest.mark.parametrize("step", RESTORE)
def test_a_restore_that_was_killed_is_begun_again_and_ends_the_same(
    once: tuple[Installed, Path], there: Host, step: Step
) -> None:
    """Target: 0 homes that do not come to the same in the end."""
    here, made = once
    assert killed_in_restore(there, made, step)
    assert there.unfinished
    found = there.restore(made)
    assert found.holds
    assert contents(there.url) == contents(here.url)
    assert {it.name for it in (there.home / "keys").iterdir()} == set(KEYS.files)


def test_ctrl_c_ends_a_restore_and_another_begins_it_again(
    once: tuple[Installed, Path], there: Host
) -> None:
    def tell(what: str, *_: int) -> None:
        if what == "blobs":
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        there.restore(once[1], tell=tell)
    assert there.unfinished
    there.restore(once[1])
