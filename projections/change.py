"""Changes: what a projection may ask of its tables. Data, so that a page of them can be folded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from projections.table import Key, Row, Value


@dataclass(frozen=True, slots=True)
class Add:
    """Add whole numbers to a row, made from defaults if absent."""

    table: str
    key: Key
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Put:
    """Set columns of a row, made from defaults if absent."""

    table: str
    key: Key
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Append:
    """One new row, keyed by the event's position and its place among the event's rows."""

    table: str
    position: int
    n: int
    row: Mapping[str, Value]

    @property
    def key(self) -> Key:
        return (self.position, self.n)


@dataclass(frozen=True, slots=True)
class Remove:
    """Drop a row; a later change starts from defaults."""

    table: str
    key: Key


Change = Add | Put | Append | Remove
Place = tuple[str, Key]
"""A table's name and a key in it."""


@dataclass(slots=True)
class Delta:
    """What a page of changes comes down to for one row.

    `removed`: whatever was there before does not count; the row need not be read.
    """

    removed: bool = False
    sets: Row = field(default_factory=dict)
    adds: dict[str, int] = field(default_factory=dict)

    def take(self, change: Change) -> None:
        match change:
            case Add(amounts=amounts):
                for column, amount in amounts.items():
                    self._add(column, amount)
            case Put(values=values):
                self._put(values)
            case Append(row=row):
                self.removed, self.sets, self.adds = True, dict(row), {}
            case Remove():
                self.removed, self.sets, self.adds = True, {}, {}

    def apply(self, row: Row | None, defaults: Row) -> Row | None:
        """The row after this page; None where it is gone."""
        if not self.sets and not self.adds:
            return None if self.removed else row
        whole = (defaults if self.removed or row is None else row) | self.sets
        return whole | {it: _sum(whole[it], amount) for it, amount in self.adds.items()}

    def _put(self, values: Mapping[str, Value]) -> None:
        self.sets.update(values)
        for column in values:
            self.adds.pop(column, None)

    def _add(self, column: str, amount: int) -> None:
        if column in self.sets:
            self.sets[column] = _sum(self.sets[column], amount)
        else:
            self.adds[column] = self.adds.get(column, 0) + amount


def fold(changes: Iterable[Change]) -> dict[Place, Delta]:
    """One delta a row, whatever the length of the page."""
    deltas: dict[Place, Delta] = {}
    for change in changes:
        deltas.setdefault((change.table, change.key), Delta()).take(change)
    return deltas


def _sum(before: Value, amount: int) -> int:
    assert isinstance(before, int), f"{before!r} cannot be added to"
    return before + amount
