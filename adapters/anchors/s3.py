"""Anchors in an S3 bucket, each put under the condition that nothing stands there yet.

The condition (`If-None-Match: *`) keeps writers from each other. Against whoever holds the keys
only the bucket's own Object Lock helps, which a person turns on there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from adapters.anchors.names import checked
from processors.errors import AnchorTaken, Unavailable

PAGE = 1_000


class S3Anchors:
    """Implements the port `Anchors`; credentials, region and endpoint are AWS_… as everywhere.

    A request ends after 30 s, and nothing is tried twice: the sealer comes again.
    """

    def __init__(self, url: str) -> None:
        """Of a bucket, `s3://name` or `s3://name/folder`."""
        self._url = url
        self._store = S3Store.from_url(url, retry_config={"max_retries": 0})

    async def add(self, name: str, data: bytes) -> None:
        """Raises AnchorTaken, InvalidInput, Unavailable (`anchors-unwritable`)."""
        try:
            with self._plainly("written", "anchors-unwritable"):
                await obstore.put_async(self._store, checked(name), data, mode="create")
        except AlreadyExistsError:
            if await self.read(name) != data:
                raise AnchorTaken(
                    f"The anchor {name} stands already, with other bytes: it is left alone."
                ) from None

    async def read(self, name: str) -> bytes | None:
        """Raises Unavailable (`anchors-unreadable`)."""
        with self._plainly("read", "anchors-unreadable"):
            try:
                found = await obstore.get_async(self._store, checked(name))
                return bytes(await found.bytes_async())
            except FileNotFoundError:
                return None

    async def names(self, prefix: str) -> list[str]:
        """Raises Unavailable (`anchors-unreadable`)."""
        folder = prefix.rpartition("/")[0] or None
        with self._plainly("read", "anchors-unreadable"):
            pages = obstore.list(self._store, folder, chunk_size=PAGE)
            found = [it["path"] async for page in pages for it in page]
        return sorted(it for it in found if it.startswith(prefix))

    @contextmanager
    def _plainly(self, done: str, code: str) -> Iterator[None]:
        try:
            yield
        except AlreadyExistsError:
            raise
        except (BaseError, OSError) as away:
            why = str(away).splitlines()[0]
            raise Unavailable(
                f"The anchors in {self._url} cannot be {done}: {why}", code=code
            ) from away
