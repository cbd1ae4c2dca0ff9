"""The tree of RFC 6962: known roots, and paths that lead there and nowhere else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.audit.merkle import path, root, root_along

SIZES = range(1, 71)
ENTRIES = [sha256(bytes([n])).digest() for n in SIZES]


def by_definition(entries: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: split at the largest power of two below."""
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    halves = by_definition(entries[:k]) + by_definition(entries[k:])
    return sha256(b"\1" + halves).digest()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == sha256(b"").digest()


def test_roots_of_the_certificate_transparency_test_vectors() -> None:
    """github.com/google/certificate-transparency, merkletree/merkle_tree_test: 8 leaves."""
    leaves = ["", "00", "10", "2021", "3031", "40414243"]
    leaves += ["5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    found = root([bytes.fromhex(it) for it in leaves])
    assert found.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("count", SIZES)
def test_every_entry_of_every_size_has_a_path_to_the_root(count: int) -> None:
    entries = ENTRIES[:count]
    top = by_definition(entries)
    assert root(entries) == top
    for index, entry in enumerate(entries):
        assert root_along(entry, index, count, path(entries, index)) == top


@given(st.data())
def test_a_flipped_bit_of_a_path_leads_elsewhere(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 70))
    index = data.draw(st.integers(0, count - 1))
    siblings = list(path(ENTRIES[:count], index))
    at = data.draw(st.integers(0, len(siblings) - 1))
    bit = data.draw(st.integers(0, 255))
    siblings[at] = (int.from_bytes(siblings[at], "big") ^ 1 << bit).to_bytes(32, "big")
    assert root_along(ENTRIES[index], index, count, siblings) != root(ENTRIES[:count])


@given(st.data())
def test_another_index_or_entry_leads_elsewhere(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 70))
    index, other = data.draw(st.permutations(range(count)))[:2]
    siblings = path(ENTRIES[:count], index)
    top = root(ENTRIES[:count])
    assert root_along(ENTRIES[index], other, count, siblings) != top
    assert root_along(ENTRIES[other], index, count, siblings) != top


@pytest.mark.parametrize("count", SIZES)
def test_a_path_of_another_length_leads_nowhere(count: int) -> None:
    siblings = path(ENTRIES[:count], 0)
    assert root_along(ENTRIES[0], 0, count, (*siblings, bytes(32))) is None
    assert root_along(ENTRIES[0], count, count, siblings) is None
    if siblings:
        assert root_along(ENTRIES[0], 0, count, siblings[:-1]) is None
