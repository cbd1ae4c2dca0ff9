"""Which copies of blobs stay on a machine, and for how long."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.blobs.cache import IN_USE_S, KEPT_S, BlobCache
from domain.ids import BlobId

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SIZE_BYTES = 100


@pytest.fixture
def cache(tmp_path: Path) -> BlobCache:
    """Room for three copies."""
    return BlobCache(tmp_path / "cache", 3 * SIZE_BYTES, lambda: NOW)


async def copy(cache: BlobCache, letter: str, used_ago_s: float) -> BlobId:
    id = await cache.files.put(letter.encode() * SIZE_BYTES)
    path = await cache.files.path(id)
    os.utime(path, (0, NOW.timestamp() - used_ago_s))
    return id


async def left(cache: BlobCache, ids: list[BlobId]) -> list[bool]:
    return [await cache.files.known(it) for it in ids]


async def test_beyond_the_size_what_was_used_longest_ago_goes(cache: BlobCache) -> None:
    ids = [await copy(cache, letter, IN_USE_S + n) for n, letter in enumerate("abcde")]
    await cache.tidy()
    assert await left(cache, ids) == [True, True, True, False, False]


async def test_what_may_be_in_use_stays_whatever_its_size(cache: BlobCache) -> None:
    ids = [await copy(cache, letter, IN_USE_S - 1 - n) for n, letter in enumerate("abcde")]
    await cache.tidy()
    assert all(await left(cache, ids))


async def test_what_nobody_used_for_a_day_goes_even_where_there_is_room(cache: BlobCache) -> None:
    ids = [await copy(cache, "a", KEPT_S + 1), await copy(cache, "b", KEPT_S - 1)]
    await cache.tidy()
    assert await left(cache, ids) == [False, True]


async def test_what_a_killed_process_left_goes_after_a_day(cache: BlobCache) -> None:
    await copy(cache, "a", 0)
    half = cache.root / "incoming" / "half"
    half.write_bytes(b"half a blob")
    os.utime(half, (0, NOW.timestamp() - KEPT_S - 1))
    await cache.tidy()
    assert not half.exists()


async def test_who_takes_a_copy_uses_it(cache: BlobCache) -> None:
    id = await copy(cache, "a", KEPT_S + 1)
    found = await cache.find(id)
    assert found is not None
    await cache.tidy()
    assert found.exists()


async def test_what_is_not_there_is_not_found(cache: BlobCache) -> None:
    assert await cache.find(BlobId("sha256:" + "0" * 64)) is None
    assert await cache.find(BlobId("../elsewhere")) is None


async def test_room_is_made_once_enough_has_come_in(cache: BlobCache) -> None:
    await cache.make_room()
    old = await copy(cache, "a", KEPT_S + 1)
    cache.took(1)
    await cache.make_room()
    assert await cache.files.known(old)
    cache.took(SIZE_BYTES)
    await cache.make_room()
    assert not await cache.files.known(old)


async def test_of_a_cache_without_room_the_last_copy_stays(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path / "cache", 0, lambda: NOW, in_use_s=0)
    before = await copy(cache, "a", 0)
    await cache.make_room()
    last = await copy(cache, "b", 0)
    assert await left(cache, [before, last]) == [False, True]
