"""What a restore refuses before it writes anything, each with its reason."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic_core import from_json, to_json

from infra.backup import manifest
from infra.backup.errors import Damaged, NotABackup, NotEmpty, WrongKeys
from infra.backup.key_file import ExportedKeys
from infra.backup.progress import silent
from infra.backup.source import proven
from tests.infra.backup.installations import (
    KEYS,
    MADE_AT,
    Host,
    Installed,
)

LATER = MADE_AT + timedelta(days=31)


def test_a_flipped_byte_in_any_file_is_refused_by_the_files_name(made: Path) -> None:
    for name in manifest.read(made).files:
        flip(made / name, -1)
        with pytest.raises(Damaged, match=name):
            proven(made, KEYS.keks, silent)
        flip(made / name, -1)
    proven(made, KEYS.keks, silent)


def test_a_missing_file_is_refused_by_its_name(made: Path) -> None:
    (made / "tables" / "ledger.events").unlink()
    with pytest.raises(Damaged, match=r"tables/ledger\.events is missing"):
        proven(made, KEYS.keks, silent)


def test_a_changed_manifest_is_refused(made: Path) -> None:
    fields = from_json((made / manifest.NAME).read_bytes())
    first = min(fields["files"])
    del fields["files"][first]
    (made / manifest.NAME).write_bytes(to_json(fields))
    with pytest.raises(Damaged, match=r"manifest\.json was changed"):
        proven(made, KEYS.keks, silent)


def test_a_folder_without_a_manifest_is_no_backup(made: Path) -> None:
    (made / manifest.NAME).unlink()
    with pytest.raises(NotABackup, match="is not a finished backup"):
        proven(made, KEYS.keks, silent)


def test_a_manifest_of_another_format_is_refused(made: Path) -> None:
    (made / manifest.NAME).write_text('{"format": "YTEMPIRE backup 9"}')
    with pytest.raises(NotABackup, match="YTEMPIRE backup 1"):
        proven(made, KEYS.keks, silent)


def test_keys_of_another_installation_are_refused(made: Path) -> None:
    with pytest.raises(WrongKeys, match="key-encryption key da2221d2653d46da"):
        proven(made, {"0123456789abcdef": bytes(32)}, silent)


def test_a_key_under_the_name_of_another_opens_nothing(made: Path) -> None:
    with pytest.raises(WrongKeys, match="do not open the backup"):
        proven(made, dict.fromkeys(KEYS.keks, bytes(32)), silent)


def test_amid_a_rotation_both_keys_are_needed(here: Installed, tmp_path: Path) -> None:
    """The vault is under the old one still; the new one alone would lose what is in it."""
    successor = ExportedKeys({"kek": bytes(32)})
    here.backup(tmp_path / "backup", keks=KEYS.keks | successor.keks)
    with pytest.raises(WrongKeys, match="key-encryption key da2221d2653d46da"):
        proven(tmp_path / "backup", successor.keks, silent)
    proven(tmp_path / "backup", KEYS.keks, silent)


def test_a_backup_of_a_newer_program_is_refused(made: Path) -> None:
    its = proven(made, KEYS.keks, silent)
    newer = manifest.MigrationEntry(name="9999_tomorrow.sql", sha256="0" * 64)
    changed = its.manifest.model_copy(update={"migrations": (newer,)}).proven(its.key)
    (made / manifest.NAME).write_bytes(changed.text())
    with pytest.raises(NotABackup, match=r"9999_tomorrow\.sql"):
        proven(made, KEYS.keks, silent)


def test_a_home_with_anything_in_it_is_refused(there: Host, made: Path) -> None:
    (there.home / "blobs").mkdir(parents=True)
    with pytest.raises(NotEmpty, match="holds blobs already"):
        there.restore(made)
    assert not (there.home / "restoring.json").exists()


def test_a_database_with_anything_in_it_is_refused(there: Host, made: Path) -> None:
    with psycopg.connect(there.url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA ledger")
    with pytest.raises(NotEmpty, match="holds the schema ledger already"):
        there.restore(made)


def test_a_home_is_restored_into_once(there: Host, made: Path) -> None:
    there.restore(made)
    with pytest.raises(NotEmpty, match="restored before"):
        there.restore(made)


def test_a_key_file_elsewhere_has_to_hold_the_same_key(
    there: Host, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "kek").write_bytes(bytes(32))
    into = there.settings.model_copy(update={"kek_file": tmp_path / "kek"})
    with pytest.raises(WrongKeys, match="another key than the backup"):
        Host(into).restore(made)


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
