"""What a bucket of blobs does beside what every store does, and what is said when it fails."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.blobs.cache import BlobCache
from adapters.blobs.s3 import PART_BYTES, S3Blobs
from domain.ids import BlobId
from processors.errors import Rejected, Unavailable
from tests.adapters.blobs.conftest import Opened
from tests.standins.s3 import NOON, Bucket, bucket

PICTURE = b"a picture" * 100
DAY = timedelta(days=1)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket() as its:
        for name, value in its.env.items():
            monkeypatch.setenv(name, value)
        yield its


def store(folder: Path, now: datetime = NOON, url: str = "s3://anchors/blobs") -> S3Blobs:
    return S3Blobs(url, BlobCache(folder, 2**20, lambda: now), in_the_clear=True)


@pytest.fixture
def blobs(there: Bucket, tmp_path: Path) -> S3Blobs:
    assert there.url
    return store(tmp_path / "here")


@pytest.fixture
def other(there: Bucket, tmp_path: Path) -> S3Blobs:
    """The same on another machine."""
    assert there.url
    return store(tmp_path / "elsewhere")


def key(id: BlobId) -> str:
    digest = id.removeprefix("sha256:")
    return f"blobs/{digest[:2]}/{digest[2:]}"


async def test_a_blob_lies_where_its_name_says(blobs: S3Blobs, there: Bucket) -> None:
    id = await blobs.put(PICTURE)
    assert there.objects == {key(id): PICTURE}


async def test_what_is_there_is_not_sent_again(
    blobs: S3Blobs, other: S3Blobs, there: Bucket
) -> None:
    await blobs.put(PICTURE)
    await other.put(PICTURE)
    assert [it.split()[0] for it in there.requests] == ["HEAD", "PUT", "HEAD"]


async def test_what_has_been_there_for_long_is_stored_anew_and_counts_as_new(
    blobs: S3Blobs, there: Bucket
) -> None:
    there.now = NOON - DAY
    id = await blobs.put(PICTURE)
    there.now = NOON
    await blobs.put(PICTURE)
    assert there.modified[key(id)] == NOON


async def test_a_truncated_object_is_made_whole_when_put_again(
    blobs: S3Blobs, other: S3Blobs, there: Bucket
) -> None:
    id = await blobs.put(PICTURE)
    there.objects[key(id)] = PICTURE[:7]
    await blobs.put(PICTURE)
    assert await other.get(id) == PICTURE


async def test_a_copy_is_read_without_asking_again(
    blobs: S3Blobs, other: S3Blobs, there: Bucket
) -> None:
    id = await blobs.put(PICTURE)
    await other.path(id)
    asked = len(there.requests)
    assert await other.get(id) == PICTURE
    assert len(there.requests) == asked


async def test_other_bytes_than_the_name_says_are_neither_given_out_nor_kept(
    blobs: S3Blobs, other: S3Blobs, there: Bucket, tmp_path: Path
) -> None:
    id = await blobs.put(PICTURE)
    there.objects[key(id)] = PICTURE[::-1]
    with pytest.raises(Rejected, match="holds other bytes") as refused:
        await other.path(id)
    assert refused.value.code == "blob-damaged"
    assert [it for it in (tmp_path / "elsewhere").rglob("*") if it.is_file()] == []


async def test_a_503_that_passes_is_not_noticed(blobs: S3Blobs, there: Bucket) -> None:
    there.failing = 2
    await blobs.put(PICTURE)
    there.failing = 1
    assert await blobs.usage_bytes() == len(PICTURE)


async def test_a_bucket_that_does_not_answer_is_said(
    blobs: S3Blobs, other: S3Blobs, there: Bucket
) -> None:
    id = await blobs.put(PICTURE)
    there.broken = True
    with pytest.raises(Unavailable, match=r"s3://anchors/blobs cannot be written: .*503") as failed:
        await blobs.put(b"more")
    assert failed.value.code == "blobs-unwritable"
    for reading in (other.get(id), other.known(id), other.names_in(id), other.ask()):
        with pytest.raises(Unavailable, match=r"cannot be read: .*503") as failed:
            await reading
        assert failed.value.code == "blobs-unreadable"


async def test_an_answer_that_breaks_off_leaves_nothing(
    blobs: S3Blobs, other: S3Blobs, there: Bucket, tmp_path: Path
) -> None:
    id = await blobs.put(PICTURE)
    there.cut = True
    with pytest.raises(Unavailable) as failed:
        await other.path(id)
    assert failed.value.code == "blobs-unreadable"
    assert [it for it in (tmp_path / "elsewhere").rglob("*") if it.is_file()] == []
    there.cut = False
    assert await other.get(id) == PICTURE


async def test_another_access_key_and_another_bucket_are_refused(
    there: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = store(tmp_path / "here", url="s3://nowhere/blobs")
    for asking in (nowhere.put(PICTURE), nowhere.ask()):
        with pytest.raises(Unavailable, match="s3://nowhere/blobs"):
            await asking
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODY")
    with pytest.raises(Unavailable):
        await store(tmp_path / "here").put(PICTURE)
    assert there.objects == {}


async def test_what_nobody_names_goes_when_it_is_a_day_old(blobs: S3Blobs, there: Bucket) -> None:
    named, old, young = [await blobs.put(it) for it in (b"named", b"old", b"young")]
    there.modified |= {key(it): NOON - DAY - timedelta(seconds=1) for it in (named, old)}
    await blobs.sweep({named})
    assert set(there.objects) == {key(named), key(young)}


async def test_what_is_no_blob_is_never_swept(blobs: S3Blobs, there: Bucket) -> None:
    await blobs.put(PICTURE)
    there.objects |= {"blobs/seals/000000000001.json": b"{}", "else": b""}
    await blobs.sweep(None)
    assert set(there.objects) == {"blobs/seals/000000000001.json", "else"}
    assert await blobs.usage_bytes() == 0


async def test_no_film_is_fetched_to_see_whether_it_names_others(
    blobs: S3Blobs, other: S3Blobs, there: Bucket
) -> None:
    id = await blobs.put(PICTURE)
    there.requests.clear()
    assert await other.names_in(id) == set()
    assert there.requests == [f"HEAD {key(id)}", f"GET {key(id)}"]


@pytest.mark.parametrize("size_bytes", [PART_BYTES, 2 * PART_BYTES + 1])
async def test_a_large_blob_goes_in_parts(bucket_url: str, tmp_path: Path, size_bytes: int) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(range(256)) * (size_bytes // 256) + b"." * (size_bytes % 256))
    id = await store(tmp_path / "here", url=bucket_url).put_file(film)
    far = store(tmp_path / "far", url=bucket_url)
    assert (await far.path(id)).read_bytes() == film.read_bytes()
    assert await far.usage_bytes() == size_bytes


async def test_two_machines_that_put_the_same_at_once_are_of_one_mind(opened: Opened) -> None:
    one, other = opened(), opened()
    ids = await asyncio.gather(*(it.put(PICTURE) for it in (one, other) * 3))
    assert len(set(ids)) == 1
    assert await one.usage_bytes() == len(PICTURE)
