"""The SQL of writing: the one function that appends, the keys it stores, the lock it takes.

Conflict
├── Moved      streams that were read have changed since: decide again
└── Answered   keys are recorded already: their answers stand
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID
from weakref import WeakSet

from psycopg import Error, OperationalError, generators, pq
from psycopg.errors import error_from_result
from pydantic_core import to_json

from commands.ports import Receipt
from domain.ids import StreamId
from infra.ledger import arrays
from infra.ledger.arrays import (
    BYTEA_ARRAY,
    INT4_ARRAY,
    INT8_ARRAY,
    TEXT_ARRAY,
    UUID_ARRAY,
)
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
NAME = b"ytempire_append"
TYPES = (
    *(UUID_ARRAY, UUID_ARRAY, BYTEA_ARRAY, TEXT_ARRAY),
    *(TEXT_ARRAY, UUID_ARRAY, TEXT_ARRAY, INT4_ARRAY, UUID_ARRAY),
    *(TEXT_ARRAY, INT8_ARRAY),
    *(UUID_ARRAY, INT4_ARRAY, INT4_ARRAY, TEXT_ARRAY, INT4_ARRAY, UUID_ARRAY, BYTEA_ARRAY),
)
APPEND = f"SELECT ledger.append({', '.join(f'${n}' for n in range(1, len(TYPES) + 1))})".encode()
BINARY = pq.Format.BINARY
FORMATS = [BINARY] * len(TYPES)


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
    prepared: WeakSet[Connection] = field(default_factory=WeakSet)

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
        if connection not in self.prepared:
            connection.pgconn.send_prepare(NAME, APPEND, TYPES)
            checked(await connection.wait(generators.execute(connection.pgconn)))
            self.prepared.add(connection)

    def send(self, connection: Connection, batch: Batch) -> None:
        """Begins to append, in a transaction of its own: all of it or nothing."""
        connection.pgconn.send_query_prepared(NAME, packed(batch), FORMATS, result_format=BINARY)
        connection.pgconn.flush()

    async def sent(self, connection: Connection) -> int:
        """The last position before those of the batch's events. Raises Moved, Answered."""
        (result,) = checked(await connection.wait(generators.execute(connection.pgconn)))
        head = result.get_value(0, 0)
        assert head is not None
        return int.from_bytes(head, "big")


def packed(batch: Batch) -> list[bytes]:
    """The values of `ledger.append`, in its order."""
    recorded = [it for it in batch.decided if it.refusal is None]
    refused = [it.asked.because.command_id for it in batch.decided if it.refusal is not None]
    return [
        *_commands(recorded),
        arrays.uuids(refused),
        arrays.texts(batch.based_on),
        arrays.longs(batch.based_on.values()),
        *_events(recorded, {stream: n for n, stream in enumerate(batch.based_on, start=1)}),
    ]


def _commands(recorded: Sequence[Decided]) -> Iterable[bytes]:
    because = [it.asked.because for it in recorded]
    yield arrays.uuids([it.command_id for it in because])
    yield arrays.uuids([it.account_id for it in because])
    yield arrays.blobs([it.request_digest for it in because])
    yield arrays.utf8([_answer(it) for it in recorded])
    yield arrays.texts([it.actor for it in because])
    yield arrays.uuids([it.correlation_id for it in because])
    yield arrays.texts([it.traceparent for it in because])
    yield arrays.shorts(ends(recorded))


def ends(recorded: Iterable[Decided]) -> Iterable[int]:
    """How many of the batch's events come up to the end of each command."""
    end = 0
    for it in recorded:
        end += len(it.payloads)
        yield end


def _answer(it: Decided) -> bytes:
    return to_json({"code": it.deciding.code, "ids": it.asked.ids})


def _events(recorded: Sequence[Decided], index: Mapping[StreamId, int]) -> Iterable[bytes]:
    pending = [entry for it in recorded for entry in it.deciding.pending]
    payloads = [payload for it in recorded for payload in it.payloads]
    yield arrays.uuids([it.event_id for it in pending])
    yield arrays.shorts([n for n, it in enumerate(recorded, start=1) for _ in it.payloads])
    yield arrays.shorts([index[it.stream] for it in pending])
    yield arrays.texts([it.topic for it in payloads])
    yield arrays.shorts([it.event_version for it in payloads])
    yield arrays.uuids([it.causation_id for it in pending])
    yield arrays.blobs([it.state for it in payloads])


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
