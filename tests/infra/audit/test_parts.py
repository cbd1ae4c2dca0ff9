"""A part of the ledger verified: widened to whole seals, refused where there is none."""

import pytest

from infra.audit.plan import NoSuchPart
from infra.audit.verify import Asked
from tests.infra.audit.books import Books
from tests.infra.audit.test_verify import cut, rewritten


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [(None, 3, (1, 4)), (6, 6, (5, 8)), (6, None, (5, 13)), (12, None, (11, 13)), (2, 12, (1, 12))],
)
async def test_a_part_is_widened_to_whole_seals(
    books: Books, first: int | None, last: int | None, covered: tuple[int, int]
) -> None:
    await books.record(3, seed=1)
    found = await books.verdict(asked=Asked(first, last))
    assert found.holds
    assert (found.plan.first, found.plan.last) == covered


async def test_a_part_says_nothing_of_the_rest(books: Books) -> None:
    books.as_owner(rewritten(6, "actor = 'person/8'"))
    assert (await books.verdict(asked=Asked(last=4))).holds
    assert (await books.verdict(asked=Asked(first=9))).holds
    assert not (await books.verdict(asked=Asked(first=5, last=5))).holds


@pytest.mark.parametrize(("first", "last"), [(50, 10), (11, None), (None, 11), (5, 2**63 - 1)])
async def test_a_part_that_is_not_there_is_refused(
    books: Books, first: int | None, last: int | None
) -> None:
    with pytest.raises(NoSuchPart):
        await books.verdict(asked=Asked(first, last))


async def test_a_part_that_only_a_seal_or_an_anchor_still_knows_is_damage(books: Books) -> None:
    cuts = [cut(it, "true") for it in ("ledger.events", "ledger.commands")]
    books.as_owner(*cuts)
    assert not (await books.verdict(asked=Asked(9, 10))).holds
    books.as_owner(cut("audit.seals", "true"))
    assert not (await books.verdict(asked=Asked(9, 10))).holds
