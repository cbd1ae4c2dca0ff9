"""What a folder of blobs does beside what every store does."""

import hashlib
import os
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from processors.errors import InvalidInput, Rejected, Unavailable

PICTURE = b"a picture" * 100


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(root: Path) -> DiskBlobs:
    return DiskBlobs(root)


def _files(root: Path) -> list[Path]:
    return sorted(it for it in root.rglob("*") if it.is_file())


async def _stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@contextmanager
def _files_at_most(size_bytes: int) -> Iterator[None]:
    """The kernel refuses larger files, as a disk without space does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_blob_lies_where_its_name_says(blobs: DiskBlobs, root: Path) -> None:
    await blobs.put(PICTURE)
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert _files(root) == [root / digest[:2] / digest[2:]]


async def test_the_same_bytes_put_twice_are_one_file_that_counts_as_new(blobs: DiskBlobs) -> None:
    path = await blobs.path(await blobs.put(PICTURE))
    before = path.stat()
    os.utime(path, (0, 0))
    await blobs.put(PICTURE)
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns >= before.st_mtime_ns


async def test_files_that_nobody_names_go_when_they_are_a_day_old(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    named, old, young = [await blobs.put(it) for it in (b"named", b"old", b"young")]
    left = tmp_path / "blobs" / "incoming" / "left"
    left.write_bytes(b"half a file")
    for path in (await blobs.path(named), await blobs.path(old), left):
        os.utime(path, (0, 0))
    await blobs.sweep({named})
    assert [await blobs.known(it) for it in (named, old, young)] == [True, False, True]
    assert not left.exists()


async def test_a_stream_that_is_refused_leaves_no_file(blobs: DiskBlobs, root: Path) -> None:
    with pytest.raises(InvalidInput):
        await blobs.put_stream(_stream(b"abc", b"de"), size_max_bytes=4)
    assert _files(root) == []


@pytest.mark.parametrize("bytes_left", [PICTURE[:-1], PICTURE[:-1] + b"?", b""])
async def test_a_damaged_blob_is_not_given_out(blobs: DiskBlobs, bytes_left: bytes) -> None:
    id = await blobs.put(PICTURE)
    (await blobs.path(id)).write_bytes(bytes_left)
    with pytest.raises(Rejected) as refused:
        await blobs.get(id)
    assert refused.value.code == "blob-damaged"


async def test_a_truncated_blob_is_made_whole_when_put_again(blobs: DiskBlobs) -> None:
    id = await blobs.put(PICTURE)
    (await blobs.path(id)).write_bytes(PICTURE[:7])
    assert await blobs.put(PICTURE) == id
    assert await blobs.get(id) == PICTURE


async def test_a_full_disk_is_said_plainly_and_leaves_nothing(
    blobs: DiskBlobs, root: Path, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(100_000))
    with _files_at_most(10_000):
        for put in (
            blobs.put(bytes(100_000)),
            blobs.put_file(film),
            blobs.put_stream(_stream(bytes(100_000)), 200_000),
        ):
            with pytest.raises(Unavailable) as failed:
                await put
            assert failed.value.code == "disk-full"
    assert _files(root) == []


async def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"a file where the folder should be")
    with pytest.raises(Unavailable) as failed:
        await DiskBlobs(tmp_path / "taken").put(PICTURE)
    assert failed.value.code == "blobs-unwritable"
    assert str(tmp_path / "taken") in failed.value.sentence
