"""A process that makes a backup, or restores one, until it has come to a step: kill -9 there."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from adapters.blobs.disk import DiskBlobs
from infra.backup.progress import Tell
from infra.settings import Settings
from tests.architecture.files import ROOT
from tests.infra.backup.installations import KEYS, LIMITS, Host, Installed

Step = tuple[str, int]
"""What has just been done, and how much of it."""


def killed_in_backup(here: Installed, blobs: Path, target: Path, step: Step) -> bool:
    return _killed("backup", here.url, str(blobs), str(target), step)


def killed_in_restore(there: Host, source: Path, step: Step) -> bool:
    return _killed("restore", there.url, str(there.home), str(source), step)


def _killed(what: str, url: str, home: str, folder: str, step: Step) -> bool:
    """Whether it came so far; otherwise it has ended well."""
    argv = [sys.executable, "-m", __name__, what, url, home, folder, *map(str, step)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


def _until(step: Step) -> Tell:
    def tell(what: str, done: int, _: int) -> None:
        if (what, done) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return tell


def main(what: str, url: str, home: str, folder: str, step: Step) -> None:
    if what == "backup":
        Installed(url, DiskBlobs(Path(home))).backup(Path(folder), _until(step))
    else:
        into = Settings(ytempire_home=Path(home), database_url=url, backup=LIMITS)
        Host(into).restore(Path(folder), KEYS, _until(step))


if __name__ == "__main__":
    what, url, home, folder, step, count = sys.argv[1:]
    main(what, url, home, folder, (step, int(count)))
