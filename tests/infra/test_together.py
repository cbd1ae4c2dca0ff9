"""Statements sent together: all hold or none, whatever their size, and whoever interrupts."""

import asyncio

import pytest
from psycopg import OperationalError
from psycopg.errors import DivisionByZero, UndefinedTable

from infra.projector import together as module
from infra.projector.process import writing
from infra.projector.tables import Connection
from infra.projector.together import Statement, together

MADE = "CREATE TABLE kept (n bigint)"
KEPT = "SELECT coalesce(sum(n), 0) FROM kept"
KEEP = Statement(b"INSERT INTO kept VALUES ($1::bigint)", ((1).to_bytes(8, "big"),))
FAILS = Statement(b"SELECT 1 / (SELECT count(*) FROM kept WHERE n < 0)")
LOST = Statement(b"SELECT pg_terminate_backend(pg_backend_pid())")
ASLEEP = Statement(b"SELECT pg_sleep(60)")
LARGE_BYTES = 400_000
LARGE = Statement(b"SELECT $1::text || length($1::text)", (b"x" * LARGE_BYTES,))
"""As large an answer as a question: no buffer of a socket holds a hundred of them."""


async def kept(connection: Connection) -> int:
    found = await (await connection.execute(KEPT)).fetchone()
    assert found is not None
    return int(found[0])


async def test_large_questions_and_large_answers_do_not_wait_for_each_other(
    database_url: str,
) -> None:
    async with writing(database_url) as connection, asyncio.timeout(20):
        answers = await together(connection, [LARGE] * 100)
    assert {len(it.get_value(0, 0) or b"") for it in answers} == {LARGE_BYTES + 6}


async def test_where_one_fails_none_holds_and_the_connection_is_of_use(database_url: str) -> None:
    async with writing(database_url) as connection:
        await connection.execute(MADE)
        for _ in range(2):
            with pytest.raises(DivisionByZero):
                await together(connection, [KEEP, FAILS, KEEP])
        assert await kept(connection) == 0
        await together(connection, [KEEP, KEEP])
        assert await kept(connection) == 2


async def test_what_could_not_be_prepared_is_prepared_later(database_url: str) -> None:
    async with writing(database_url) as connection:
        with pytest.raises(UndefinedTable):
            await together(connection, [KEEP])
        await connection.execute(MADE)
        await together(connection, [KEEP])
        assert await kept(connection) == 1


async def test_the_first_that_fails_is_told_though_others_cannot_be_prepared(
    database_url: str,
) -> None:
    async with writing(database_url) as connection:
        with pytest.raises(DivisionByZero):
            await together(connection, [Statement(b"SELECT 1 / (SELECT 0)"), KEEP])


async def test_in_a_transaction_only_they_are_undone(database_url: str) -> None:
    async with writing(database_url) as connection:
        await connection.execute(MADE)
        async with connection.transaction():
            await together(connection, [KEEP])
            with pytest.raises(DivisionByZero):
                await together(connection, [KEEP, FAILS])
        assert await kept(connection) == 1


async def test_with_too_many_prepared_the_others_are_answered_too(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PREPARED_MAX", 1)
    async with writing(database_url) as connection:
        for n in range(3):
            (answer,) = await together(connection, [Statement(b"SELECT %d" % n)])
            assert answer.get_value(0, 0) == b"%d" % n


async def test_a_lost_connection_is_told_as_one(database_url: str) -> None:
    async with writing(database_url) as connection:
        with pytest.raises(OperationalError):
            await together(connection, [LOST, ASLEEP])
        assert connection.broken


async def test_who_stops_waiting_leaves_the_connection_of_use(database_url: str) -> None:
    async with writing(database_url) as connection:
        await connection.execute(MADE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await together(connection, [KEEP, ASLEEP])
        assert await kept(connection) == 0
        await together(connection, [KEEP])
        assert await kept(connection) == 1
