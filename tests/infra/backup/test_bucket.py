"""Blobs in a bucket: they are in a backup, and a restore fills a folder that is empty."""

import asyncio
from pathlib import Path

import pytest

from infra.backup.errors import NotEmpty
from infra.bootstrap.blobs import bucket_bytes, copying
from infra.settings import Settings
from tests.given import blob
from tests.infra.backup.installations import FILES, HISTORY, LIMITS, Host, Installed
from tests.infra.histories import record


@pytest.fixture
def settings(bucket_url: str, tmp_path: Path) -> Settings:
    return Settings(ytempire_home=tmp_path / "home", blobs=f"{bucket_url}/then", backup=LIMITS)


def backed_up(url: str, settings: Settings, target: Path) -> tuple[int, int]:
    """How many blobs are in the backup, and how many are damaged."""
    with copying(settings) as store:
        made = Installed(url, store).backup(target)
        kept = [it for it in (settings.ytempire_home / "cache").rglob("*") if it.is_file()]
        assert len(kept) <= 1
    return made.blobs, len(made.damaged)


async def filled(url: str, settings: Settings) -> None:
    await record(url, HISTORY)
    with copying(settings) as store:
        for name in FILES:
            await store.put(name.encode())


def test_what_is_in_a_bucket_is_brought_back_into_another(
    database_url: str, there: Host, settings: Settings, tmp_path: Path, bucket_url: str
) -> None:
    asyncio.run(filled(database_url, settings))
    assert backed_up(database_url, settings, tmp_path / "backup") == (len(FILES), 0)

    into = there.settings.model_copy(update={"blobs": f"{bucket_url}/now"})
    assert Host(into).restore(tmp_path / "backup").holds

    assert asyncio.run(contents(into)) == {name: name.encode() for name in FILES}
    assert not (into.ytempire_home / "blobs").exists()


def test_a_folder_of_a_bucket_that_somebody_uses_is_refused(
    database_url: str, there: Host, settings: Settings, tmp_path: Path
) -> None:
    asyncio.run(filled(database_url, settings))
    backed_up(database_url, settings, tmp_path / "backup")
    before = asyncio.run(bucket_bytes(settings))

    into = there.settings.model_copy(update={"blobs": settings.blobs})
    with pytest.raises(NotEmpty, match="bytes of blobs already"):
        Host(into).restore(tmp_path / "backup")

    assert asyncio.run(bucket_bytes(settings)) == before > 0
    assert not Host(into).unfinished


async def contents(its: Settings) -> dict[str, bytes]:
    with copying(its) as store:
        return {name: await store.get(blob(name)) for name in FILES}
