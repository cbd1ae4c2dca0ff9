"""Changes: what a projection may ask of its tables. Data, so that a page of them can be folded.

They are values, never changed once made; not frozen, since Python makes a frozen one three times
as slowly, and there is at least one for every event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from projections.table import Key, Row, Value


@dataclass(slots=True)
class Delta:
    """What a page of changes comes down to for one row.

    `removed`: whatever was there before does not count; the row need not be read.
    """

    removed: bool = False
    sets: Row = field(default_factory=dict)
    adds: dict[str, int] = field(default_factory=dict)

    def apply(self, row: Row | None, defaults: Row) -> Row | None:
        """The row after this page; None where it is gone."""
        if not self.sets and not self.adds:
            return None if self.removed else row
        whole = (defaults if self.removed or row is None else row) | self.sets
        return whole | {it: added(whole[it], amount) for it, amount in self.adds.items()}


@dataclass(slots=True)
class Add:
    """Add whole numbers to a row, made from defaults if absent."""

    table: str
    key: Key
    amounts: Mapping[str, int]

    def onto(self, delta: Delta) -> None:
        sets, adds = delta.sets, delta.adds
        for column, amount in self.amounts.items():
            if column in sets:
                sets[column] = added(sets[column], amount)
            else:
                adds[column] = adds.get(column, 0) + amount


@dataclass(slots=True)
class Put:
    """Set columns of a row, made from defaults if absent."""

    table: str
    key: Key
    values: Mapping[str, Value]

    def onto(self, delta: Delta) -> None:
        delta.sets.update(self.values)
        if delta.adds:
            for column in self.values:
                delta.adds.pop(column, None)


@dataclass(slots=True)
class Append:
    """One new row, keyed by the event's position and its place among the event's rows."""

    table: str
    position: int
    n: int
    row: Mapping[str, Value]

    @property
    def key(self) -> Key:
        return (self.position, self.n)

    def onto(self, delta: Delta) -> None:
        delta.removed, delta.sets, delta.adds = True, dict(self.row), {}


@dataclass(slots=True)
class Remove:
    """Drop a row; a later change starts from defaults."""

    table: str
    key: Key

    def onto(self, delta: Delta) -> None:
        delta.removed, delta.sets, delta.adds = True, {}, {}


Change = Add | Put | Append | Remove
Place = tuple[str, Key]
"""A table's name and a key in it."""

Deltas = dict[Place, Delta]


def fold(changes: Iterable[Change], onto: Deltas | None = None) -> Deltas:
    """One delta a row, whatever the length of the page; goes on with `onto`, if it is given."""
    deltas: Deltas = {} if onto is None else onto
    for change in changes:
        place = (change.table, change.key)
        delta = deltas.get(place)
        if delta is None:
            delta = deltas[place] = Delta()
        change.onto(delta)
    return deltas


def added(before: Value, amount: int) -> int:
    """A sum after it. Raises AssertionError where there is no number to add to."""
    assert isinstance(before, int), f"{before!r} cannot be added to"
    return before + amount
