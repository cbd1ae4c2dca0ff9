"""The hash of an entry: fixed vectors, and the database agrees with the code without it."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from hypothesis import assume, given
from hypothesis import strategies as st

from infra.ledger.entry_hash import EPOCH, entry_hash
from infra.ledger.row import Row
from tests.history.samples import load, stored

ADR = Path(__file__).parents[2] / "docs" / "adr" / "0004-entry-hash.md"
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "entry_hash.json").read_text()
)
IN_SQL = f"SELECT ledger.entry_hash({', '.join(['%s'] * 15)})"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
numbers = st.integers(1, 2**31 - 1)
times = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
rows = st.builds(
    Row,
    notification_id=numbers,
    originator_id=texts,
    kind=texts,
    originator_version=numbers,
    event_id=st.uuids(),
    topic=texts,
    event_version=numbers,
    recorded_at=times,
    actor=texts,
    account_id=st.none() | st.uuids(),
    command_id=st.uuids(),
    correlation_id=st.uuids(),
    causation_id=st.uuids(),
    traceparent=st.none() | texts,
    state=st.binary(max_size=9),
    entry_hash=st.just(b""),
)


def test_the_vectors_are_what_they_were_when_the_first_event_was_stored() -> None:
    for vector in VECTORS:
        row = load(vector)
        assert entry_hash(row) == row.entry_hash


def test_the_first_vector_byte_by_byte() -> None:
    """Written out by hand, without a line of the code under test."""
    row = load(VECTORS[0])
    spelled = (
        b"YTE1"
        b"\0\0\0\x08"
        b"\0\0\0\0\0\0\0\x01"
        b"\0\0\0\x07"
        b"tally/a"
        b"\0\0\0\x05"
        b"tally"
        b"\0\0\0\x08"
        b"\0\0\0\0\0\0\0\x01"
        b"\0\0\0\x10" + UUID(int=1).bytes + b"\0\0\0\x0d"
        b"tally.counted"
        b"\0\0\0\x04"
        b"\0\0\0\x01"
        b"\0\0\0\x08"
        b"\0\x06\x47\x52\x55\x0b\xf0\0"
        b"\0\0\0\x0b"
        b"system/main"
        b"\xff\xff\xff\xff"
        b"\0\0\0\x10"
        + UUID(int=2).bytes
        + b"\0\0\0\x10"
        + UUID(int=3).bytes
        + b"\0\0\0\x10"
        + UUID(int=4).bytes
        + b"\xff\xff\xff\xff"
        b"\0\0\0\x02"
        b"{}"
    )
    assert sha256(spelled).digest() == row.entry_hash


def test_the_decision_record_shows_the_same_vectors() -> None:
    told = ADR.read_text()
    assert [it["entry_hash"] in told for it in VECTORS] == [True] * len(VECTORS)


def test_the_database_computes_the_same(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        for row in (*map(load, VECTORS), *stored()):
            found = connection.execute(IN_SQL.encode(), row[:-1]).fetchone()
            assert found == (row.entry_hash,)


@given(rows, rows)
def test_different_entries_have_different_hashes(one: Row, other: Row) -> None:
    assume(one != other)
    assert entry_hash(one) != entry_hash(other)


@given(rows, st.sampled_from(range(len(Row._fields) - 1)), rows)
def test_every_field_counts(row: Row, index: int, other: Row) -> None:
    assume(row[index] != other[index])
    change: dict[str, Any] = {Row._fields[index]: other[index]}
    assert entry_hash(row._replace(**change)) != entry_hash(row)


def test_a_microsecond_counts() -> None:
    row = load(VECTORS[0])
    later = row._replace(recorded_at=row.recorded_at + timedelta(microseconds=1))
    assert entry_hash(later) != entry_hash(row)
    assert EPOCH.tzinfo is UTC
