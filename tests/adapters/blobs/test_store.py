"""What every store of blobs keeps to, on a disk and in a bucket."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.blobs.store import BlobStore
from domain.ids import BlobId
from processors.errors import InvalidInput, Rejected
from tests.adapters.blobs.conftest import Opened

PICTURE = b"a picture" * 100


async def _stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def test_a_blob_is_named_by_its_bytes(blobs: BlobStore) -> None:
    assert await blobs.put(PICTURE) == f"sha256:{hashlib.sha256(PICTURE).hexdigest()}"


async def test_what_was_put_is_got(blobs: BlobStore) -> None:
    id = await blobs.put(PICTURE)
    assert await blobs.get(id) == PICTURE
    assert (await blobs.path(id)).read_bytes() == PICTURE


async def test_nothing_at_all_is_a_blob_too(opened: Opened) -> None:
    id = await opened().put(b"")
    assert await opened().get(id) == b""
    assert await opened().names_in(id) == set()


async def test_what_one_machine_puts_another_gets(opened: Opened) -> None:
    id = await opened().put(PICTURE)
    other = opened()
    assert await other.known(id)
    assert (await other.path(id)).read_bytes() == PICTURE


async def test_the_same_bytes_put_twice_are_one_blob(blobs: BlobStore) -> None:
    for _ in range(2):
        await blobs.put(PICTURE)
    assert await blobs.usage_bytes() == len(PICTURE)


async def test_what_is_removed_is_gone_and_the_rest_is_left(opened: Opened) -> None:
    blobs = opened()
    gone, kept = await blobs.put(b"gone"), await blobs.put(b"kept")
    for _ in range(2):
        await blobs.remove([gone])
    for store in (blobs, opened()):
        assert [await store.known(it) for it in (gone, kept)] == [False, True]
    with pytest.raises(Rejected, match="no blob"):
        await blobs.get(gone)


async def test_a_document_says_which_blobs_it_names(opened: Opened) -> None:
    blobs = opened()
    named = [await blobs.put(it) for it in (b"one", b"two")]
    document = await blobs.put(f'{{"first": "{named[0]}", "all": ["{named[1]}"]}}'.encode())
    for store in (blobs, opened()):
        assert await store.names_in(document) == set(named)
        assert await store.names_in(named[0]) == set()
    await blobs.remove([document])
    assert await blobs.names_in(document) == set()


async def test_what_nobody_names_stays_for_a_day(blobs: BlobStore) -> None:
    named, young = await blobs.put(b"named"), await blobs.put(b"young")
    await blobs.sweep({named})
    assert [await blobs.known(it) for it in (named, young)] == [True, True]


async def test_where_nothing_is_kept_everything_goes_at_once(opened: Opened) -> None:
    blobs = opened()
    young = await blobs.put(b"young")
    await blobs.sweep(None)
    assert not await opened().known(young)
    assert await blobs.usage_bytes() == 0


async def test_a_file_is_taken_and_later_changes_of_it_do_not_matter(
    opened: Opened, tmp_path: Path
) -> None:
    original = tmp_path / "original.png"
    original.write_bytes(PICTURE)
    id = await opened().put_file(original)
    original.write_bytes(b"changed")
    assert await opened().get(id) == PICTURE


async def test_a_stream_is_taken_up_to_its_limit(blobs: BlobStore) -> None:
    id = await blobs.put_stream(_stream(b"ab", b"", b"cd"), size_max_bytes=4)
    assert await blobs.get(id) == b"abcd"


async def test_a_stream_past_its_limit_leaves_nothing(blobs: BlobStore) -> None:
    with pytest.raises(InvalidInput) as refused:
        await blobs.put_stream(_stream(b"abc", b"de"), size_max_bytes=4)
    assert refused.value.code == "too-large"
    assert await blobs.usage_bytes() == 0


async def test_a_stream_that_breaks_leaves_nothing(blobs: BlobStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put_stream(broken(), size_max_bytes=100)
    assert await blobs.usage_bytes() == 0


@pytest.mark.parametrize(
    "id", ["sha256:" + "0" * 64, "sha256:../../etc/passwd", "", "sha256:" + "A" * 64]
)
async def test_an_unknown_blob_is_missing(blobs: BlobStore, id: str) -> None:
    assert not await blobs.known(BlobId(id))
    with pytest.raises(Rejected) as refused:
        await blobs.get(BlobId(id))
    assert refused.value.code == "blob-missing"


async def test_a_file_on_this_machine_that_was_damaged_is_not_given_out(opened: Opened) -> None:
    blobs = opened()
    id = await blobs.put(PICTURE)
    (await blobs.path(id)).write_bytes(b"damaged")
    try:
        assert await blobs.get(id) == PICTURE  # from its original, where that is elsewhere
    except Rejected as refused:
        assert refused.code == "blob-damaged"  # noqa: PT017 - one of both


async def test_usage_counts_every_byte_once(blobs: BlobStore) -> None:
    assert await blobs.usage_bytes() == 0
    for data in (PICTURE, b"abc", PICTURE):
        await blobs.put(data)
    assert await blobs.usage_bytes() == len(PICTURE) + 3


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=50)))
async def test_any_cutting_of_a_stream_makes_the_same_blob(
    blobs: BlobStore, chunks: list[bytes]
) -> None:
    whole = b"".join(chunks)
    assert await blobs.put_stream(_stream(*chunks), len(whole)) == await blobs.put(whole)
