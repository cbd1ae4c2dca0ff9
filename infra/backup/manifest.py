"""What a backup holds, in one JSON file that is written last: without it there is no backup."""

import json
from pathlib import Path
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from infra.backup.backup_key import BackupKey
from infra.backup.errors import Damaged, NotABackup

NAME = "manifest.json"
FORMAT = "YTEMPIRE backup 1"


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(Part):
    """A file as it lies in the backup."""

    sha256: str
    size_bytes: int


class TableEntry(Part):
    """A table as it was copied; its rows are in the file of its name."""

    name: str
    columns: tuple[str, ...]
    rows: int

    @property
    def file(self) -> str:
        return f"tables/{self.name}"


class MigrationEntry(Part):
    name: str
    sha256: str


class Manifest(Part):
    """Everything up to `position` and `last_seal`, and what it takes to open it.

    `absent` and `damaged` are the files of blobs that an event names and the store did not hold,
    or held otherwise. `keks` and `seal_key` name keys and say nothing about them: all of `keks`
    are needed for the vault, one of `wrapped_keys` opens the backup.
    """

    format: Literal["YTEMPIRE backup 1"] = "YTEMPIRE backup 1"
    backup_id: UUID
    position: int
    made_at: AwareDatetime
    program: str
    migrations: tuple[MigrationEntry, ...]
    tables: tuple[TableEntry, ...]
    blobs: int
    absent: tuple[str, ...]
    damaged: tuple[str, ...]
    erasures: tuple[str, ...]
    keks: tuple[str, ...]
    seal_key: str | None
    last_seal: int
    wrapped_keys: dict[str, str]
    files: dict[str, FileEntry]
    mac: str = ""

    def proven(self, key: BackupKey) -> Self:
        """The same, with the mark that only this key can make."""
        return self.model_copy(update={"mac": key.mac(self._unproven())})

    def text(self) -> bytes:
        return _canonical(self.model_dump(mode="json"), indent=1) + b"\n"

    def prove(self, key: BackupKey) -> None:
        """Raises Damaged where it is not what was written."""
        if self.mac != key.mac(self._unproven()):
            raise Damaged(f"{NAME} was changed after the backup")

    def size_bytes(self) -> int:
        return sum(it.size_bytes for it in self.files.values())

    def _unproven(self) -> bytes:
        return _canonical(self.model_dump(mode="json", exclude={"mac"}))


def read(folder: Path) -> Manifest:
    """Raises NotABackup."""
    file = folder / NAME
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise NotABackup(
            f"{folder} is not a finished backup: it has no {NAME}; ytempire backup --to makes one"
        ) from None
    except OSError as refused:
        raise NotABackup(f"{file} cannot be read: {refused.strerror}") from refused
    except ValidationError:
        raise NotABackup(
            f"{file} is not a manifest that this program reads ({FORMAT}); "
            "restore with the program that made it, or take another backup"
        ) from None


def _canonical(fields: dict[str, Any], indent: int | None = None) -> bytes:
    return json.dumps(fields, sort_keys=True, indent=indent, ensure_ascii=True).encode()
