"""How long a provider asks us to wait, by its headers."""

from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime

WAIT_MAX_S = 86_400.0


def wait_s(headers: Mapping[str, str]) -> float | None:
    """Seconds by `retry-after-ms` or `retry-after` (seconds, or a date, RFC 9110, 10.2.3).

    A date counts from the answer's own. None where nothing sensible is said; never more than a
    day.
    """
    told = {name.lower(): value for name, value in headers.items()}
    with suppress(ValueError):
        return _sensible(float(told.get("retry-after-ms", "")) / 1000)
    with suppress(ValueError):
        return _sensible(float(told.get("retry-after", "")))
    with suppress(ValueError):
        at, now = (parsedate_to_datetime(told.get(it, "")) for it in ("retry-after", "date"))
        return _sensible((at - now).total_seconds())
    return None


def _sensible(seconds: float) -> float | None:
    """NaN and what has passed are no waits."""
    return min(seconds, WAIT_MAX_S) if seconds > 0 else None
