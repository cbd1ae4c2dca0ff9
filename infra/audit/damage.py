"""What was done to events: the first one that is not as it was recorded, and how.

It computes hashes with `infra/ledger/entry_hash.py`, row by row, and shares no line with the
fast scan that found something amiss.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from infra.ledger.entry_hash import entry_hash
from infra.ledger.row import Row


@dataclass(frozen=True, slots=True)
class Damage:
    """`kind` is one word for programs, `sentence` says the same to people."""

    position: int
    kind: str
    sentence: str
    event_id: UUID | None = None
    stream: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Positions `first` to `last`; `leaves` are the sealed hashes from `first` on, if known.

    They may go on after `last`: what has moved is recognised by them.
    """

    first: int
    last: int
    leaves: Sequence[bytes] = ()

    def leaf(self, position: int) -> bytes | None:
        at = position - self.first
        return self.leaves[at] if 0 <= at < len(self.leaves) else None


def first_damage(rows: Sequence[Row], expected: Expected) -> Damage | None:
    """The first position that does not hold what was recorded there.

    `rows` are those from `expected.first` on, some after `expected.last` among them.
    """
    found = {it.notification_id: it for it in rows}
    for position in range(expected.first, expected.last + 1):
        row = found.get(position)
        if row is None:
            return _gone(position, rows, expected)
        if not _intact(row, expected.leaf(position)):
            return _named(row, rows, expected)
    return None


def _intact(row: Row, leaf: bytes | None) -> bool:
    own = entry_hash(row)
    return own == row.entry_hash and leaf in {None, own}


def _gone(position: int, rows: Sequence[Row], expected: Expected) -> Damage:
    if any(it.notification_id > position for it in rows):
        return Damage(position, "deleted", f"The event at position {position} is gone.")
    return Damage(
        position,
        "tail-cut",
        f"Everything from position {position} on is gone; events were sealed"
        f" up to position {expected.last} at least.",
    )


def _named(row: Row, rows: Sequence[Row], expected: Expected) -> Damage:
    """Whether the row came from elsewhere, and whether what stood here stands elsewhere now."""
    position, leaf = row.notification_id, expected.leaf(row.notification_id)
    own = entry_hash(row)
    if leaf in {row.entry_hash, own}:
        return _changed(row)
    was = next(_was_at(row, rows, expected), None)
    now = next((it for it in rows if leaf is not None and _could_be(it, position, leaf)), None)
    match (was, now):
        case (int(), Row()):
            said = f"The event recorded at position {was} stands at position {position} now."
            return _damage(row, "reordered", said)
        case (int(), None):
            said = f"The event at position {position} is gone; later ones were moved up."
            return Damage(position, "deleted", said)
        case (None, Row()):
            said = f"The event at position {position} was put in later; others were moved down."
            return _damage(row, "inserted", said)
        case _:
            return _changed(row) if own != row.entry_hash else _rewritten(row)


def _was_at(row: Row, rows: Sequence[Row], expected: Expected) -> Iterator[int]:
    """Other positions at which this row was recorded, and is no more."""
    found = {it.notification_id: it for it in rows}
    for at, leaf in enumerate(expected.leaves, expected.first):
        there = found.get(at)
        if _could_be(row, at, leaf) and not (there and _intact(there, leaf)):
            yield at


def _could_be(row: Row, position: int, leaf: bytes) -> bool:
    return leaf in {row.entry_hash, entry_hash(row._replace(notification_id=position))}


def _changed(row: Row) -> Damage:
    said = "is not what was recorded: its row does not come to its hash."
    return _damage(row, "changed", f"The event at position {row.notification_id} {said}")


def _rewritten(row: Row) -> Damage:
    said = "was rewritten and hashed again: another hash was sealed."
    return _damage(row, "rewritten", f"The event at position {row.notification_id} {said}")


def _damage(row: Row, kind: str, sentence: str) -> Damage:
    return Damage(row.notification_id, kind, sentence, row.event_id, row.originator_id)
