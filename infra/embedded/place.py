"""Where things lie: binaries inside wheels, and sockets whose path must be short."""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

_SOCKET_PATH_BYTES = 100  # sun_path holds 108 with its end; the name takes the rest


def inside_wheel(package: str, *parts: str) -> Path:
    """A file of an installed package, which is not imported for it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed; run `make run` again")
    return Path(spec.submodule_search_locations[0], *parts)


def socket_folder(home: Path, name: str, uid: int) -> Path:
    """`home` itself, or a short path that belongs to `uid` where `home/name` is too long.

    Raises PermissionError where somebody else has taken that path.
    """
    short = _short(home, name, uid)
    if short is None:
        return home
    short.mkdir(mode=0o700, exist_ok=True)
    if short.lstat().st_uid not in {os.geteuid(), uid}:
        raise PermissionError(f"{short} belongs to somebody else; set YTEMPIRE_HOME shorter")
    os.chown(short, uid, -1)
    return short


def clear_socket_folder(home: Path, name: str, uid: int) -> None:
    """Remove the short path, if there is one and nothing is left in it."""
    short = _short(home, name, uid)
    if short is not None:
        with suppress(OSError):
            short.rmdir()


def _short(home: Path, name: str, uid: int) -> Path | None:
    if len(os.fsencode(home / name)) <= _SOCKET_PATH_BYTES:
        return None
    mark = sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir(), f"ytempire-{uid}-{mark}")
