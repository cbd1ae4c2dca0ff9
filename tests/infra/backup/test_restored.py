"""What a restore puts right before anything is served: erasures, and the proof of the seals."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from domain.account import LegalHoldLifted
from domain.ids import AccountId
from infra.audit.run import sealing
from infra.backup.errors import NotEmpty
from infra.ledger.pool import ledger_pool
from infra.security.vault import PostgresVault
from processors.anchors import Anchors
from processors.erase import announce
from processors.traces import Begun
from tests.given import ACCOUNT, NOON, OTHER_ACCOUNT
from tests.infra.audit.books import SMALL
from tests.infra.backup.installations import (
    FILES,
    HISTORY,
    OWNER,
    PLAIN,
    RING,
    Host,
    Installed,
)
from tests.infra.histories import ONE, record


def erased_since(host: Host, account_id: AccountId = ACCOUNT) -> None:
    """Its notice was written outside, after the backup."""
    asyncio.run(announce(host.outside.then, account_id, Begun(NOON, 99)))


def test_who_was_erased_after_the_backup_is_erased_in_what_is_restored(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    here.backup(tmp_path / "backup")
    erased_since(there)
    found = there.restore(tmp_path / "backup")
    assert found.erased == [str(ACCOUNT)]
    assert found.holds
    assert asyncio.run(token(there)) is None
    assert [it for it in (there.home / "blobs").rglob("*") if it.is_file()] == []
    assert told(there)[len(HISTORY) :] == [
        (len(HISTORY) + 1, "account.erased"),
        (len(HISTORY) + 2, "video.cancelled"),
    ]


def test_the_notice_of_an_erasure_goes_with_the_installation(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    """So that another restore, from the same backup, knows of it as well."""
    here.backup(tmp_path / "backup")
    erased_since(there)
    there.restore(tmp_path / "backup")
    names = asyncio.run(there.outside.now.names("erasures/"))
    assert names == [f"erasures/{ACCOUNT}.json"]


def test_an_erasure_that_the_backup_never_heard_of_changes_nothing_else(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    """The account was opened after the backup, and erased."""
    here.backup(tmp_path / "backup")
    erased_since(there, OTHER_ACCOUNT)
    found = there.restore(tmp_path / "backup")
    assert (found.head, found.blobs) == (len(HISTORY), len(FILES))
    assert asyncio.run(token(there)) == PLAIN


def test_seals_hold_over_what_was_restored(here: Installed, there: Host, tmp_path: Path) -> None:
    sealed(here, there.outside.then, tmp_path)
    here.backup(tmp_path / "backup")
    found = there.restore(tmp_path / "backup")
    assert found.holds
    assert found.seals["seals"] == -(-len(HISTORY) // SMALL.seal_events)
    assert asyncio.run(there.outside.now.names("")) == asyncio.run(there.outside.then.names(""))


def test_an_event_forged_before_the_backup_does_not_hold(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    """Its row is whole, its hash is its own: only the seal knows."""
    sealed(here, there.outside.then, tmp_path)
    forge(here.url, 3)
    here.backup(tmp_path / "backup")
    found = there.restore(tmp_path / "backup")
    assert not found.holds
    assert found.seals["first_bad"]["position"] == 3


def test_anchors_that_go_on_after_the_backup_are_kept_for_who_has_them(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    here.backup(tmp_path / "backup")
    sealed(here, there.outside.now, tmp_path)
    with pytest.raises(NotEmpty, match="set ANCHORS to a new place"):
        there.restore(tmp_path / "backup")
    assert not there.unfinished


def test_events_that_were_sealed_after_the_backup_are_told(
    here: Installed, there: Host, tmp_path: Path
) -> None:
    here.backup(tmp_path / "backup")
    asyncio.run(record(here.url, [(OWNER, LegalHoldLifted("me"))], seed=1))
    sealed(here, there.outside.then, tmp_path)
    assert there.restore(tmp_path / "backup").events_lost == 1


def sealed(here: Installed, anchors: Anchors, home: Path) -> None:
    async def all_of_it() -> None:
        async with sealing(here.url, anchors, home, SMALL) as sealer:
            await sealer.run(at_once=True)

    asyncio.run(all_of_it())


def forge(url: str, position: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE ledger.events SET actor = 'somebody/else' WHERE notification_id = %s",
            [position],
        )
        connection.execute(
            "UPDATE ledger.events SET entry_hash = ledger.entry_hash(notification_id,"
            " originator_id, kind, originator_version, event_id, topic, event_version, recorded_at,"
            " actor, account_id, command_id, correlation_id, causation_id, traceparent, state)"
        )


def told(host: Host) -> list[tuple[int, str]]:
    with psycopg.connect(host.url) as connection:
        return connection.execute(
            "SELECT notification_id, topic FROM ledger.events ORDER BY 1"
        ).fetchall()


async def token(host: Host) -> str | None:
    async with ledger_pool(host.url, ONE) as pool:
        return await PostgresVault(pool, RING).kept(OWNER, "refresh-token")
