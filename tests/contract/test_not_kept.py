"""A provider was paid and our own store fails: what it cost is told all the same."""

from pathlib import Path

import pytest

from adapters.providers.endpoint import Endpoint
from processors.errors import NotKept
from tests.contract.subjects import KEY, SUBJECTS
from tests.standins import stand_in

KEPT = ("openai images", "openai speech", "elevenlabs speech", "google speech")


@pytest.mark.parametrize("name", KEPT)
async def test_what_was_paid_for_and_cannot_be_kept_is_charged(name: str, tmp_path: Path) -> None:
    subject = SUBJECTS[name]
    (tmp_path / "taken").write_bytes(b"a file where blobs should go")
    with stand_in(subject.provider) as it:
        endpoint = Endpoint(subject.provider, it.url, lambda: KEY)
        with pytest.raises(NotKept) as failed:
            await subject.once(endpoint, tmp_path / "taken")()
        assert len(it.charges) == 1
    assert failed.value.code == "blobs-unwritable"
    assert sum(use.quantity for use in failed.value.usage) > 0
