"""The ledger read from front to back, fast: a page is read while the one before it is folded.

Events that nobody follows are left out by Postgres; an event is decoded once for all who follow
it; of its envelope, what nobody reads is never parsed.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import repeat
from struct import Struct
from typing import Any
from uuid import UUID

from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult
from psycopg.types.string import ByteaBinaryLoader
from pydantic import ValidationError

from domain.event import Event, Recorded
from infra.ledger.mapper import Mapper, MapperError
from infra.ledger.pool import Connection

HEAD_MAX = 2**63 - 1
"""Up to whatever there is."""

CORE = ("notification_id", "originator_id", "topic", "event_version", "state")
POSITION, STREAM, TOPIC, EVENT_VERSION, STATE = range(len(CORE))
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
INT8 = Struct(">q")
BINARY = Format.BINARY
EVERY = """
    SELECT {columns} FROM ledger.events
    WHERE notification_id > $1::bigint AND notification_id <= $2::bigint
    ORDER BY notification_id LIMIT $3::bigint
"""
FOLLOWED = """
    WITH reach (last) AS MATERIALIZED (
        SELECT max(notification_id) FROM (
            SELECT notification_id FROM ledger.events
            WHERE notification_id > $1::bigint AND notification_id <= $2::bigint
            ORDER BY notification_id LIMIT $3::bigint
        ) AS looked_at
    )
    SELECT {columns} FROM ledger.events
    WHERE notification_id > $1::bigint AND notification_id <= (SELECT last FROM reach)
      AND (topic = ANY ($4::text[]) OR notification_id = (SELECT last FROM reach))
    ORDER BY notification_id
"""
"""The last row looked at comes along, whatever it is: it says how far that was."""

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
        except (ValidationError, MapperError):
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


@dataclass(frozen=True, slots=True)
class Page:
    """Events after a position up to `last`, those that nobody follows left out.

    `full`: there is likely more.
    """

    last: int
    events: list[Scanned]
    full: bool


class Scan:
    """Pages of the ledger, on a connection that nobody else uses meanwhile.

    `topics` are the names of the events that are followed (None: all), `reads` the fields of the
    envelope that are read. In a transaction that holds a snapshot, all pages are of that moment.
    """

    def __init__(
        self,
        connection: Connection,
        mapper: Mapper,
        topics: frozenset[str] | None = None,
        reads: frozenset[str] = ALL,
    ) -> None:
        self._connection = connection
        self._layout = Layout(mapper, reads)
        self._names = topics
        self._topics = [] if topics is None else [f"{{{','.join(sorted(topics))}}}".encode()]
        question = EVERY if topics is None else FOLLOWED
        self._question = question.format(columns=self._layout.columns).encode()
        self._name = b"scan_%d" % id(self)
        self._prepared = False
        self._transformer = Transformer(connection)
        for kind in ("uuid", "timestamptz"):
            self._transformer.adapters.register_loader(kind, ByteaBinaryLoader)

    async def page(self, after: int, limit: int, until: int = HEAD_MAX) -> Page:
        """What follows a position: at most `limit` rows are looked at, none beyond `until`."""
        rows = await self._rows(after, limit, until)
        last = rows[-1][POSITION] if rows else after
        if self._names is not None and rows and rows[-1][TOPIC] not in self._names:
            rows.pop()  # it only says how far the page reaches
        full = last > after and last < until and (last - after) >= limit
        return Page(last, scanned(rows, self._layout), full)

    async def pages(
        self, after: int, limit: int, until: int = HEAD_MAX
    ) -> AsyncGenerator[Page, None]:
        """Every page, up to `until` or the last there is; the next is asked for meanwhile."""
        page = await self.page(after, limit, until)
        while page.last > after:
            after = page.last
            coming = asyncio.create_task(self.page(after, limit, until))
            try:
                await asyncio.sleep(0)  # it is on its way before this one is folded
                yield page
                page = await coming
            finally:
                await _dropped(coming)

    async def _rows(self, after: int, limit: int, until: int) -> list[Values]:
        """Beside the event loop, in one call: Postgres sends while something else is folded.

        Awaited piece by piece, as psycopg does, a page wakes the loop a hundred times.
        """
        its = [b"%d" % it for it in (after, until, limit)] + self._topics
        connection = self._connection
        async with connection.lock:
            self._prepare()
            ask = connection.pgconn.exec_prepared
            result = await _to_its_end(asyncio.to_thread(ask, self._name, its, None, BINARY))
        return self._loaded(_checked(result))

    def _prepare(self) -> None:
        if not self._prepared:
            _checked(self._connection.pgconn.prepare(self._name, self._question))
            self._prepared = True

    def _loaded(self, result: PGresult) -> list[Values]:
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)


def _checked(result: PGresult) -> PGresult:
    """Raises as psycopg would."""
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise error_from_result(result)
    return result


async def _to_its_end(running: Coroutine[Any, Any, PGresult]) -> PGresult:
    """Also where nobody waits any more: until then the connection is not free."""
    task = asyncio.ensure_future(running)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _dropped(task: asyncio.Task[Page]) -> None:
    """Nobody waits for it any more; the connection is free again."""
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
