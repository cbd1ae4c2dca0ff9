"""The one place that reads the clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    return datetime.now(UTC)


def steady_s() -> float:
    """Seconds that nobody sets, sleep of the machine included where it is told."""
    told = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if told is None else time.clock_gettime(told)


class Jumps:
    """How far the clock was set since it was looked at last: a jump is told once."""

    def __init__(
        self, now: Callable[[], datetime] = utc_now, steady: Callable[[], float] = steady_s
    ) -> None:
        self._now, self._steady = now, steady
        self._last = now(), steady()

    def since(self) -> timedelta:
        """Forwards; negative where it was set back."""
        before, before_s = self._last
        self._last = self._now(), self._steady()
        passed = timedelta(seconds=self._last[1] - before_s)
        return self._last[0] - before - passed
