"""Whose seals are believed: the pinned key's, and those of keys that it introduced."""

from pathlib import Path

import pytest

from infra.audit.signing import from_pem, renew, seal_key, to_pem
from infra.audit.verify import Asked
from infra.security.keys import BadKey
from tests.infra.audit.books import Books


async def test_a_key_that_nobody_vouches_for_is_named(books: Books) -> None:
    mine = seal_key(books.home).public
    renew(books.home)
    other = renew(books.home).public
    assert (await books.verdict(asked=Asked(pinned=frozenset({mine})))).holds
    found = (await books.verdict(asked=Asked(pinned=frozenset({other})))).first_bad
    assert found is not None
    assert (found.position, found.kind) == (1, "anchor-damaged")
    assert "nobody vouches" in found.sentence


async def test_a_key_introduced_by_the_one_before_is_trusted(books: Books) -> None:
    mine = seal_key(books.home).public
    renew(books.home)
    renew(books.home)  # the one between has signed nothing
    await books.record(4, seed=1)
    await books.seal()
    assert (await books.verdict(asked=Asked(pinned=frozenset({mine})))).holds


async def test_a_key_that_came_out_of_nothing_is_named_until_it_is_pinned(books: Books) -> None:
    (books.home / "keys" / "seal").unlink()
    await books.record(4, seed=1)
    await books.seal()
    assert await books.first_bad() == (11, "anchor-damaged")
    new = frozenset({seal_key(books.home).public})
    assert (await books.verdict(asked=Asked(first=11, pinned=new))).holds


def test_a_public_key_travels_as_pem(books: Books) -> None:
    public = seal_key(books.home).public
    assert from_pem(to_pem(public)) == public


RSA = b"""-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJoMVYiNX3kYTMwWQCMsJC5W8KjAHl8O
yzkbEqHWBqvnGGiZ1hWbjzXGFqLrZgJQn8rCJbxOYnEsBgyeM+MLHiMCAwEAAQ==
-----END PUBLIC KEY-----
"""


@pytest.mark.parametrize(("data", "said"), [(b"", "no public key"), (RSA, "another kind")])
def test_what_is_no_key_of_seals_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadKey, match=said):
        from_pem(data)


def test_a_key_that_others_may_read_is_refused(books: Books) -> None:
    (books.home / "keys" / "seal").chmod(0o644)
    with pytest.raises(BadKey, match="chmod 600"):
        seal_key(books.home)


def test_no_other_key_is_made_with_it(tmp_path: Path) -> None:
    """The key-encryption key may lie elsewhere."""
    seal_key(tmp_path)
    assert [it.name for it in (tmp_path / "keys").iterdir()] == ["seal"]
