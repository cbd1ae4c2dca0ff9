import hashlib
import os
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.blobs.disk import DiskBlobs
from domain.ids import BlobId
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


async def test_a_blob_is_named_by_its_bytes(blobs: DiskBlobs, root: Path) -> None:
    id = await blobs.put(PICTURE)
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert id == f"sha256:{digest}"
    assert _files(root) == [root / digest[:2] / digest[2:]]


async def test_what_was_put_is_got(blobs: DiskBlobs) -> None:
    id = await blobs.put(PICTURE)
    assert await blobs.get(id) == PICTURE
    assert (await blobs.path(id)).read_bytes() == PICTURE


async def test_the_same_bytes_put_twice_are_one_file_that_counts_as_new(blobs: DiskBlobs) -> None:
    path = await blobs.path(await blobs.put(PICTURE))
    before = path.stat()
    os.utime(path, (0, 0))
    await blobs.put(PICTURE)
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns >= before.st_mtime_ns


async def test_what_is_removed_is_gone_and_the_rest_is_left(blobs: DiskBlobs) -> None:
    gone, kept = await blobs.put(b"gone"), await blobs.put(b"kept")
    for _ in range(2):
        await blobs.remove([gone])
    assert [await blobs.known(it) for it in (gone, kept)] == [False, True]


async def test_a_document_says_which_blobs_it_names(blobs: DiskBlobs) -> None:
    named = [await blobs.put(it) for it in (b"one", b"two")]
    document = await blobs.put(f'{{"first": "{named[0]}", "all": ["{named[1]}"]}}'.encode())
    assert await blobs.names_in(document) == set(named)
    assert await blobs.names_in(named[0]) == set()
    await blobs.remove([document])
    assert await blobs.names_in(document) == set()


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


async def test_where_nothing_is_kept_everything_goes_at_once(blobs: DiskBlobs) -> None:
    young = await blobs.put(b"young")
    await blobs.sweep(None)
    assert not await blobs.known(young)


async def test_a_file_is_taken_and_later_changes_of_it_do_not_matter(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    original = tmp_path / "original.png"
    original.write_bytes(PICTURE)
    id = await blobs.put_file(original)
    original.write_bytes(b"changed")
    assert await blobs.get(id) == PICTURE


async def test_a_stream_is_taken_up_to_its_limit(blobs: DiskBlobs) -> None:
    id = await blobs.put_stream(_stream(b"ab", b"", b"cd"), size_max_bytes=4)
    assert await blobs.get(id) == b"abcd"


async def test_a_stream_past_its_limit_leaves_nothing(blobs: DiskBlobs, root: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        await blobs.put_stream(_stream(b"abc", b"de"), size_max_bytes=4)
    assert refused.value.code == "too-large"
    assert _files(root) == []


async def test_a_stream_that_breaks_leaves_nothing(blobs: DiskBlobs, root: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put_stream(broken(), size_max_bytes=100)
    assert _files(root) == []


@pytest.mark.parametrize(
    "id", ["sha256:" + "0" * 64, "sha256:../../etc/passwd", "", "sha256:" + "A" * 64]
)
async def test_an_unknown_blob_is_missing(blobs: DiskBlobs, id: str) -> None:
    assert not await blobs.known(BlobId(id))
    with pytest.raises(Rejected) as refused:
        await blobs.get(BlobId(id))
    assert refused.value.code == "blob-missing"


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


async def test_usage_counts_every_byte_once(blobs: DiskBlobs) -> None:
    assert await blobs.usage_bytes() == 0
    for data in (PICTURE, b"abc", PICTURE):
        await blobs.put(data)
    assert await blobs.usage_bytes() == len(PICTURE) + 3


@settings(max_examples=25)
@given(st.lists(st.binary(max_size=50)))
async def test_any_cutting_of_a_stream_makes_the_same_blob(
    tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]
) -> None:
    blobs = DiskBlobs(tmp_path_factory.mktemp("blobs"))
    whole = b"".join(chunks)
    assert await blobs.put_stream(_stream(*chunks), len(whole)) == await blobs.put(whole)
