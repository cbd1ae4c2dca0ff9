"""The SQL of writing: the one function that appends, the key it stores, the lock it takes."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import DatabaseError
from psycopg.types.json import Jsonb

from commands.ports import Because, Receipt, Reused
from infra.ledger.decision import Deciding
from infra.ledger.mapper import Mapper, Payload
from infra.ledger.pool import Connection

MOVED, RECORDED = "YT001", "YT002"
LOCK = "SELECT pg_advisory_xact_lock(1498694988)"
KEY = "SELECT request_digest, position, answer FROM ledger.commands WHERE command_id = %s"
VERSIONS = """
    SELECT its.stream, coalesce((
        SELECT max(originator_version) FROM ledger.events WHERE originator_id = its.stream
    ), 0)
    FROM unnest(%s::text[]) AS its (stream)
"""
APPEND = """
    SELECT ledger.append(
        %(key)s, %(account)s, %(digest)s, %(answer)s,
        %(actor)s, %(correlation)s, %(trace)s,
        %(streams)s::text[], %(expected)s::bigint[],
        %(event_ids)s::uuid[], %(event_streams)s::text[], %(event_topics)s::text[],
        %(event_versions)s::integer[], %(event_causations)s::uuid[], %(event_states)s::bytea[]
    )
"""


class Overtaken(Exception):
    """Another writer was first: look the key up and decide again."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Speaks to Postgres about writing; holds no connection."""

    mapper: Mapper

    async def lock(self, connection: Connection) -> None:
        """Nobody else appends until this transaction ends."""
        await connection.execute(LOCK)

    async def answer(self, connection: Connection, because: Because) -> Receipt | None:
        """What was answered under this key. Raises Reused where it asked something else."""
        found = await (await connection.execute(KEY, (because.command_id,))).fetchone()
        if found is None:
            return None
        digest, position, answer = found
        if bytes(digest) != because.request_digest:
            raise Reused("this key was used before, for another request; use a new one")
        return Receipt(position, answer["ids"], answer["code"])

    async def moved(self, connection: Connection, deciding: Deciding) -> bool:
        """Whether any stream that was read has changed since."""
        names = list(deciding.expected)
        found = await (await connection.execute(VERSIONS, (names,))).fetchall()
        return dict(found) != deciding.expected

    async def append(
        self, connection: Connection, deciding: Deciding, ids: dict[str, str]
    ) -> Receipt:
        """All of it or nothing, in the transaction that is open, or one of its own.

        Raises Overtaken where a stream that was read has changed, or the key is recorded.
        """
        values = self._values(deciding) | {"answer": Jsonb({"code": deciding.code, "ids": ids})}
        try:
            found = await (await connection.execute(APPEND, values)).fetchone()
        except DatabaseError as refused:
            if refused.sqlstate in (MOVED, RECORDED):
                raise Overtaken(str(refused)) from refused
            raise
        assert found is not None
        return Receipt(found[0], ids, deciding.code)

    def _values(self, deciding: Deciding) -> dict[str, object]:
        because, pending = deciding.because, deciding.pending
        payloads: list[Payload] = [self.mapper.payload(it.event) for it in pending]
        causations: list[UUID] = [it.causation_id for it in pending]
        return {
            "key": because.command_id,
            "account": because.account_id,
            "digest": because.request_digest,
            "actor": because.actor,
            "correlation": because.correlation_id,
            "trace": because.traceparent,
            "streams": list(deciding.expected),
            "expected": list(deciding.expected.values()),
            "event_ids": [it.event_id for it in pending],
            "event_streams": [it.stream for it in pending],
            "event_topics": [it.topic for it in payloads],
            "event_versions": [it.event_version for it in payloads],
            "event_causations": causations,
            "event_states": [it.state for it in payloads],
        }
