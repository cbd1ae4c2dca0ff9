"""The SQL of writing: the one function that appends, the keys it stores, the lock it takes.

Conflict
├── Moved      streams that were read have changed since: decide again
└── Answered   keys are recorded already: their answers stand
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import Error, OperationalError, generators, pq
from psycopg.errors import DuplicatePreparedStatement, error_from_result
from pydantic_core import to_json

from commands.ports import Receipt
from domain.ids import StreamId
from infra.ledger import arrays
from infra.ledger.arrays import INT8_ARRAY, TEXT_ARRAY, UUID_ARRAY
from infra.ledger.batch import Batch, Decided
from infra.ledger.mapper import Mapper, Payload
from infra.ledger.pool import Connection

MOVED, RECORDED = "YT001", "YT002"
# Whoever freezes while it holds the lock loses it, and its connection, after a statement's time.
LOCK = """
    SELECT pg_advisory_lock(1498694988),
           set_config('idle_session_timeout', current_setting('statement_timeout'), false)
"""
UNLOCK = """
    SELECT pg_advisory_unlock(1498694988), set_config('idle_session_timeout', '0', false)
"""
ANSWERS = """
    SELECT command_id, request_digest, position, answer
    FROM ledger.commands WHERE command_id = ANY(%s::uuid[])
"""
STREAMS = """
    SELECT its.n, e.topic, e.event_version, e.state
    FROM unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS its (stream, past, n)
    CROSS JOIN LATERAL (
        SELECT topic, event_version, state, originator_version FROM ledger.events
        WHERE originator_id = its.stream AND originator_version > its.past
        ORDER BY originator_version LIMIT 1000000 -- by the index, statistics or none
    ) AS e
    ORDER BY its.n, e.originator_version
"""
NOW = """
    SELECT its.stream, coalesce((
        SELECT originator_version FROM ledger.events WHERE originator_id = its.stream
        ORDER BY originator_version DESC LIMIT 1), 0)
    FROM unnest(%s::text[]) AS its (stream)
"""
KINDS = """
    SELECT 'ledger.new_command'::regtype::oid::bigint AS command,
           'ledger.new_event'::regtype::oid::bigint AS event
"""
NAME = b"ytempire_append"
APPEND = b"SELECT ledger.append($1, $2, $3, $4, $5)"
TYPES = (0, 0, TEXT_ARRAY, INT8_ARRAY, UUID_ARRAY)
"""The types of rows have other numbers in each database: the server knows them."""
BINARY = pq.Format.BINARY
FORMATS = [BINARY] * len(TYPES)


class Kinds(NamedTuple):
    """The numbers of the types of `ledger.append`'s rows."""

    command: int
    event: int


class Conflict(Exception):
    """Nothing was recorded."""


class Moved(Conflict):
    """Streams have moved on: to these versions."""

    def __init__(self, sentence: str, now: Mapping[StreamId, int]) -> None:
        super().__init__(sentence)
        self.now = now


