"""How long a provider asks us to wait."""

import pytest

from adapters.providers.waiting import WAIT_MAX_S, wait_s

ASKED = "Fri, 20 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"Retry-After": "Fri, 20 Nov 2026 12:01:30 GMT", "Date": ASKED}, 90.0),
        ({"Retry-After": "999999999"}, WAIT_MAX_S),
        ({"Retry-After": "Fri, 20 Nov 2026 11:00:00 GMT", "Date": ASKED}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_header_is_believed_where_it_makes_sense(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert wait_s(headers) == seconds
