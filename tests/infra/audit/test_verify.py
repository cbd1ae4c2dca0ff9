"""Every kind of tampering, really done as the database's owner, and what is said of it."""

import shutil

import pytest

from infra.audit import anchor
from infra.audit.verify import Asked
from tests.infra.audit.books import Books


def changed(table: str, change: str, where: str) -> str:
    return f"UPDATE ledger.{table} SET {change} WHERE {where}"


def rewritten(position: int, change: str) -> str:
    return changed("events", change, f"notification_id = {position}")


def moved(by: int, where: str) -> str:
    return changed("events", f"notification_id = notification_id + {by}", where)


def cut(table: str, where: str) -> str:
    return f"DELETE FROM {table} WHERE {where}"


async def test_what_nobody_touched_holds(books: Books) -> None:
    await books.record(3, seed=1)
    found = await books.verdict()
    assert found.first_bad is None
    assert (found.plan.last, found.plan.to_n, found.plan.unsealed) == (13, 3, 3)


@pytest.mark.parametrize(
    "change",
    [
        "state = set_byte(state, 5, get_byte(state, 5) # 1)",
        "topic = 'tally.kounted'",
        "originator_id = 'tally/c'",
        "event_version = 2",
        "correlation_id = gen_random_uuid()",
        "traceparent = ''",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "actor = 'person/8'",
        "account_id = NULL",
        "entry_hash = sha256('x')",
    ],
)
@pytest.mark.parametrize("rehashed", [False, True], ids=["as it is", "hashed again"])
async def test_one_change_of_a_row_is_named(books: Books, change: str, *, rehashed: bool) -> None:
    (id,) = books.as_owner("SELECT event_id FROM ledger.events WHERE notification_id = 6")[0]
    books.as_owner(rewritten(6, change))
    if rehashed:
        books.hashed_again()
    if change.startswith("entry_hash") and rehashed:
        assert (await books.verdict()).holds
        return
    found = (await books.verdict()).first_bad
    assert found is not None
    assert (found.position, found.kind) == (6, "rewritten" if rehashed else "changed")
    assert found.event_id == id


async def test_a_change_where_no_seal_is_yet_is_named(books: Books) -> None:
    await books.record(3, seed=1)
    books.as_owner(rewritten(12, "actor = 'person/8'"))
    assert await books.first_bad() == (12, "changed")


async def test_a_deletion_is_named(books: Books) -> None:
    books.as_owner("DELETE FROM ledger.events WHERE notification_id = 6")
    assert await books.first_bad() == (6, "deleted")


async def test_a_deletion_where_no_seal_is_yet_is_named(books: Books) -> None:
    await books.record(3, seed=1)
    books.as_owner("DELETE FROM ledger.events WHERE notification_id = 12")
    assert await books.first_bad() == (12, "deleted")


@pytest.mark.parametrize("rehashed", [False, True], ids=["as it is", "hashed again"])
async def test_a_deletion_closed_up_is_named(books: Books, *, rehashed: bool) -> None:
    books.as_owner(
        "DELETE FROM ledger.events WHERE notification_id = 6",
        moved(1000, "notification_id > 6"),
        moved(-1001, "notification_id > 1006"),
    )
    if rehashed:
        books.hashed_again()
    assert await books.first_bad() == (6, "deleted")


FORGED = """
    INSERT INTO ledger.events
    SELECT 6, 'tally/c', kind, 1, gen_random_uuid(), topic, event_version, recorded_at, actor,
           account_id, command_id, correlation_id, causation_id, traceparent, state, entry_hash
    FROM ledger.events WHERE notification_id = 5
"""


@pytest.mark.parametrize("rehashed", [False, True], ids=["as it is", "hashed again"])
async def test_an_insertion_is_named(books: Books, *, rehashed: bool) -> None:
    books.as_owner(
        moved(1000, "notification_id > 5"),
        moved(-999, "notification_id > 1005"),
        FORGED,
    )
    if rehashed:
        books.hashed_again()
    assert await books.first_bad() == (6, "inserted")


