"""Who PostgreSQL runs as: it refuses root, and a demonstration should not ask for an account.

Not root: as the caller. Root: as root in a user namespace where its number is another, so that
no file changes hands. Where the kernel grants none (many containers): as `nobody`.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_CLONE_NEWUSER = 0x10000000  # linux/sched.h
_LIBC = ctypes.CDLL(None, use_errno=True)
_INSIDE = 1000  # any number but 0


@dataclass(frozen=True, slots=True)
class Identity:
    """How a child becomes who it runs as, and who that is where it is another account."""

    become: Callable[[], None] | None = None
    account: pwd.struct_passwd | None = None

    @property
    def uid(self) -> int:
        return os.geteuid() if self.account is None else self.account.pw_uid

    def home(self, folder: Path) -> Path:
        """Make `folder`, closed to others; in a temporary place where the account cannot go."""
        if self.account is None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not _reaches(self.account, folder.parent):
            folder = _elsewhere(folder)
        folder.mkdir(exist_ok=True, mode=0o700)
        os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        return folder

    def readable(self, folder: Path) -> Path:
        """`folder`, or a copy of it where the account cannot read the original."""
        if self.account is None or _reaches(self.account, folder):
            return folder
        copy = _elsewhere(folder / str(folder.stat().st_mtime_ns))
        if not copy.exists():
            part = copy.with_suffix(".part")
            shutil.copytree(folder, part, dirs_exist_ok=True)
            part.replace(copy)
        return copy


def choose(*, root: bool | None = None, namespaces: bool | None = None) -> Identity:
    """The least that works here; both questions are answered by trying unless given."""
    if not (os.geteuid() == 0 if root is None else root):
        return Identity()
    if _grants_namespaces() if namespaces is None else namespaces:
        return Identity(become=enter_namespace)
    nobody = pwd.getpwnam("nobody")
    return Identity(become=lambda: _become(nobody), account=nobody)


def enter_namespace() -> None:
    """Be somebody else to this process and its children, and still root to the files."""
    uid, gid = os.geteuid(), os.getegid()
    if _LIBC.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace is granted")
    for name, line in (
        ("uid_map", f"{_INSIDE} {uid} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{_INSIDE} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(line, encoding="ascii")


def _grants_namespaces() -> bool:
    try:
        subprocess.run([sys.executable, "-c", ""], preexec_fn=enter_namespace, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _become(account: pwd.struct_passwd) -> None:
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def _reaches(account: pwd.struct_passwd, folder: Path) -> bool:
    probe = subprocess.run(
        ["/bin/ls", folder], preexec_fn=lambda: _become(account), capture_output=True, check=False
    )
    return probe.returncode == 0


def _elsewhere(folder: Path) -> Path:
    """One place per original in the temporary folder, entered by root alone to make it."""
    mark = sha256(str(folder).encode()).hexdigest()[:12]
    base = Path(tempfile.gettempdir(), f"ytempire-{mark}")
    base.mkdir(exist_ok=True, mode=0o755)
    if base.lstat().st_uid != os.geteuid():
        raise PermissionError(f"{base} belongs to somebody else; remove it or set YTEMPIRE_HOME")
    return base / folder.name
