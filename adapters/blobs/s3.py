"""Blobs in an S3 bucket, for several machines: `prefix/ab/cdef…`, by the SHA-256 of their bytes.

The keys are the names that files have in a folder of blobs, so that one is moved by copying it.
What is written or read passes through a folder of this machine (`BlobCache`); a file that is
fetched is held against its name. Small blobs are put under the condition that nothing stands
there (`If-None-Match: *`), large ones in parts that become an object all at once.

A versioned bucket keeps what an erasure removes, and parts of an upload that was cut off stay
until a rule of the bucket ends them: both are the bucket's to forbid.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from adapters.blobs.cache import BlobCache
from adapters.blobs.disk import CHUNK_BYTES, DOCUMENT_BYTES, UNNAMED_S
from domain.ids import BlobId
from processors.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from obstore import GetResult, ObjectMeta
    from obstore.store import ClientConfig, RetryConfig

PART_BYTES = 8 << 20
PAGE = 1_000
BLOB_MAX_BYTES = 2**63 - 1
YOUNG = timedelta(seconds=UNNAMED_S / 2)
"""What was stored longer ago is stored anew when it is put again, so that it counts as new."""

CLIENT: "ClientConfig" = {"connect_timeout": "5s", "read_timeout": "30s", "timeout": "1h"}
RETRY: "RetryConfig" = {
    "max_retries": 2,
    "retry_timeout": timedelta(minutes=2),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
}
"""S3 asks for it: a 503 that passes at once is usual. Doing any of it twice changes nothing."""

_ID = re.compile(r"sha256:[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")


class S3Blobs:
    """Implements `BlobStore`; credentials, region and endpoint are AWS_… as everywhere.

    Every method raises Unavailable: `blobs-unreadable` or `blobs-unwritable` where the bucket
    refuses or does not answer, and what the folder of copies raises.
    """

    def __init__(self, url: str, cache: BlobCache, *, in_the_clear: bool = False) -> None:
        """Of a bucket, `s3://name` or `s3://name/folder`; `in_the_clear`: `http://` will do."""
        self._url = url
        self._cache = cache
        client: ClientConfig = {**CLIENT, "allow_http": in_the_clear}
        self._store = S3Store.from_url(url, client_options=client, retry_config=RETRY)

    async def put(self, data: bytes) -> BlobId:
        await self._cache.make_room()
        return await self._stored(await self._cache.files.put(data))

    async def put_file(self, path: Path) -> BlobId:
        await self._cache.make_room()
        return await self._stored(await self._cache.files.put_file(path))

    async def put_stream(self, chunks: AsyncIterator[bytes], size_max_bytes: int) -> BlobId:
        """Raises InvalidInput (`too-large`) past the limit, leaving nothing behind."""
        await self._cache.make_room()
        return await self._stored(await self._cache.files.put_stream(chunks, size_max_bytes))

    async def get(self, id: BlobId) -> bytes:
        """Raises Rejected: `blob-missing`, or `blob-damaged` where the bucket has other bytes."""
        await self.path(id)
        try:
            return await self._cache.files.get(id)
        except (Rejected, FileNotFoundError):  # the copy alone is damaged, or went meanwhile
            await self._cache.files.remove([id])
        await self._fetched(id)
        return await self._cache.files.get(id)

    async def path(self, id: BlobId) -> Path:
        """A copy on this machine, to be read only; raises Rejected as `get` does."""
        return await self._cache.find(id) or await self._fetched(id)

    async def known(self, id: BlobId) -> bool:
        with self._plainly("read", "blobs-unreadable"):
            return bool(_ID.fullmatch(id)) and await self._head(id) is not None

    async def names_in(self, id: BlobId) -> set[BlobId]:
        """Blobs that a JSON document names; no other file is fetched for it."""
        if await self._cache.find(id):
            return await self._cache.files.names_in(id)
        with self._plainly("read", "blobs-unreadable"):
            found = await self._head(id)
            if found is None or await self._piece(id, min(1, found["size"])) not in (b"{", b"["):
                return set()
            text = await self._piece(id, min(DOCUMENT_BYTES, found["size"]))
        return {BlobId(it) for it in _ID.findall(text.decode(errors="replace"))}

    async def remove(self, ids: Iterable[BlobId]) -> None:
        """Those that are there; others may be gone already. Copies elsewhere go within a day."""
        gone = tuple(ids)
        await self._cache.files.remove(gone)
        await self._delete([_key(it) for it in gone])

    async def sweep(self, keep: set[BlobId] | None) -> None:
        """Removes what nobody names: at once where nothing is kept, else what is a day old.

        Ages are counted back from the newest; what is no blob is left alone.
        """
        held = await self._held()
        newest = max((it["last_modified"] for it in held), default=None)
        kept = {_key(it) for it in keep or ()}
        gone = [it["path"] for it in held if it["path"] not in kept]
        if keep is not None and newest is not None:
            old = {it["path"] for it in held if newest - it["last_modified"] > 2 * YOUNG}
            gone = [it for it in gone if it in old]
        await self._cache.files.sweep(keep)
        await self._delete(gone)

    async def usage_bytes(self) -> int:
        """Sizes of all blobs in the bucket, parts of unfinished uploads left out."""
        return sum(it["size"] for it in await self._held())

    async def ask(self) -> None:
        """Raises Unavailable where there is no such bucket, or it refuses."""
        with self._plainly("read", "blobs-unreadable"):
            async for _ in obstore.list(self._store, chunk_size=1):
                return

    async def _stored(self, id: BlobId) -> BlobId:
        """From its copy into the bucket, unless it is there, whole and young."""
        path = await self._cache.files.path(id)
        size_bytes = (await asyncio.to_thread(path.stat)).st_size
        self._cache.took(size_bytes)
        with self._plainly("written", "blobs-unwritable"):
            found = await self._head(id)
            if found is None or found["size"] != size_bytes or self._is_old(found):
                await self._upload(id, path, size_bytes, anew=found is not None)
        return id

    def _is_old(self, found: "ObjectMeta") -> bool:
        return self._cache.now() - found["last_modified"] > YOUNG

    async def _upload(self, id: BlobId, path: Path, size_bytes: int, *, anew: bool) -> None:
        parts = size_bytes > PART_BYTES
        if anew or parts:
            await obstore.put_async(
                self._store, _key(id), path, use_multipart=parts, chunk_size=PART_BYTES
            )
            return
        try:
            await obstore.put_async(self._store, _key(id), path, mode="create")
        except AlreadyExistsError:  # the same bytes, from another machine
            return

    async def _fetched(self, id: BlobId) -> Path:
        if not _ID.fullmatch(id):
            raise _missing(id)
        with self._plainly("read", "blobs-unreadable"):
            try:
                found = await obstore.get_async(self._store, _key(id))
            except FileNotFoundError:
                raise _missing(id) from None
            await self._cache.make_room()
            self._cache.took(found.meta["size"])
            got = await self._cache.files.put_stream(_chunks(found), BLOB_MAX_BYTES)
        if got != id:
            await self._cache.files.remove([got])
            raise Rejected(
                f"The blob {id} is damaged: {self._url} holds other bytes; restore it from a"
                " backup.",
                code="blob-damaged",
            )
        return await self._cache.files.path(id)

    async def _head(self, id: BlobId) -> "ObjectMeta | None":
        try:
            return await obstore.head_async(self._store, _key(id))
        except FileNotFoundError:
            return None

    async def _piece(self, id: BlobId, size_bytes: int) -> bytes:
        if not size_bytes:
            return b""
        return bytes(
            await obstore.get_range_async(self._store, _key(id), start=0, length=size_bytes)
        )

    async def _held(self) -> "list[ObjectMeta]":
        with self._plainly("read", "blobs-unreadable"):
            pages = obstore.list(self._store, chunk_size=PAGE)
            return [it async for page in pages for it in page if _KEY.fullmatch(it["path"])]

    async def _delete(self, keys: list[str]) -> None:
        with self._plainly("written", "blobs-unwritable"):
            if keys:
                await obstore.delete_async(self._store, keys)

    @contextmanager
    def _plainly(self, done: str, code: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as away:
            why = str(away).splitlines()[0]
            raise Unavailable(
                f"The blobs in {self._url} cannot be {done}: {why}", code=code
            ) from away


def _key(id: BlobId) -> str:
    digest = id.removeprefix("sha256:")
    return f"{digest[:2]}/{digest[2:]}"


def _missing(id: BlobId) -> Rejected:
    return Rejected(f"There is no blob {id} in the store.", code="blob-missing")


async def _chunks(found: "GetResult") -> AsyncIterator[bytes]:
    async for it in found.stream(min_chunk_size=CHUNK_BYTES):
        yield bytes(it)
