"""A ledger with many events in it, written by the owner in one statement: hashes and all."""

from dataclasses import dataclass

import psycopg
from pydantic_core import to_json

from benchmarks.ledger.events import ACCOUNT, NOON, STATE_BYTES, spent
from domain.ids import StreamId

PLACE = "bench/00000000-0000-4000-8000-000000000000"
FILL = """
    INSERT INTO ledger.events
    SELECT its.*, ledger.entry_hash(
        its.position, its.stream, its.kind, its.version, its.event_id, its.topic,
        its.event_version, its.recorded_at, its.actor, its.account_id, its.command_id,
        its.correlation_id, its.causation_id, its.traceparent, its.state)
    FROM (
        SELECT n + 1 AS position, stream, 'bench' AS kind, version,
               md5('event ' || n)::uuid AS event_id, 'bench.spent' AS topic, 1 AS event_version,
               %(at)s::timestamptz + n * interval '100 us' AS recorded_at, 'person/9' AS actor,
               %(account)s::uuid AS account_id, command AS command_id,
               command AS correlation_id, command AS causation_id, NULL::text AS traceparent,
               convert_to(replace(%(state)s, %(place)s, stream), 'UTF8') AS state
        FROM generate_series(0, %(count)s::bigint - 1) AS n,
             LATERAL (SELECT {k} AS k, {version} AS version) AS which,
             LATERAL (SELECT 'bench/' || md5('stream ' || k)::uuid AS stream,
                             md5('command ' || n)::uuid AS command) AS named
    ) AS its
    ORDER BY its.position
"""
COMMANDS = """
    INSERT INTO ledger.commands
        (command_id, account_id, request_digest, position, answer, recorded_at)
    SELECT command_id, account_id, sha256('filled'), notification_id,
           '{"code": "recorded", "ids": {}}', recorded_at
    FROM ledger.events
"""


@dataclass(frozen=True, slots=True)
class Scattered:
    """Event n belongs to stream n modulo `streams`."""

    streams: int = 10_000

    @property
    def sql(self) -> tuple[str, str]:
        return f"n %% {self.streams}", f"n / {self.streams} + 1"


@dataclass(frozen=True, slots=True)
class Local:
    """`run` events of a stream follow each other."""

    run: int = 20

    @property
    def sql(self) -> tuple[str, str]:
        return f"n / {self.run}", f"n %% {self.run} + 1"


def fill(url: str, count: int, keys: Scattered | Local) -> None:
    """Events as they are recorded, each by a command of its own; looked over by VACUUM.

    All of it is on the disk before a clock runs: commits wait while a checkpoint writes.
    """
    k, version = keys.sql
    state = to_json(spent(StreamId(PLACE), state_bytes=STATE_BYTES)).decode()
    values = {"at": NOON, "account": ACCOUNT, "state": state, "place": PLACE, "count": count}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FILL.format(k=k, version=version).encode(), values)
        connection.execute(COMMANDS)
        connection.execute("VACUUM (FREEZE, ANALYZE) ledger.events")
        connection.execute("VACUUM (FREEZE, ANALYZE) ledger.commands")
        connection.execute("CHECKPOINT")


def streams(url: str) -> list[StreamId]:
    """Every stream there is, the first begun first."""
    query = """
        SELECT originator_id FROM ledger.events WHERE originator_version = 1
        ORDER BY notification_id
    """
    with psycopg.connect(url) as connection:
        return [it for (it,) in connection.execute(query).fetchall()]
