"""A backup, and what a restore makes of it."""

import asyncio
import shutil
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic_core import from_json, to_json

from domain.account import ChannelSlotReserved
from domain.ids import BlobId, ChannelId
from infra.backup import folder, manifest
from infra.backup.errors import Damaged, InUse, NoRoom, NotABackup, NotEmpty, WrongKeys
from infra.backup.key_file import ExportedKeys
from infra.backup.progress import silent
from infra.backup.source import proven
from infra.settings import Backup
from tests.given import CHANNEL, blob
from tests.infra import backups
from tests.infra.backups import (
    FILES,
    HISTORY,
    KEYS,
    MADE_AT,
    OWNER,
    PLAIN,
    Host,
    Installed,
    contents,
    empty_host,
    installed_in,
    kept,
)
from tests.infra.histories import record
from tests.services import Services, database

LATER = MADE_AT + timedelta(days=31)


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Installed:
    return installed_in(database_url, tmp_path)


@pytest.fixture
def there(run_services: Services, tmp_path: Path, worker: str) -> Iterator[Host]:
    with empty_host(run_services, tmp_path, f"{worker}_{tmp_path.name}") as host:
        yield host


@pytest.fixture(scope="module")
def once(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installed, Path]]:
    """An installation and its backup, which nobody changes."""
    place = tmp_path_factory.mktemp("once")
    with database(run_services, f"{worker}_backed_up") as url:
        its = installed_in(url, place)
        its.backup(place / "backup")
        yield its, place / "backup"


@pytest.fixture
def made(once: tuple[Installed, Path], tmp_path: Path) -> Path:
    """A backup of its own, to be damaged."""
    shutil.copytree(once[1], tmp_path / "backup")
    return tmp_path / "backup"


def everything_in(place: Path) -> dict[str, bytes]:
    return {str(it.relative_to(place)): it.read_bytes() for it in place.rglob("*") if it.is_file()}


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def test_what_was_backed_up_comes_back_row_for_row(
    once: tuple[Installed, Path], there: Host
) -> None:
    here, made = once
    found = there.restore(made)
    assert contents(there.url) == contents(here.url)
    assert kept(there.home, *FILES) == [it.encode() for it in FILES]
    assert (found.position, found.blobs) == (len(HISTORY), len(FILES))
    assert found.holds


def test_keys_come_back_for_their_owner_alone(there: Host, made: Path) -> None:
    there.restore(made)
    files = {it.name: it for it in (there.home / "keys").iterdir()}
    assert {name: it.read_bytes() for name, it in files.items()} == KEYS.files
    assert {it.stat().st_mode & 0o777 for it in files.values()} == {0o600}


def test_nothing_in_a_backup_can_be_read_without_its_keys(made: Path) -> None:
    said = b"\n".join(everything_in(made).values())
    for plain in (PLAIN, "refresh-token", "account.registered", OWNER, "let me in", *FILES[:5]):
        assert plain.encode() not in said.replace(b"ledger.", b"").replace(b"vault.", b"")
    assert not any(it in said for it in KEYS.files.values())


