"""Where blobs are: the bucket that BLOBS names, else a folder in the home."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.blobs.cache import BlobCache
from adapters.blobs.disk import DiskBlobs
from adapters.blobs.s3 import S3Blobs
from adapters.blobs.store import BlobStore
from infra.clock import utc_now
from infra.home import Home
from infra.settings import Settings

TIDY_S = 3_600
"""Between looks for copies that are old, on a machine that does nothing else."""


@asynccontextmanager
async def blobs(settings: Settings) -> AsyncIterator[BlobStore]:
    """The installation's own, while a program runs; a bucket's copies are tidied meanwhile."""
    home = Home(settings.ytempire_home)
    if settings.blobs is None:
        yield DiskBlobs(home.blobs)
        return
    cache = BlobCache(home.cache / "blobs", settings.making.blob_cache_bytes, utc_now)
    tidying = asyncio.create_task(_tidied(cache, BlobCache(_aside(home), sys.maxsize, utc_now)))
    try:
        yield _store(settings.blobs, cache)
    finally:
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying


@contextmanager
def copying(settings: Settings) -> Iterator[BlobStore]:
    """The same for who reads or writes all of them once: of a bucket's, one copy at a time."""
    home = Home(settings.ytempire_home)
    if settings.blobs is None:
        yield DiskBlobs(home.blobs)
        return
    _aside(home).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=_aside(home)) as folder:
        yield _store(settings.blobs, BlobCache(Path(folder), 0, utc_now, in_use_s=0))


async def ask(settings: Settings) -> None:
    """Whether a bucket answers. Raises Unavailable."""
    if settings.blobs is not None:
        await _bucket(settings, settings.blobs).ask()


async def bucket_bytes(settings: Settings) -> int:
    """How much the bucket holds; 0 where blobs are in the home. Raises Unavailable."""
    if settings.blobs is None:
        return 0
    return await _bucket(settings, settings.blobs).usage_bytes()


def _bucket(settings: Settings, url: str) -> S3Blobs:
    """For questions that copy nothing."""
    return _store(url, BlobCache(_aside(Home(settings.ytempire_home)), 0, utc_now))


def _store(url: str, cache: BlobCache) -> S3Blobs:
    """AWS_ALLOW_HTTP is what allows an endpoint without TLS, as everywhere."""
    allowed = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "t", "true", "y", "yes", "on"}
    return S3Blobs(url, cache, in_the_clear=allowed)


def _aside(home: Home) -> Path:
    """Copies of whoever copies all of them; what a killed one left goes after a day."""
    return home.cache / "backup"


async def _tidied(*caches: BlobCache) -> None:
    while True:
        for it in caches:
            await it.tidy()
        await asyncio.sleep(TIDY_S)
