"""Segments that one machine made are found by another, over the blobs and Postgres."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.render.torch_renderer import TorchRenderer
from domain.ids import StreamId
from domain.timeline import FULL, Box
from infra.ledger.pool import Pool, ledger_pool
from infra.settings import Ledger
from infra.worker.segments import BlobSegments
from tests.adapters.render.films import timeline, unheard

FILM = timeline(Box(0, 60, FULL, "#336699"), Box(30, 60, FULL, "#993366"), frames=60)
GONE = "postgresql://nobody@/none?host=/nowhere"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with ledger_pool(database_url, Ledger(connections=2)) as opened:
        yield opened


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


@pytest.fixture
def shared(pool: Pool, blobs: DiskBlobs) -> BlobSegments:
    return BlobSegments(pool, blobs, kept_days=7)


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    file = tmp_path / "segment.mp4"
    file.write_bytes(b"segment")
    return file


@pytest.fixture
def other_segment(tmp_path: Path) -> Path:
    file = tmp_path / "other.mp4"
    file.write_bytes(b"another segment")
    return file


async def test_a_second_machine_goes_on_with_what_the_first_made(
    blobs: DiskBlobs, shared: BlobSegments, tmp_path: Path
) -> None:
    one = TorchRenderer(
        blobs, tmp_path / "one", workers=1, cache_size_max_bytes=10**9, shared=shared
    )
    other = replace(one, cache_dir=tmp_path / "other")
    first, again = [(await it.render(FILM, unheard)).answer for it in (one, other)]
    assert (first.segments_made, again.segments_made, again.segments_reused) == (2, 0, 2)
    assert again.film == first.film
    assert [it.cpu_ms for it in again.segments] == [0, 0]


async def test_a_segment_is_found_under_its_key_alone(shared: BlobSegments, segment: Path) -> None:
    await shared.keep("key", segment)
    found = await shared.find("key")
    assert found is not None
    assert found.read_bytes() == b"segment"
    assert await shared.find("other") is None


async def test_one_whose_blob_is_gone_is_missed(
    shared: BlobSegments, blobs: DiskBlobs, segment: Path
) -> None:
    await shared.keep("key", segment)
    await blobs.sweep(None)
    assert await shared.find("key") is None


async def test_old_ones_go_when_another_comes(
    pool: Pool, shared: BlobSegments, segment: Path, other_segment: Path
) -> None:
    await shared.keep("old", segment)
    async with pool.connection() as connection:
        await connection.execute("UPDATE ops.segments SET made_at = made_at - interval '8 days'")
    await shared.keep("new", other_segment)
    assert await shared.find("old") is None
    assert await shared.find("new") is not None


async def test_an_erasure_takes_all_of_them(
    shared: BlobSegments, blobs: DiskBlobs, segment: Path
) -> None:
    await shared.keep("key", segment)
    await shared.forget([])
    assert await shared.find("key") is not None
    await shared.forget([StreamId("video/1")])
    assert await shared.find("key") is None
    assert await blobs.usage_bytes() == 0


async def test_a_database_that_is_away_keeps_no_film_waiting(
    blobs: DiskBlobs, segment: Path
) -> None:
    async with ledger_pool(GONE, Ledger(connections=1, connection_wait_s=0.1)) as away:
        shared = BlobSegments(away, blobs, kept_days=7)
        await shared.keep("key", segment)
        assert await shared.find("key") is None
