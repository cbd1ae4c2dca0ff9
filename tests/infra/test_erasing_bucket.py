"""An account's files go from a bucket as they go from a folder."""

from pathlib import Path

from adapters.blobs.cache import BlobCache
from adapters.blobs.s3 import S3Blobs
from infra.clock import utc_now
from tests.infra.erasable import MINE, NOT_MINE, filled


async def test_everything_of_the_account_goes_and_nothing_of_another(
    database_url: str, tmp_path: Path, bucket_url: str
) -> None:
    here, elsewhere = (
        S3Blobs(bucket_url, BlobCache(tmp_path / name, 2**20, utc_now), in_the_clear=True)
        for name in ("one", "two")
    )
    async with filled(database_url, tmp_path, blobs=here) as home:
        assert await home.left() == MINE | NOT_MINE
        await home.processor().run(await home.job())
        assert await home.left() == NOT_MINE
    assert await elsewhere.known(home.made["theirs"])
    assert not await elsewhere.known(home.made["film"])
    assert await elsewhere.names_in(home.made["document"]) == set()
