"""Statements sent in one go and answered in one go: all of them hold, or none does.

A page of one event wakes the event loop twice so, where a driver's pipeline wakes it eighteen
times. It sends and receives side by side, whatever the size: to wait for answers while Postgres
still waits for questions, or for its answers to be taken, would be to wait for ever.
"""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple
from weakref import WeakKeyDictionary

from psycopg import OperationalError
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from infra.ledger.pool import Connection

Names = dict[bytes, bytes]
"""What a connection calls the statements that it knows."""

PREPARED_MAX = 1_000
"""Of one connection; more are planned each time they are asked."""

NUMBERS = count()
PREPARED: WeakKeyDictionary[Connection, Names] = WeakKeyDictionary()
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)


class Statement(NamedTuple):
    """With $1, $2, …, each cast to its type; the values are in Postgres' binary format."""

    text: bytes
    values: Sequence[bytes] = ()


async def together(connection: Connection, statements: Sequence[Statement]) -> list[PGresult]:
    """The answers, as text. A transaction of its own, or a savepoint in the one that is open.

    Raises as psycopg would for the first that fails, and OperationalError for a lost connection.
    """
    if connection.pgconn.transaction_status == TransactionStatus.IDLE:
        return await _exchanged(connection, statements)
    async with connection.transaction():
        return await _exchanged(connection, statements)


async def _exchanged(connection: Connection, statements: Sequence[Statement]) -> list[PGresult]:
    names = PREPARED.setdefault(connection, {})
    async with connection.lock:
        return await connection.wait(_exchange(connection.pgconn, names, statements))


def _exchange(
    pgconn: PGconn, names: Names, statements: Sequence[Statement]
) -> PQGen[list[PGresult]]:
    pgconn.enter_pipeline_mode()
    asked = [it for statement in statements for it in _ask(pgconn, names, statement)]
    pgconn.pipeline_sync()
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    answers = yield from _answers(pgconn, len(asked))
    at_the_end = yield from _end(pgconn)
    pgconn.exit_pipeline_mode()
    for text, its in zip(asked, answers, strict=True):
        if text is not None and its.status != ExecStatus.COMMAND_OK:
            del names[text]
    _check([*answers, *at_the_end])
    return [its for text, its in zip(asked, answers, strict=True) if text is None]


def _ask(pgconn: PGconn, names: Names, statement: Statement) -> list[bytes | None]:
    """What was asked: to prepare a text that is not prepared yet, then None, the statement.

    Not sooner: what comes before it may find that there is nothing to be prepared for.
    """
    text, values = statement
    formats = [Format.BINARY] * len(values)
    asked: list[bytes | None] = [None]
    if text not in names and len(names) >= PREPARED_MAX:
        pgconn.send_query_params(text, values, None, formats)
        return asked
    if text not in names:
        names[text] = b"together_%d" % next(NUMBERS)
        pgconn.send_prepare(names[text], text)
        asked.insert(0, text)
    pgconn.send_query_prepared(names[text], values, formats)
    return asked


def _answers(pgconn: PGconn, n: int) -> PQGen[list[PGresult]]:
    """One each; nothing comes after it."""
    answers = []
    for _ in range(n):
        answers.append((yield from _answer(pgconn)))
        while (yield from _next(pgconn)) is not None:
            pass
    return answers


def _end(pgconn: PGconn) -> PQGen[list[PGresult]]:
    """What comes before the end of it all: that it could not be committed, or nothing."""
    before = []
    while (it := (yield from _answer(pgconn))).status != ExecStatus.PIPELINE_SYNC:
        before.append(it)
    return before


def _answer(pgconn: PGconn) -> PQGen[PGresult]:
    found = yield from _next(pgconn)
    if found is None or pgconn.status == ConnStatus.BAD:
        raise OperationalError(pgconn.get_error_message())
    return found


def _next(pgconn: PGconn) -> PQGen[PGresult | None]:
    while pgconn.is_busy():
        yield Wait.R
        pgconn.consume_input()
    return pgconn.get_result()


def _check(answers: Iterable[PGresult]) -> None:
    for it in answers:
        if it.status in FAILED:
            raise error_from_result(it)
