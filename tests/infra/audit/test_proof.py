"""Proofs that stand without the database, and whatever makes one fail."""

import asyncio
import json
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.audit import anchor
from infra.audit.proof import BadProof, Proof, check, check_anchored, from_bytes, to_bytes
from infra.audit.prove import Damaged, NoSuchEvent, NotSealedYet, prove
from infra.audit.run import sealing
from infra.audit.signing import renew, seal_key
from tests.infra.audit.books import Books
from tests.infra.audit.test_verify import rewritten


async def proof_of(books: Books, event: UUID | int) -> Proof:
    async with sealing(books.url, books.anchors, books.home, books.limits) as sealer:
        return await prove(sealer.connection, event)


@pytest.mark.parametrize("position", range(1, 11))
async def test_every_sealed_event_is_proved(books: Books, position: int) -> None:
    data = to_bytes(await proof_of(books, position))
    found = from_bytes(data)
    assert found.row.notification_id == position
    check(found, frozenset({seal_key(books.home).public}))
    await check_anchored(found, books.auditors_copy())


async def test_an_event_goes_by_its_id_too(books: Books) -> None:
    ((id,),) = books.as_owner("SELECT event_id FROM ledger.events WHERE notification_id = 6")
    assert await proof_of(books, id) == await proof_of(books, 6)


@pytest.fixture(scope="session")
def written(kept: Books) -> bytes:
    kept.restore()
    return to_bytes(asyncio.run(proof_of(kept, 6)))


@given(st.data())
def test_a_flipped_bit_of_a_proof_fails(written: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    flipped = bytearray(written)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadProof):
        check(from_bytes(bytes(flipped)))


NUMBERS = [10**30, 2**64 - 1, 2**63, -1, -(2**63), 1.5, "6", None, [], {}, True]


@pytest.mark.parametrize("junk", NUMBERS, ids=str)
def test_a_field_of_another_kind_fails(written: bytes, junk: object) -> None:
    """Every field of the file, whatever stands there instead."""
    whole = orjson.loads(written)
    for part in (whole, whole["event"], whole["seal"]):
        for name, was in part.items():
            part[name] = junk
            data = json.dumps(whole, indent=2).encode() + b"\n"
            part[name] = was
            if junk == was:
                continue
            with pytest.raises(BadProof):
                check(from_bytes(data))


async def test_another_key_than_the_pinned_one_fails(books: Books) -> None:
    found = await proof_of(books, 6)
    renew(books.home)
    with pytest.raises(BadProof, match="another key"):
        check(found, frozenset({seal_key(books.home).public}))


async def test_a_proof_of_what_was_sealed_again_fails_against_the_copy(books: Books) -> None:
    auditor = books.auditors_copy()
    books.as_owner(rewritten(6, "actor = 'person/8'"))
    books.hashed_again()
    await books.sealed_again()
    found = await proof_of(books, 6)
    check(found)
    with pytest.raises(BadProof, match="another seal 2"):
        await check_anchored(found, auditor)


async def test_a_copy_without_the_seal_proves_nothing(books: Books) -> None:
    found = await proof_of(books, 6)
    (books.place / anchor.name(2)).unlink()
    with pytest.raises(BadProof, match="has no seal 2"):
        await check_anchored(found, books.anchors)


async def test_what_no_seal_covers_cannot_be_proved_yet(books: Books) -> None:
    await books.record(1, seed=1)
    with pytest.raises(NotSealedYet, match="audit seal"):
        await proof_of(books, 11)


async def test_what_was_never_recorded_cannot_be_proved(books: Books) -> None:
    with pytest.raises(NoSuchEvent, match="position 99"):
        await proof_of(books, 99)
    with pytest.raises(NoSuchEvent, match="id 00000000"):
        await proof_of(books, UUID(int=1))


async def test_what_was_changed_cannot_be_proved(books: Books) -> None:
    books.as_owner(rewritten(5, "actor = 'person/8'"))
    books.hashed_again()
    with pytest.raises(Damaged, match="events at 5 to 8"):
        await proof_of(books, 6)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"event": {}}', b"\xff"])
def test_what_is_no_proof_is_said(data: bytes) -> None:
    with pytest.raises(BadProof, match="no proof"):
        from_bytes(data)
