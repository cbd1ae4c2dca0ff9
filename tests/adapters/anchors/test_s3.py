"""Anchors in a bucket, over a real socket, by the client that speaks to real ones."""

from collections.abc import Iterator

import pytest

from adapters.anchors.s3 import S3Anchors
from processors.errors import AnchorTaken, InvalidInput, Unavailable
from tests.standins.s3 import Bucket, bucket

SEAL = "seals/000000000001.json"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket() as its:
        for name, value in its.env.items():
            monkeypatch.setenv(name, value)
        yield its


@pytest.fixture
def anchors(there: Bucket) -> S3Anchors:
    assert there.url
    return S3Anchors("s3://anchors/ours")


async def test_what_was_added_is_read_and_listed_over_several_pages(
    anchors: S3Anchors, there: Bucket
) -> None:
    names = [f"seals/00000000000{n}.json" for n in range(1, 6)]
    for name in reversed(names):
        await anchors.add(name, name.encode())
    await anchors.add("erasures/an-account.json", b"gone")
    assert await anchors.names("seals/") == names
    assert await anchors.read(names[2]) == names[2].encode()
    assert set(there.objects) == {f"ours/{it}" for it in (*names, "erasures/an-account.json")}


async def test_the_same_bytes_may_come_again(anchors: S3Anchors) -> None:
    await anchors.add(SEAL, b"one")
    await anchors.add(SEAL, b"one")
    assert await anchors.read(SEAL) == b"one"


async def test_other_bytes_are_refused_and_change_nothing(anchors: S3Anchors) -> None:
    await anchors.add(SEAL, b"one")
    with pytest.raises(AnchorTaken, match="stands already"):
        await anchors.add(SEAL, b"another")
    assert await anchors.read(SEAL) == b"one"


async def test_where_nothing_stands_nothing_is_read(anchors: S3Anchors) -> None:
    assert await anchors.read(SEAL) is None
    assert await anchors.names("seals/") == []


async def test_a_name_that_could_lead_elsewhere_is_refused(anchors: S3Anchors) -> None:
    with pytest.raises(InvalidInput, match="cannot name an anchor"):
        await anchors.add("../secrets", b"")


async def test_a_bucket_that_does_not_answer_is_said(anchors: S3Anchors, there: Bucket) -> None:
    there.broken = True
    with pytest.raises(Unavailable, match=r"s3://anchors/ours cannot be written: .*503"):
        await anchors.add(SEAL, b"one")
    with pytest.raises(Unavailable, match=r"cannot be read: .*503"):
        await anchors.read(SEAL)
    with pytest.raises(Unavailable, match=r"cannot be read: .*503"):
        await anchors.names("seals/")


async def test_another_access_key_is_refused(
    there: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASOMEBODY")
    with pytest.raises(Unavailable, match=r"AccessDenied|403|permission"):
        await S3Anchors("s3://anchors").add(SEAL, b"one")
    assert there.objects == {}
