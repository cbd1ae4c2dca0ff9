"""Keys that live outside every database: files of 32 random bytes, for one user's eyes.

kek        the key-encryption key: wraps the data keys of the vault
kek.next   its successor, while the vault is re-wrapped: then both are known, and one remains
logins    makes the stream of a login out of an e-mail address, without showing it
"""

import hmac
import os
import secrets
import stat
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from domain.ids import LoginKey
from infra.security.sealing import KEY_BYTES

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class BadKey(Exception):
    """A key file cannot be trusted; the message names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of this installation; never printed."""

    kek: bytes = field(repr=False)
    logins: bytes = field(repr=False)

    def login(self, email: str) -> LoginKey:
        return login_key(self.logins, email)


def login_key(logins: bytes, email: str) -> LoginKey:
    """The same for every way of writing an address: case and composition do not count."""
    folded = unicodedata.normalize("NFC", email.strip()).casefold()
    written = unicodedata.normalize("NFC", folded)
    return LoginKey(hmac.new(logins, written.encode(), sha256).hexdigest())


@dataclass(frozen=True, slots=True)
class KekFiles:
    """Where the key-encryption key is, and its successor; `mounted`: somebody else's to write."""

    current: Path
    mounted: bool

    @property
    def next(self) -> Path:
        return self.current.with_name(f"{self.current.name}.next")

    def read(self) -> tuple[bytes, ...]:
        """The key in use and, while there is one, its successor. Raises BadKey.

        The successor is looked for first: it becomes the other by one rename.
        """
        successor = (self._read(self.next),) if self.next.exists() else ()
        return self._read(self.current), *successor

    def begin(self) -> None:
        """From here on the successor is known. Raises BadKey where it is another's to make."""
        if not self.mounted:
            own(self.next)
        elif not self.next.exists():
            raise BadKey(
                f"KEK_FILE names {self.current}: put its successor, {KEY_BYTES} random bytes, into"
                f" {self.next} for every program to read, then ask again"
            )

    def finish(self, successor: bytes) -> bool:
        """The successor takes the key's place; False where somebody else has to put it there.

        Raises BadKey where the file is not what all data keys are under by now.
        """
        if not self.next.exists() or self._read(self.next) != successor:
            raise BadKey(f"{self.next} is not the key that was begun with; put it back, ask again")
        if self.mounted:
            return self._read(self.current) == successor
        self.next.replace(self.current)
        sync(self.current.parent)
        return True

    def _read(self, file: Path) -> bytes:
        return _given(file) if self.mounted else own(file)


def kek_files(home: Path, kek_file: Path | None = None) -> KekFiles:
    return KekFiles(kek_file or home / "keys" / "kek", mounted=kek_file is not None)


def sync(folder: Path) -> None:
    """A new name is on disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_or_make(home: Path, kek_file: Path | None = None) -> Keys:
    """The keys in `home/keys`, made at the first start; the KEK from elsewhere if so told.

    Raises BadKey where a file is open to others, or is not 32 bytes.
    """
    folder = key_folder(home)
    return Keys(kek_files(home, kek_file).read()[0], own(folder / "logins"))


def made_before(file: Path) -> bytes:
    """A key that is the same on every machine, and never made here. Raises BadKey."""
    if not file.exists():
        raise BadKey(f"there is no {file}; copy it from the machine that `ytempire migrate` ran on")
    _refuse_others(file, "600")
    return _whole(file)


def key_folder(home: Path) -> Path:
    """`home/keys`, made at its first use. Raises BadKey where it is open to others."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _refuse_others(folder, "700")
    return folder


def own(file: Path) -> bytes:
    """A key of this installation, made at its first use. Raises BadKey."""
    if not file.exists():
        _make(file)
    _refuse_others(file, "600")
    return _whole(file)


def _make(file: Path) -> None:
    """Whole or not at all: of several processes that start at once, one makes it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    with os.fdopen(handle, "wb") as part:
        part.write(secrets.token_bytes(KEY_BYTES))
        part.flush()
        os.fsync(part.fileno())
    with suppress(FileExistsError):
        os.link(name, file)
    Path(name).unlink()
    sync(file.parent)


def _given(file: Path) -> bytes:
    """A secret mounted for us: it may be readable to its group, and is never made here."""
    if not file.exists():
        raise BadKey(f"KEK_FILE names {file}, and there is no such file")
    if file.stat().st_mode & _OTHERS_WRITE:
        raise BadKey(f"{file} can be written by others; take that right away: chmod go-w {file}")
    return _whole(file)


def _refuse_others(path: Path, mode: str) -> None:
    if path.stat().st_mode & _OTHERS:
        raise BadKey(f"{path} is open to others; close it: chmod {mode} {path}")


def _whole(file: Path) -> bytes:
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadKey(f"{file} has {len(key)} bytes; a key has {KEY_BYTES}: put the backup back")
    return key
