from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.as_of import POSITION_MAX, parsed
from queries.ports import Unanswerable

NEARLY_TIMES = st.text("0123456789-:.+TZ ", max_size=40)


def test_digits_are_a_position() -> None:
    assert [parsed(it) for it in ("0", "4711", str(POSITION_MAX))] == [0, 4711, POSITION_MAX]


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_is_the_same_however_its_zone_is_written(at: datetime) -> None:
    assert parsed(at.isoformat()) == parsed(at.isoformat().replace("+", " ")) == at
    assert parsed(at.isoformat().replace("+00:00", "Z")) == at


def test_another_zone_is_another_hour() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert parsed("2026-11-20T14:00:00+02:00") == noon
    assert parsed("2026-11-20T12:00:00+00:00:01") == noon - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "neither a position nor a time"),
        ("yesterday", "neither a position nor a time"),
        ("٣", "neither a position nor a time"),
        ("-1", "neither a position nor a time"),
        ("0001-01-01T00:00:00+23:59", "neither a position nor a time"),
        ("2026-11-20T13:27:18", "a time needs its zone"),
        ("2026-11-20", "a time needs its zone"),
        (str(POSITION_MAX + 1), "no position is that large"),
        ("9" * 5_000, "no position is that large"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(said: str, why: str) -> None:
    with pytest.raises(Unanswerable, match=f"(?i){why}.*, or a time: 2026-") as wrong:
        parsed(said)
    assert wrong.value.code == "as-of-invalid"


@given(st.text() | NEARLY_TIMES)
def test_no_text_breaks_it(said: str) -> None:
    with suppress(Unanswerable):
        its = parsed(said)
        assert isinstance(its, int) or its.tzinfo is UTC
