"""What the application's role may do, schema by schema: these rights, and everything else tried."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

SCHEMAS = ["ledger", "audit", "vault", "ops"]
ROLE = "ytempire_app"
APPENDED_TO, SEALED_IN = ("ledger", "append"), ("audit", "add_seal")
READ = ("SELECT",)
CHANGED = ("SELECT", "INSERT", "UPDATE", "DELETE", "LOCK")
TABLES = """
    SELECT relnamespace::regnamespace::text, relname FROM pg_class
    WHERE relnamespace = ANY (%s::text[]::regnamespace[]) AND relkind IN ('r', 'p')
"""
FUNCTIONS = """
    SELECT pronamespace::regnamespace::text, proname, pronargs FROM pg_proc
    WHERE pronamespace = ANY (%s::text[]::regnamespace[])
"""
TRIED = {
    "SELECT": "SELECT FROM {}",
    "INSERT": "INSERT INTO {0} SELECT * FROM {0} WHERE false",
    "UPDATE": "UPDATE {0} SET {1} = {1}",
    "DELETE": "DELETE FROM {0}",
    "TRUNCATE": "TRUNCATE {0}",
    "LOCK": "SELECT FROM {0} FOR UPDATE",
    "ALTER": "ALTER TABLE {0} ADD COLUMN mine integer",
    "TRIGGER": "CREATE TRIGGER mine BEFORE INSERT ON {0} EXECUTE FUNCTION ledger.refuse_change()",
    "INDEX": "CREATE INDEX ON {0} ({1})",
    "DROP": "DROP TABLE {0}",
}
"""What can be tried with any table: its name, and that of its first column."""
ELSEWHERE = (
    *(f"CREATE TABLE {it}.mine (n integer)" for it in (*SCHEMAS, "public")),
    *(f"DROP SCHEMA {it} CASCADE" for it in SCHEMAS),
    *(f"CREATE FUNCTION {it}.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'" for it in SCHEMAS),
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "ALTER ROLE ytempire_app SUPERUSER",
    "ALTER FUNCTION ledger.append SECURITY INVOKER",
    "DROP FUNCTION audit.add_seal",
    "SET session_replication_role = replica",
    "COPY ledger.events TO PROGRAM 'true'",
    "COPY ledger.events FROM PROGRAM 'true'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT rolpassword FROM pg_authid",
)
EXPECTED = {
    ("ledger", "events"): READ,
    ("ledger", "commands"): READ,
    ("audit", "seals"): READ,
    ("vault", "data_keys"): ("SELECT", "INSERT", "UPDATE", "LOCK"),
    ("vault", "secrets"): CHANGED,
}
"""In `ops` the application keeps leases and the like: no originals, and all of it may change."""


@pytest.fixture
def role(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(ROLE)))
        yield connection


def test_no_table_of_an_original_can_be_touched_otherwise_than_this(
    role: psycopg.Connection,
) -> None:
    tables = [it for it in role.execute(TABLES, (SCHEMAS,)) if it[0] != "ops"]
    assert {it: tuple(allowed(role, *it)) for it in tables} == EXPECTED


def test_working_state_can_be_changed_and_not_altered(role: psycopg.Connection) -> None:
    tables = [it for it in role.execute(TABLES, (SCHEMAS,)) if it[0] == "ops"]
    assert tables
    assert {it for table in tables for it in allowed(role, *table)} <= {*CHANGED}


def allowed(connection: psycopg.Connection, *name: str) -> list[str]:
    """What this role can do with a table, out of all that is tried."""
    table = sql.Identifier(*name)
    cursor = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::text::regclass AND attnum = 1",
        (table.as_string(connection),),
    )
    (column,) = cursor.fetchone() or ("",)
    names = table, sql.Identifier(column)
    return [
        what
        for what, statement in TRIED.items()
        if not refused(connection, sql.SQL(statement).format(*names))
    ]


def refused(connection: psycopg.Connection, statement: Any) -> bool:
    """Whether rights are what it lacks; nothing of it remains, whatever comes of it."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.Error:
        return False
    return False


def test_nothing_can_be_made_dropped_or_read_elsewhere(role: psycopg.Connection) -> None:
    assert [it for it in ELSEWHERE if not refused(role, it.encode())] == []


def test_of_all_functions_only_the_two_writers_can_be_called(role: psycopg.Connection) -> None:
    found = role.execute(FUNCTIONS, (SCHEMAS,)).fetchall()
    callable_ = {(schema, name) for schema, name, n in found if called(role, schema, name, n)}
    assert callable_ == {APPENDED_TO, SEALED_IN}
    assert {APPENDED_TO, SEALED_IN} < {(schema, name) for schema, name, _ in found}


def called(connection: psycopg.Connection, schema: str, name: str, arguments: int) -> bool:
    nothing = sql.SQL(", ").join([sql.NULL] * arguments)
    return not refused(
        connection, sql.SQL("SELECT {}({})").format(sql.Identifier(schema, name), nothing)
    )
