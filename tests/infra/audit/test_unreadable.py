"""Tampering that leaves what no program can read is named like any other."""

import pytest

from tests.infra.audit.books import Books
from tests.infra.audit.test_verify import rewritten


def sealed_at(time: str) -> str:
    return f"UPDATE audit.seals SET sealed_at = '{time}' WHERE n = 2"


UNREADABLE_TIMES = ["infinity", "-infinity", "0100-01-01 BC", "12026-01-01"]


@pytest.mark.parametrize("time", UNREADABLE_TIMES)
@pytest.mark.parametrize("at", [6, 12], ids=["sealed", "not sealed yet"])
async def test_a_time_that_no_program_can_hold_is_named(books: Books, time: str, at: int) -> None:
    await books.record(3, seed=1)
    books.as_owner(rewritten(at, f"recorded_at = '{time}'"))
    assert await books.first_bad() == (at, "changed")


@pytest.mark.parametrize("time", UNREADABLE_TIMES)
async def test_a_seal_made_at_such_a_time_is_named(books: Books, time: str) -> None:
    books.as_owner(sealed_at(time))
    assert await books.first_bad() == (5, "seal-swapped")


@pytest.mark.parametrize("at", [6, 12], ids=["sealed", "not sealed yet"])
async def test_an_event_moved_to_the_last_position_there_is_is_named(books: Books, at: int) -> None:
    await books.record(3, seed=1)
    books.as_owner(rewritten(at, f"notification_id = {2**63 - 1}"))
    assert await books.first_bad() == (at, "deleted")


@pytest.mark.parametrize("column", ["notification_id", "recorded_at", "command_id", "state"])
async def test_a_renamed_column_is_named(books: Books, column: str) -> None:
    rename = "ALTER TABLE ledger.events RENAME COLUMN {} TO {}"
    books.as_owner(rename.format(column, "other"))
    try:
        found = (await books.verdict()).first_bad
    finally:
        books.as_owner(rename.format("other", column))
    assert found is not None
    assert (found.position, found.kind) == (1, "table-changed")
    assert found.sentence.startswith("The ledger's table is not as it was made: ")