class Answered(Conflict):
    """Commands are recorded already: under these keys."""

    def __init__(self, sentence: str, keys: Iterable[UUID]) -> None:
        super().__init__(sentence)
        self.keys = frozenset(keys)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was answered under a key, and to which request."""

    request_digest: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Writer:
    """Speaks to Postgres about writing; remembers which connections are prepared for it."""

    mapper: Mapper
    prepared: WeakKeyDictionary[Connection, Kinds] = field(default_factory=WeakKeyDictionary)

    @asynccontextmanager
    async def locked(self, connection: Connection) -> AsyncIterator[None]:
        """Nobody else appends meanwhile; each append inside is a transaction of its own."""
        try:
            await connection.execute(LOCK)
            yield
            await connection.execute(UNLOCK)
        except BaseException:
            connection.pgconn.finish()  # a lock must not outlive its holder
            raise

    async def answers(self, connection: Connection, keys: Sequence[UUID]) -> dict[UUID, Stored]:
        """What was answered under these keys, where anything was."""
        found = await (await connection.execute(ANSWERS, (list(keys),))).fetchall()
        return {
            key: Stored(bytes(digest), Receipt(position, answer["ids"], answer["code"]))
            for key, digest, position, answer in found
        }

    async def overtaken(self, connection: Connection, batch: Batch) -> Conflict | None:
        """What of the batch is recorded already, or has moved on; None where nothing has."""
        keys = [it.asked.because.command_id for it in batch.decided]
        if known := await self.answers(connection, keys):
            return Answered("commands are recorded already", known)
        its = await connection.execute(NOW, (list(batch.based_on),))
        found: list[tuple[StreamId, int]] = await its.fetchall()
        moved = {stream: now for stream, now in found if now != batch.based_on[stream]}
        return Moved(f"stream {min(moved)} has moved on", moved) if moved else None

    async def newer(
        self, connection: Connection, past: Mapping[StreamId, int]
    ) -> dict[StreamId, list[Payload]]:
        """The events of each stream past a version, in order."""
        async with connection.cursor(binary=True) as cursor:
            await cursor.execute(STREAMS, (list(past), list(past.values())))
            found = await cursor.fetchall()
        newer: dict[StreamId, list[Payload]] = {it: [] for it in past}
        streams = list(newer.values())
        for n, *payload in found:
            streams[n - 1].append(Payload._make(payload))
        return newer

    async def prepare(self, connection: Connection) -> None:
        """Once a connection; again where the driver has dropped all that was prepared."""
        if connection in self.prepared:
            return
        kinds = await (await connection.execute(KINDS)).fetchone()
        assert kinds is not None
        connection.pgconn.send_prepare(NAME, APPEND, TYPES)
        with suppress(DuplicatePreparedStatement):  # whoever prepared it was cancelled just then
            checked(await connection.wait(generators.execute(connection.pgconn)))
        self.prepared[connection] = Kinds(*kinds)

    def send(self, connection: Connection, batch: Batch) -> None:
        """Begins to append, in a transaction of its own: all of it or nothing."""
        values = packed(batch, self.prepared[connection])
        connection.pgconn.send_query_prepared(NAME, values, FORMATS, result_format=BINARY)
        connection.pgconn.flush()

    async def sent(self, connection: Connection) -> int:
        """The last position before those of the batch's events.

        Raises Moved, Answered, and UniqueViolation: then `overtaken` says which it was.
        """
        (result,) = checked(await connection.wait(generators.execute(connection.pgconn)))
        head = result.get_value(0, 0)
        assert head is not None
        return int.from_bytes(head, "big")


def packed(batch: Batch, kinds: Kinds) -> list[bytes]:
    """The values of `ledger.append`, in its order."""
    refused = [it.asked.because.command_id for it in batch.decided if it.refusal is not None]
    commands, events, begun = _rows(it for it in batch.decided if it.refusal is None)
    read = {it: n for it, n in batch.based_on.items() if it not in begun}
    return [
        arrays.array(kinds.command, commands),
        arrays.array(kinds.event, events),
        arrays.texts(read),
        arrays.longs(read.values()),
        arrays.uuids(refused),
    ]


def _rows(recorded: Iterable[Decided]) -> tuple[list[bytes], list[bytes], set[StreamId]]:
    """Of the commands and of their events; and the streams that they begin."""
    commands, events, begun = list[bytes](), list[bytes](), set[StreamId]()
    for it in recorded:
        its = it.asked.because
        key, account = arrays.uuid(its.command_id), arrays.uuid(its.account_id)
        envelope = arrays.envelope(its.actor, account, key, its.correlation_id, its.traceparent)
        for pending, payload in zip(it.deciding.pending, it.payloads, strict=True):
            stream, version, event_id, causation_id, _ = pending
            ids = event_id, causation_id
            events.append(arrays.event(stream, version, ids, payload, envelope))
            if version == 1:
                begun.add(stream)
        answer = to_json({"code": it.deciding.code, "ids": it.asked.ids})
        commands.append(arrays.command(key, account, its.request_digest, len(events), answer))
    return commands, events, begun


def checked(results: Sequence[pq.abc.PGresult]) -> Sequence[pq.abc.PGresult]:
    """The same, if all went well. Raises Moved, Answered, and psycopg's errors."""
    for result in results:
        if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            raise _named(error_from_result(result))
    if not results:
        raise OperationalError("the connection was lost")
    return results


def _named(error: Error) -> Exception:
    detail = error.diag.message_detail or "null"
    if error.sqlstate == MOVED:
        return Moved(str(error.diag.message_primary), json.loads(detail))
    if error.sqlstate == RECORDED:
        return Answered(str(error.diag.message_primary), map(UUID, json.loads(detail)))
    return error
