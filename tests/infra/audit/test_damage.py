"""Whatever is done to rows, the first one that is not as it was is found, and what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from infra.audit.damage import Expected, first_damage
from infra.ledger.entry_hash import entry_hash
from infra.ledger.row import Row
from tests.history.samples import load
from tests.infra.test_entry_hash import VECTORS

COUNT = 12
SHAPE = load(VECTORS[0])


def rehashed(row: Row) -> Row:
    return row._replace(entry_hash=entry_hash(row))


def event(n: int) -> Row:
    its = SHAPE._replace(event_id=UUID(int=n), originator_id=f"tally/{n}")
    return its._replace(notification_id=n)


RECORDED = [rehashed(event(n)) for n in range(1, COUNT + 1)]
LEAVES = [it.entry_hash for it in RECORDED]


@dataclass(frozen=True)
class Tampering:
    kind: str
    position: int
    rows: list[Row]


def renumbered(rows: list[Row]) -> list[Row]:
    return [it._replace(notification_id=n) for n, it in enumerate(rows, 1)]


def changed(at: int, _: int) -> Tampering:
    rows = [*RECORDED]
    rows[at] = rows[at]._replace(actor="person/8")
    return Tampering("changed", at + 1, rows)


def removed(at: int, _: int) -> Tampering:
    return Tampering("deleted", at + 1, [*RECORDED[:at], *RECORDED[at + 1 :]])


def removed_and_closed_up(at: int, _: int) -> Tampering:
    return Tampering("deleted", at + 1, renumbered(removed(at, 0).rows))


def put_in(at: int, _: int) -> Tampering:
    forged = rehashed(event(99))
    return Tampering("inserted", at + 1, renumbered([*RECORDED[:at], forged, *RECORDED[at:]]))


def exchanged(at: int, by: int) -> Tampering:
    other = (at + by) % COUNT
    rows = [*RECORDED]
    rows[at], rows[other] = rows[other], rows[at]
    return Tampering("reordered", min(at, other) + 1, renumbered(rows))


def cut(at: int, _: int) -> Tampering:
    return Tampering("tail-cut", at + 1, RECORDED[:at])


def moved(at: int, by: int) -> Tampering:
    """One event is taken out and put in elsewhere."""
    other = (at + by) % COUNT
    rows = [*RECORDED]
    rows.insert(other, rows.pop(at))
    return Tampering("reordered", min(at, other) + 1, renumbered(rows))


KINDS: list[Callable[[int, int], Tampering]] = [
    *(changed, put_in, exchanged, moved, cut),
    *(removed, removed_and_closed_up),
]
places = st.integers(0, COUNT - 2)
distances = st.integers(1, COUNT - 1)


@given(st.sampled_from(KINDS), places, distances, st.booleans())
def test_the_first_is_found_and_named(
    tamper: Callable[[int, int], Tampering],
    at: int,
    by: int,
    hash_again: bool,  # noqa: FBT001 - drawn
) -> None:
    done = tamper(at, by)
    rows = [rehashed(it) for it in done.rows] if hash_again else done.rows
    found = first_damage(rows, Expected(1, COUNT, LEAVES))
    assert found is not None
    kind = "rewritten" if hash_again and done.kind == "changed" else done.kind
    assert (found.position, found.kind) == (done.position, kind)


def test_what_is_as_it_was_has_no_damage() -> None:
    assert first_damage(RECORDED, Expected(1, COUNT, LEAVES)) is None
    assert first_damage(RECORDED, Expected(1, COUNT)) is None


@given(st.sampled_from([changed, removed, cut]), places)
def test_without_leaves_each_row_still_has_its_own_hash(
    tamper: Callable[[int, int], Tampering], at: int
) -> None:
    done = tamper(at, 1)
    found = first_damage(done.rows, Expected(1, COUNT))
    assert found is not None
    assert (found.position, found.kind) == (done.position, done.kind)
