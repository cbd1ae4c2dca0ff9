"""What only the real ledger can show: rights, lost connections, servers that are away."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import AsyncConnection, OperationalError

from commands.ports import Busy, Receipt
from infra.ledger.arrivals import Arrivals
from infra.ledger.batch import Batch
from infra.ledger.pool import Connection
from infra.ledger.writer import LOCK, Writer
from infra.settings import Ledger as Limits
from tests.infra.ledgers import in_postgres
from tests.stack import eventually
from tests.tally import MAPPER, A, B, Count, because

HURRIED = Limits(connections=1, connection_wait_s=0.2, lock_s=0.1)
FORBIDDEN: tuple[LiteralString, ...] = (
    "INSERT INTO ledger.events SELECT * FROM ledger.events",
    "UPDATE ledger.events SET actor = 'nobody'",
    "DELETE FROM ledger.events",
    "TRUNCATE ledger.events",
    "INSERT INTO ledger.commands SELECT * FROM ledger.commands",
    "UPDATE ledger.commands SET position = 0",
    "DELETE FROM ledger.commands",
    "SELECT * FROM ledger.events FOR UPDATE",
    "ALTER TABLE ledger.events DISABLE TRIGGER ALL",
    "DROP TABLE ledger.events",
    "CREATE TABLE ledger.mine (n int)",
    "CREATE TABLE public.mine (n int)",
    "CREATE OR REPLACE FUNCTION ledger.mine(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "SELECT ledger.refuse_change()",
    "SET session_replication_role = replica",
)


def test_the_applications_role_can_append_and_nothing_else(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET ROLE ytempire_app")
        assert [it for it in FORBIDDEN if not refused(connection, it)] == []


RIGHTS = """
    SELECT 'EXECUTE ' || proname FROM pg_proc
    WHERE pronamespace = 'ledger'::regnamespace
        AND has_function_privilege('ytempire_app', oid, 'EXECUTE')
    UNION ALL
    SELECT privilege || ' ' || relname FROM pg_class, unnest(
        '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
    WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
        AND has_table_privilege('ytempire_app', oid, privilege)
    ORDER BY 1
"""


def test_its_rights_in_the_ledger_are_these_and_no_more(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        rights = [right for (right,) in connection.execute(RIGHTS)]
    assert rights == ["EXECUTE append", "SELECT commands", "SELECT events"]


def refused(connection: psycopg.Connection, statement: LiteralString) -> bool:
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@pytest.mark.parametrize("statement", FORBIDDEN[1:4])
def test_even_the_owner_is_kept_from_changing_what_was_recorded(
    database_url: str, statement: LiteralString
) -> None:
    with (
        psycopg.connect(database_url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="only ever appended to"),
    ):
        connection.execute(statement)


async def test_a_ledger_that_is_away_says_try_later() -> None:
    async with in_postgres("postgresql://127.0.0.1:1/none?connect_timeout=1", HURRIED) as bench:
        with pytest.raises(Busy, match="try again"):
            await bench.ledger.carry_out(Count(), because(1))
        with pytest.raises(Busy, match="try again"):
            await bench.ledger.state(A)


async def test_a_writer_who_holds_the_lock_too_long_makes_others_try_later(
    database_url: str,
) -> None:
    async with in_postgres(database_url, HURRIED) as bench:
        async with await AsyncConnection.connect(database_url) as other:
            await other.execute(LOCK)
            with pytest.raises(Busy, match="lock timeout"):
                await bench.ledger.carry_out(Count(), because(1))
        assert await bench.ledger.carry_out(Count(), because(1)) == Receipt(1)


async def test_a_command_that_is_overtaken_too_often_is_told_to_try_later(
    database_url: str,
) -> None:
    async with in_postgres(database_url, Limits(tries=1)) as bench:
        asked = Count((A,), 1, (A,), lambda: bench.elsewhere(Count(), because(2)))
        with pytest.raises(Busy, match="stream tally/a has moved on"):
            await bench.ledger.carry_out(asked, because(1))


async def test_a_ledger_that_only_reads_for_now_says_try_later(database_url: str) -> None:
    async with in_postgres(f"{database_url}&options=-cdefault_transaction_read_only%3Don") as bench:
        with pytest.raises(Busy, match="read-only transaction"):
            await bench.ledger.carry_out(Count(), because(1))


@dataclass(frozen=True, slots=True)
class CutOff(Writer):
    """Loses the connection the first time: before the commit, or after it."""

    committed: bool = True
    cuts: list[int] = field(default_factory=list)

    def send(self, connection: Connection, batch: Batch) -> None:
        if self.cuts or self.committed:
            Writer.send(self, connection, batch)

    async def sent(self, connection: Connection) -> int:
        if self.cuts:
            return await Writer.sent(self, connection)
        self.cuts.append(1)
        if self.committed:
            await Writer.sent(self, connection)
        await connection.execute("RESET ROLE")
        await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise AssertionError("the connection was to be lost")


@pytest.mark.parametrize("committed", [True, False])
async def test_a_connection_lost_around_the_commit_records_once(
    database_url: str, *, committed: bool
) -> None:
    async with in_postgres(database_url, writer=CutOff(MAPPER, committed=committed)) as bench:
        receipt = await bench.ledger.carry_out(Count((A, B), ids={"a": "1"}), because(1))
        assert receipt == Receipt(2, {"a": "1"})
        assert await bench.reader.head() == 2
        assert await bench.sums(A, B) == [1, 1]


async def test_what_another_process_recorded_is_seen(database_url: str) -> None:
    async with in_postgres(database_url) as one, in_postgres(database_url) as other:
        await one.ledger.carry_out(Count(n=3), because(1))
        await other.ledger.carry_out(Count(n=4), because(2))
        assert await one.sums(A) == await other.sums(A) == [7]


async def test_time_never_runs_back_even_where_the_clock_does(database_url: str) -> None:
    async with in_postgres(database_url) as bench:
        await bench.ledger.carry_out(Count(), because(1))
        with psycopg.connect(database_url) as owner:
            owner.execute("ALTER TABLE ledger.events DISABLE TRIGGER ALL")
            owner.execute("UPDATE ledger.events SET recorded_at = recorded_at + interval '1 day'")
        await bench.ledger.carry_out(Count(), because(2))
        before, after = await bench.reader.read_all(0, 2)
        assert before.recorded_at == after.recorded_at


async def test_what_was_decided_on_events_that_are_gone_is_decided_again(
    database_url: str,
) -> None:
    async with in_postgres(database_url) as bench:
        for key in (1, 2):
            await bench.ledger.carry_out(Count(), because(key))
        with psycopg.connect(database_url) as owner:
            owner.execute("ALTER TABLE ledger.events DISABLE TRIGGER ALL")
            owner.execute("DELETE FROM ledger.events WHERE originator_version = 2")
        assert await bench.ledger.carry_out(Count(n=5), because(3)) == Receipt(2)
        assert await bench.sums(A) == [6]


async def test_only_the_streams_used_last_are_kept_and_the_rest_is_read_again(
    database_url: str,
) -> None:
    async with in_postgres(database_url, Limits(streams_held=1)) as bench:
        for key, stream in enumerate((A, B, A, B), start=1):
            await bench.ledger.carry_out(Count((stream,)), because(key))
        assert await bench.sums(A, B) == [2, 2]


async def test_two_processes_at_once_lose_nothing(database_url: str) -> None:
    async with in_postgres(database_url) as one, in_postgres(database_url) as other:
        both = ((one, 1), (other, 101))
        counts = (
            it.ledger.carry_out(Count((A, B)), because(first + n))
            for it, first in both
            for n in range(20)
        )
        await asyncio.gather(*counts)
        assert await one.sums(A, B) == [40, 40]


async def test_a_follower_is_told_of_what_is_recorded(database_url: str) -> None:
    async with in_postgres(database_url) as bench, Arrivals(database_url) as arrivals:
        await bench.ledger.carry_out(Count(), because(1))
        await asyncio.wait_for(arrivals.wait(timeout_s=30), timeout=5)
        await asyncio.wait_for(arrivals.wait(timeout_s=0.01), timeout=5)


async def test_a_follower_that_lost_its_connection_listens_again(database_url: str) -> None:
    async with in_postgres(database_url) as bench, Arrivals(database_url) as arrivals:
        async with await AsyncConnection.connect(database_url, autocommit=True) as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query = 'LISTEN ledger'"
            )
        await arrivals.wait(timeout_s=0.01)
        await arrivals.wait(timeout_s=0.01)
        await bench.ledger.carry_out(Count(), because(1))
        await asyncio.wait_for(arrivals.wait(timeout_s=30), timeout=5)


async def test_following_a_ledger_that_is_away_is_told_at_once() -> None:
    with pytest.raises(OperationalError):
        await Arrivals("postgresql://127.0.0.1:1/none").__aenter__()


class Leaving(AsyncConnection[Any]):
    """Whoever waits on it is cancelled just as the answer comes."""

    async def execute(self, *args: Any, **named: Any) -> Any:
        await super().execute(*args, **named)
        raise asyncio.CancelledError


FREE = "SELECT pg_try_advisory_lock(1498694988)"


async def test_a_lock_does_not_outlive_whoever_was_cancelled_as_it_was_given(
    database_url: str,
) -> None:
    leaving = await Leaving.connect(database_url, autocommit=True)
    with pytest.raises(asyncio.CancelledError):
        async with Writer(MAPPER).locked(leaving):
            pytest.fail("it was cancelled before")
    assert leaving.closed
    with psycopg.connect(database_url, autocommit=True) as other:
        eventually(lambda: other.execute(FREE).fetchone() == (True,))
    await leaving.close()


async def test_whoever_freezes_under_the_lock_loses_it(database_url: str) -> None:
    connection = await AsyncConnection.connect(database_url, autocommit=True)
    await connection.execute("SET statement_timeout TO '100ms'")

    async def freeze() -> None:
        async with Writer(MAPPER).locked(connection):
            with psycopg.connect(database_url, autocommit=True) as other:
                assert other.execute(FREE).fetchone() == (False,)
                eventually(lambda: other.execute(FREE).fetchone() == (True,))

    with pytest.raises(OperationalError):
        await freeze()
    await connection.close()