def test_a_backup_is_its_owners_alone(made: Path) -> None:
    assert {it.stat().st_mode & 0o077 for it in (made, *made.rglob("*"))} == {0}


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


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(
    here: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "LIMITS", Backup(free_bytes=2**62))
    with pytest.raises(NoRoom, match="free some space"):
        here.backup(tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


def test_a_backup_never_takes_the_place_of_another(
    once: tuple[Installed, Path], made: Path
) -> None:
    before = everything_in(made)
    with pytest.raises(NotEmpty, match="holds something already"):
        once[0].backup(made)
    assert everything_in(made) == before


def test_what_a_killed_backup_left_is_cleared_by_the_next(here: Installed, tmp_path: Path) -> None:
    left = tmp_path / "backup.partial" / "tables"
    left.mkdir(parents=True)
    (left / "ledger.events").write_bytes(b"YTB1")
    here.backup(tmp_path / "backup")
    assert not left.exists()
    proven(tmp_path / "backup", KEYS.keks, silent)


def test_files_of_somebody_else_are_never_cleared(here: Installed, tmp_path: Path) -> None:
    other = tmp_path / "backup.partial" / "thesis.txt"
    other.parent.mkdir()
    other.write_text("years of work")
    with pytest.raises(NotEmpty, match=r"thesis\.txt"):
        here.backup(tmp_path / "backup")
    assert other.read_text() == "years of work"


def test_two_backups_to_one_place_do_not_mix(here: Installed, tmp_path: Path) -> None:
    refused = []

    def second(*_: object) -> None:
        with pytest.raises(InUse) as found:
            here.backup(tmp_path / "backup")
        refused.append(str(found.value))

    here.backup(tmp_path / "backup", second)
    assert "another backup is being written" in refused[0]


def test_a_backup_that_fails_leaves_nothing(here: Installed, tmp_path: Path) -> None:
    def full(what: str, *_: int) -> None:
        if what == "blobs":
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        here.backup(tmp_path / "backup", full)
    assert not list(tmp_path.glob("backup*"))


def test_blobs_that_only_documents_name_are_in_it(here: Installed, tmp_path: Path) -> None:
    voice = asyncio.run(here.store.put(b"the voice"))
    document = asyncio.run(here.store.put(b'{"audio": "%s"}' % voice.encode()))
    asyncio.run(name_a_blob(here, document))
    assert here.backup(tmp_path / "backup").blobs == len(FILES) + 2


def test_a_blob_that_is_gone_is_recorded_as_absent(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    before = here.backup(tmp_path / "before")
    asyncio.run(name_a_blob(here, BlobId("sha256:" + "0" * 64)))
    made = here.backup(tmp_path / "backup")
    assert (len(made.absent), made.blobs) == (len(before.absent) + 1, before.blobs)
    assert there.restore(tmp_path / "backup").absent == len(made.absent)


def test_a_blob_that_is_damaged_is_told_and_left_out(here: Installed, tmp_path: Path) -> None:
    film = asyncio.run(here.store.path(blob("film")))
    film.write_bytes(b"another")
    made = here.backup(tmp_path / "backup")
    assert (len(made.damaged), made.blobs) == (1, len(FILES) - 1)
    assert made.damaged[0] not in made.files


def test_a_backup_under_write_load_stands_at_one_position(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    """Somebody writes all the while; what is in it is exactly what was recorded up to there."""
    stop = threading.Event()
    writer = threading.Thread(target=lambda: asyncio.run(written_until(here, stop)))
    writer.start()
    try:
        made = here.backup(tmp_path / "backup")
    finally:
        stop.set()
        writer.join()
    there.restore(tmp_path / "backup")
    assert rows_up_to(there, made.position) == rows_up_to(here, made.position)
    assert rows_up_to(there, 10**9) == rows_up_to(there, made.position)
    assert len(rows_up_to(here, 10**9)) > made.position


def test_old_backups_go_and_nothing_else(here: Installed, tmp_path: Path) -> None:
    series = tmp_path / "series"
    here.backup(series / "old")
    (series / "photos").mkdir()
    (series / "half.partial").mkdir()
    assert folder.expire(series, LATER, 31) == []
    assert folder.expire(series, LATER, 30) == [series / "old"]
    assert sorted(it.name for it in series.iterdir()) == ["half.partial", "photos"]


def test_a_removal_that_was_killed_is_finished(here: Installed, tmp_path: Path) -> None:
    here.backup(tmp_path / "series" / "old")
    (tmp_path / "series" / "old").rename(tmp_path / "series" / "old.expired")
    folder.expire(tmp_path / "series", MADE_AT, 30)
    assert list((tmp_path / "series").iterdir()) == []


async def name_a_blob(here: Installed, id: BlobId) -> None:
    await record(here.url, [backups.naming(id)], seed=5)


async def written_until(here: Installed, stop: threading.Event) -> None:
    seed = 100
    while not stop.is_set():
        seed += 1
        await record(here.url, [(OWNER, ChannelSlotReserved(ChannelId(CHANNEL)))] * 3, seed=seed)


def rows_up_to(its: Installed | Host, position: int) -> Sequence[object]:
    with psycopg.connect(its.url) as connection:
        return connection.execute(
            "SELECT events.*, c.answer FROM ledger.events"
            " JOIN ledger.commands AS c USING (command_id)"
            " WHERE notification_id <= %s ORDER BY notification_id",
            [position],
        ).fetchall()
