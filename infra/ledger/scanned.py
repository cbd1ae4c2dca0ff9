"""A row of a scan as an event: of its envelope, what nobody reads is never parsed."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import repeat
from struct import Struct
from typing import Any
from uuid import UUID

from domain.event import Event, Recorded
from infra.ledger.mapper import WRONG, Mapper, MapperError

CORE = ("notification_id", "originator_id", "topic", "event_version", "state")
POSITION, STREAM, TOPIC, EVENT_VERSION, STATE = range(len(CORE))
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
INT8 = Struct(">q")

Values = tuple[Any, ...]


def _uuid(data: bytes) -> UUID:
    return UUID(bytes=data)


def _uuid_or_none(data: bytes | None) -> UUID | None:
    return None if data is None else UUID(bytes=data)


def _time(data: bytes) -> datetime:
    return EPOCH + timedelta(microseconds=INT8.unpack(data)[0])


def _as_it_is(value: Any) -> Any:
    return value


ENVELOPE: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "version": ("originator_version", _as_it_is),
    "event_id": ("event_id", _uuid),
    "recorded_at": ("recorded_at", _time),
    "actor": ("actor", _as_it_is),
    "account_id": ("account_id", _uuid_or_none),
    "command_id": ("command_id", _uuid),
    "correlation_id": ("correlation_id", _uuid),
    "causation_id": ("causation_id", _uuid),
    "traceparent": ("traceparent", _as_it_is),
    "entry_hash": ("entry_hash", _as_it_is),
}
"""What of `Recorded` is parsed when it is read: its column, and how."""

ALL = frozenset(ENVELOPE)


class Decoders(dict[tuple[str, int], Callable[[bytes], Event]]):
    """For each shape of an event, what loads it; found at its first use."""

    def __init__(self, mapper: Mapper) -> None:
        super().__init__()
        self.mapper = mapper

    def __missing__(self, its: tuple[str, int]) -> Callable[[bytes], Event]:
        decoder = self[its] = self.mapper.decoder(*its)
        return decoder


class Layout:
    """Which columns a scan carries, and how each becomes a value. `reads` names fields."""

    def __init__(self, mapper: Mapper, reads: frozenset[str] = ALL) -> None:
        self._decoders = Decoders(mapper)
        fields = [name for name in ENVELOPE if name in reads]
        self.columns = ", ".join((*CORE, *(ENVELOPE[it][0] for it in fields)))
        self._parse = {it: (n, ENVELOPE[it][1]) for n, it in enumerate(fields, len(CORE))}

    def events(self, shapes: Iterable[tuple[str, int]], states: Iterable[bytes]) -> list[Event]:
        """All of them, or none where one cannot be loaded: that one will say so when it is read."""
        decoders = self._decoders
        try:
            return [decoders[its](state) for its, state in zip(shapes, states, strict=True)]
        except (*WRONG, MapperError):
            return []

    def value(self, name: str, row: Values) -> object:
        """Raises MapperError where the row is no event of this program."""
        if name == "event":
            return self._decoders.mapper.event(row[TOPIC], row[EVENT_VERSION], row[STATE])
        if name not in self._parse:
            raise AttributeError(f"{name} was not scanned: say that it is read")
        n, parse = self._parse[name]
        return parse(row[n])


class Scanned(Recorded):
    """An event in its envelope, of which nothing is parsed before it is read, and that once.

    Its fields are the slots of `Recorded`, each filled when it is first missed. Reading `event`
    raises MapperError where the row is no event of this program.
    """

    __slots__ = ("layout", "row", "topic")

    layout: Layout
    row: Values
    topic: str

    def __getattr__(self, name: str) -> Any:
        fill = FILL.get(name)
        if fill is None:
            raise AttributeError(name)
        value = self.layout.value(name, self.row)
        fill(self, value)
        return value

    @property
    def recorded(self) -> Recorded:
        return self


FILL: Mapping[str, Callable[[Scanned, object], None]] = {
    name: vars(cls)[name].__set__ for cls in (Recorded, Scanned) for name in cls.__slots__
}
"""What `__init__` would do, were the class not frozen: by slot, and so without a look-up."""


def scanned(rows: Sequence[Values], layout: Layout) -> list[Scanned]:
    """Rows with the layout's columns, as events; a slot of all of them at a time."""
    new = Scanned.__new__
    found = [new(Scanned) for _ in rows]
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(CORE)
    _fill("position", found, columns[POSITION])
    _fill("stream", found, columns[STREAM])
    _fill("topic", found, columns[TOPIC])
    _fill("event", found, layout.events(zip(*columns[TOPIC:STATE], strict=True), columns[STATE]))
    _fill("row", found, rows)
    _fill("layout", found, repeat(layout))
    return found


def _fill(name: str, these: Sequence[Scanned], values: Iterable[object]) -> None:
    deque(map(FILL[name], these, values), maxlen=0)