@pytest.mark.parametrize("rehashed", [False, True], ids=["as it is", "hashed again"])
@pytest.mark.parametrize(("one", "other"), [(6, 7), (2, 4), (4, 5)])
async def test_a_reorder_is_named(books: Books, one: int, other: int, *, rehashed: bool) -> None:
    books.as_owner(
        moved(1000, f"notification_id = {one}"),
        rewritten(other, f"notification_id = {one}"),
        rewritten(one + 1000, f"notification_id = {other}"),
    )
    if rehashed:
        books.hashed_again()
    assert await books.first_bad() == (one, "reordered")


@pytest.mark.parametrize("upto", [8, 9, 0])
async def test_a_tail_cut_since_the_last_anchor_is_named(books: Books, upto: int) -> None:
    books.as_owner(
        cut("ledger.events", f"notification_id > {upto}"),
        cut("ledger.commands", f"position > {upto}"),
        cut("audit.seals", f"last_position > {upto}"),
    )
    assert await books.first_bad() == (upto + 1, "tail-cut")


async def test_a_tail_cut_that_no_seal_covers_is_seen_by_its_commands(books: Books) -> None:
    await books.record(3, seed=1)
    books.as_owner("DELETE FROM ledger.events WHERE notification_id > 11")
    assert await books.first_bad() == (12, "tail-cut")


async def test_a_swapped_seal_is_named(books: Books) -> None:
    """One whose fields are changed, or that says what another one says."""
    books.as_owner("UPDATE audit.seals SET sealed_at = sealed_at + interval '1 s' WHERE n = 2")
    assert await books.first_bad() == (5, "seal-swapped")


async def test_two_seals_in_each_others_place_are_named(books: Books) -> None:
    books.as_owner(
        "UPDATE audit.seals SET n = n + 10 WHERE n > 1",
        "UPDATE audit.seals SET n = 15 - n WHERE n > 1",
    )
    assert await books.first_bad() == (5, "seal-swapped")


async def test_a_seal_that_is_gone_is_named(books: Books) -> None:
    books.as_owner("DELETE FROM audit.seals WHERE n = 2")
    assert await books.first_bad() == (5, "seal-missing")


@pytest.mark.parametrize("field", ['"root": "', '"signature": "', '"sealed_at": "2', '"leaves": "'])
async def test_a_changed_anchor_is_named(books: Books, field: str) -> None:
    file = books.place / anchor.name(2)
    before, after = file.read_text().split(field)
    file.chmod(0o600)
    file.write_text(before + field + ("1" if after[0] == "0" else "0") + after[1:])
    assert await books.first_bad() == (5, "anchor-damaged")


async def test_an_anchor_that_is_gone_between_others_is_named(books: Books) -> None:
    (books.place / anchor.name(2)).unlink()
    assert await books.first_bad() == (5, "anchor-missing")


async def test_without_an_anchor_a_rewritten_run_is_known_by_its_seal(books: Books) -> None:
    (books.place / anchor.name(3)).unlink()
    books.as_owner(rewritten(10, "actor = 'person/8'"))
    books.hashed_again()
    assert await books.first_bad() == (9, "rewritten")


async def test_versions_that_do_not_follow_each_other_are_named(books: Books) -> None:
    """Also where everything else was made to fit, hashes, seals and anchors included."""
    later = "originator_id = 'tally/b' AND originator_version > 2"
    books.as_owner(
        changed("events", "originator_version = originator_version + 1000", later),
        changed("events", "originator_version = originator_version - 999", later),
    )
    books.hashed_again()
    await books.sealed_again()
    assert await books.first_bad() == (6, "version-gap")


async def test_versions_of_an_unsealed_tail_in_another_order_are_named(books: Books) -> None:
    await books.record(4, seed=1)
    versions = "UPDATE ledger.events SET originator_version = {} WHERE notification_id = {}"
    books.as_owner(versions.format(99, 11), versions.format(6, 13), versions.format(7, 11))
    books.hashed_again()
    assert await books.first_bad() == (13, "version-gap")


