"""A backup, held against its manifest and the keys before anything is written from it."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from infra.backup import manifest
from infra.backup.backup_key import BackupKey, unwrapped
from infra.backup.errors import Damaged, NotABackup, WrongKeys
from infra.backup.manifest import Manifest
from infra.backup.progress import Tell
from infra.migrations import known

PIECE_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """A backup that is whole, and what opens it."""

    folder: Path
    manifest: Manifest
    key: BackupKey

    @property
    def blobs(self) -> list[str]:
        return sorted(it for it in self.manifest.files if it.startswith("blobs/"))


def proven(folder: Path, keks: Mapping[str, bytes], tell: Tell) -> Source:
    """Raises NotABackup, WrongKeys, Damaged; the first file that is not what it was is named."""
    its = manifest.read(folder)
    key = _opened(its, keks)
    its.prove(key)
    _refuse_newer(its)
    for n, (name, entry) in enumerate(sorted(its.files.items()), 1):
        if _digest(folder, name) != entry.sha256:
            raise Damaged(f"{name} in {folder} is not what the backup wrote; use another backup")
        tell("checked", n, len(its.files))
    return Source(folder, its, key)


def _opened(its: Manifest, keks: Mapping[str, bytes]) -> BackupKey:
    """Every key of the vault has to be there, not only one that opens the backup."""
    opening = sorted(set(its.wrapped_keys) & set(keks))
    missing = sorted(set(its.keks) - set(keks))
    if missing or not opening:
        name = next(iter(missing or sorted(its.wrapped_keys)))
        raise WrongKeys(
            f"the backup is under key-encryption key {name}, which the key file does not have; "
            "give the file that was exported while that key was in use"
        )
    return unwrapped(keks[opening[0]], its.backup_id, b64decode(its.wrapped_keys[opening[0]]))


def _refuse_newer(its: Manifest) -> None:
    here = {it.name: it.sha256 for it in known()}
    for it in its.migrations:
        if here.get(it.name) != it.sha256:
            raise NotABackup(
                f"the backup was made by ytempire {its.program} with {it.name}, which this program "
                "does not have; restore with that program"
            )


def _digest(folder: Path, name: str) -> str:
    digest = sha256()
    try:
        with (folder / name).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                digest.update(piece)
    except FileNotFoundError:
        raise Damaged(f"{name} is missing in {folder}; use another backup") from None
    except OSError as refused:
        raise Damaged(f"{name} in {folder} cannot be read: {refused.strerror}") from refused
    return digest.hexdigest()
