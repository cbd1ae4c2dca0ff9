"""Tables as data: what a projection declares, and the runner alone turns into SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

Value = str | int | float | bool | datetime | date | UUID | None
KeyPart = str | int | UUID | date
Key = tuple[KeyPart, ...]
Row = dict[str, Value]


class Kind(StrEnum):
    """What a column holds; the comment says as which type of Python."""

    TEXT = "text"  # str
    WHOLE = "whole"  # int, of 64 bits
    AMOUNT = "amount"  # int: nanos of a currency, of 38 digits
    REAL = "real"  # float; never money
    FLAG = "flag"  # bool
    INSTANT = "instant"  # datetime with a zone
    DAY = "day"  # date
    ID = "id"  # UUID


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what a new row holds in it; None where it may hold nothing."""

    kind: Kind
    default: Value = None


@dataclass(frozen=True, slots=True)
class Index:
    """An index; `only` limits it to the rows where a column has this value."""

    columns: tuple[str, ...]
    only: tuple[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its key's columns in order, and all others with their defaults."""

    name: str
    key: Mapping[str, Kind]
    columns: Mapping[str, Column]
    indexes: tuple[Index, ...] = ()

    @property
    def defaults(self) -> Row:
        return {name: it.default for name, it in self.columns.items()}

    @property
    def kinds(self) -> dict[str, Kind]:
        """Every column, the key's first."""
        return dict(self.key) | {name: it.kind for name, it in self.columns.items()}


BY_POSITION: Mapping[str, Kind] = {"position": Kind.WHOLE, "n": Kind.WHOLE}
"""The key of a table that is appended to: the event, and the row's place among its rows."""

TEXT, NO_TEXT = Column(Kind.TEXT, ""), Column(Kind.TEXT)
WHOLE, NO_WHOLE = Column(Kind.WHOLE, 0), Column(Kind.WHOLE)
AMOUNT = Column(Kind.AMOUNT, 0)
NO_REAL = Column(Kind.REAL)
FLAG, NO_FLAG = Column(Kind.FLAG, default=False), Column(Kind.FLAG)
NO_INSTANT, NO_DAY, NO_ID = Column(Kind.INSTANT), Column(Kind.DAY), Column(Kind.ID)