async def test_a_command_without_its_row_is_named(books: Books) -> None:
    books.as_owner("DELETE FROM ledger.commands WHERE position = 7")
    assert await books.first_bad() == (7, "command-missing")


@pytest.mark.parametrize(
    "change", ["position = 6", "position = 8", "account_id = NULL", "recorded_at = now()"]
)
async def test_a_command_that_says_other_than_its_event_is_named(books: Books, change: str) -> None:
    books.as_owner(changed("commands", change, "position = 7"))
    assert await books.first_bad() == (7, "command-changed")


async def test_commands_of_several_events_hold_together(books: Books) -> None:
    await books.record(6, seed=1, together=3)
    await books.seal()
    assert (await books.verdict()).holds
    books.as_owner(
        rewritten(12, "command_id = (SELECT command_id FROM ledger.commands WHERE position = 16)")
    )
    books.hashed_again()
    await books.sealed_again()
    assert await books.first_bad() == (11, "command-changed")


async def test_a_month_rewritten_by_whoever_holds_database_and_key(books: Books) -> None:
    """The own anchors are rewritten as well; against the auditor's copy it shows."""
    auditor = books.auditors_copy()
    books.as_owner(rewritten(3, "actor = 'person/8'"), rewritten(7, "actor = 'person/8'"))
    books.hashed_again()
    await books.sealed_again()
    assert (await books.verdict()).holds
    assert await books.first_bad(auditor) == (3, "rewritten")


async def test_seals_made_anew_over_the_same_events_show_against_the_copy(books: Books) -> None:
    auditor = books.auditors_copy()
    await books.sealed_again()
    assert await books.first_bad(auditor) == (1, "seal-swapped")


async def test_a_copy_that_went_on_after_a_rewrite_shows_it(books: Books) -> None:
    """The auditor copies again what is new, and overwrites nothing that is there."""
    auditor = books.auditors_copy()
    copy = books.home.parent / f"{books.home.name}-auditor"
    books.as_owner(rewritten(3, "actor = 'person/8'"))
    books.hashed_again()
    await books.record(4, seed=1)
    await books.sealed_again()
    shutil.copy(books.place / anchor.name(4), copy / anchor.name(4))
    assert await books.first_bad(auditor) == (3, "rewritten")


async def test_an_old_copy_holds_for_what_it_covers(books: Books) -> None:
    auditor = books.auditors_copy()
    await books.record(6, seed=1)
    await books.seal()
    found = await books.verdict(auditor)
    assert found.holds
    assert found.plan.unanchored == 2


async def test_seals_after_an_old_copy_have_to_be_chained_to_it(books: Books) -> None:
    await books.record(2, seed=1)
    auditor = books.auditors_copy()
    shutil.rmtree(books.place)
    await books.seal()
    books.as_owner("UPDATE audit.seals SET previous = sha256('x') WHERE n = 4")
    assert await books.first_bad(auditor) == (11, "seal-swapped")


async def test_own_anchors_that_are_all_gone_are_named(books: Books) -> None:
    shutil.rmtree(books.place / "seals")
    assert (await books.verdict()).holds
    found = (await books.verdict(asked=Asked(anchored=True))).first_bad
    assert found is not None
    assert (found.position, found.kind) == (1, "anchor-missing")
    assert found.sentence.startswith("None of the 3 seals is anchored")


async def test_an_event_that_was_changed_is_named_before_anchors_that_are_gone(
    books: Books,
) -> None:
    shutil.rmtree(books.place / "seals")
    books.as_owner(rewritten(1, "actor = 'person/8'"))
    found = (await books.verdict(asked=Asked(anchored=True))).first_bad
    assert found is not None
    assert (found.position, found.kind) == (1, "changed")


async def test_an_empty_ledger_holds(books: Books) -> None:
    books.as_owner(
        "DELETE FROM ledger.events", "DELETE FROM ledger.commands", "DELETE FROM audit.seals"
    )
    shutil.rmtree(books.place)
    assert (await books.verdict()).holds
