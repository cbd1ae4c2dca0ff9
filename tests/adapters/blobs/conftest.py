"""Every kind of store there is, empty; a bucket is moto's, by the client that speaks to S3."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.blobs.cache import BlobCache
from adapters.blobs.disk import DiskBlobs
from adapters.blobs.s3 import S3Blobs
from adapters.blobs.store import BlobStore
from infra.clock import utc_now

Opened = Callable[[], BlobStore]
"""The same store, each time as another machine has it."""


@pytest.fixture(params=["disk", "s3"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    if request.param == "disk":
        return lambda: DiskBlobs(tmp_path / "blobs")
    url = request.getfixturevalue("bucket_url")
    machines = (tmp_path / f"machine-{n}" for n in range(9))
    return lambda: S3Blobs(url, BlobCache(next(machines), 2**20, utc_now), in_the_clear=True)


@pytest.fixture
def blobs(opened: Opened) -> BlobStore:
    return opened()
