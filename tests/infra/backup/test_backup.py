"""A backup, and what a restore makes of it."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from domain.account import ChannelSlotReserved
from domain.ids import BlobId, ChannelId
from infra.backup import folder
from infra.backup.errors import InUse, NoRoom, NotEmpty
from infra.backup.progress import silent
from infra.backup.source import proven
from infra.settings import Backup
from tests.given import CHANNEL, blob
from tests.infra.backup import installations
from tests.infra.backup.installations import (
    FILES,
    HISTORY,
    KEYS,
    MADE_AT,
    OWNER,
    PLAIN,
    Host,
    Installed,
    contents,
    kept,
)
from tests.infra.histories import record

LATER = MADE_AT + timedelta(days=31)


def everything_in(place: Path) -> dict[str, bytes]:
    return {str(it.relative_to(place)): it.read_bytes() for it in place.rglob("*") if it.is_file()}


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


def test_a_disk_that_is_too_small_is_said_before_anything_is_written(
    here: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installations, "LIMITS", Backup(free_bytes=2**62))
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
    await record(here.url, [installations.naming(id)], seed=5)


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
