"""How much a provider is asked at once and in a minute, by all workers together. Pure.

Never more than the limit in any 60 s: every request is remembered until it is 60 s old. Times
are milliseconds of one clock; what lies in its future, after a jump, is forgotten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

MINUTE_MS = 60_000
LOOK_MS = 500
"""Between two looks whether one of the calls at once has ended."""

HELD_MAX_MS = 300_000
"""A call of which nothing was heard for so long has died with its worker."""

MINUTES_AN_HOUR, SECONDS_AN_HOUR = 60, 3_600


@dataclass(frozen=True, slots=True)
class Pace:
    """What a provider takes; 0: as much as is asked."""

    requests_a_minute: int = 0
    tokens_a_minute: int = 0
    at_once: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that was let through, with the tokens that it may use, or has used."""

    id: str
    at_ms: int
    tokens: int
    held: bool = True


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests of the last minute, the oldest first, and those under way.

    `at_once` is what the provider itself said it takes, once it has.
    """

    taken: tuple[Taken, ...] = ()
    at_once: int | None = None

    def wait_ms(self, pace: Pace, tokens: int, now_ms: int) -> int:
        """How long until a request of so many tokens may go; 0: now.

        One that is larger than a minute's tokens goes when nothing else does.
        """
        recent = self._recent(now_ms)
        waits = [
            _until_room([(it.at_ms, 1) for it in recent], 1, pace.requests_a_minute, now_ms),
            _until_room(
                [(it.at_ms, it.tokens) for it in recent], tokens, pace.tokens_a_minute, now_ms
            ),
        ]
        most = self.at_once or pace.at_once
        if most and len(self._held(now_ms)) >= most:
            waits.append(LOOK_MS)
        return max(waits)

    def take(self, id: str, tokens: int, now_ms: int) -> "Traffic":
        taken = (*self._known(now_ms), Taken(id, now_ms, tokens))
        return replace(self, taken=tuple(sorted(taken, key=lambda it: it.at_ms)))

    def end(
        self, id: str, now_ms: int, tokens: int | None = None, at_once: int | None = None
    ) -> "Traffic":
        """A request has ended; `tokens`: what it used, where that is known."""
        ended = (
            replace(it, held=False, tokens=it.tokens if tokens is None else tokens)
            if it.id == id
            else it
            for it in self.taken
        )
        its = Traffic(tuple(ended), at_once or self.at_once)
        return replace(its, taken=its._known(now_ms))

    def _recent(self, now_ms: int) -> list[Taken]:
        return [it for it in self.taken if 0 <= now_ms - it.at_ms < MINUTE_MS]

    def _held(self, now_ms: int) -> list[Taken]:
        return [it for it in self.taken if it.held and 0 <= now_ms - it.at_ms < HELD_MAX_MS]

    def _known(self, now_ms: int) -> tuple[Taken, ...]:
        """Those that still matter."""
        matter = {it.id for it in (*self._recent(now_ms), *self._held(now_ms))}
        return tuple(it for it in self.taken if it.id in matter)


@dataclass(frozen=True, slots=True)
class Need:
    """What one video asks of one provider; `busy_s`: how long it is at work for it."""

    requests: float = 0
    tokens: float = 0
    busy_s: float = 0


def videos_an_hour(asked: Iterable[tuple[Pace, Need]]) -> float:
    """The ceiling that paces imply for videos made one after the other or at once; inf: none."""
    return min((_ceiling(*it) for it in asked), default=inf)


def _ceiling(pace: Pace, need: Need) -> float:
    each = (
        (pace.requests_a_minute * MINUTES_AN_HOUR, need.requests),
        (pace.tokens_a_minute * MINUTES_AN_HOUR, need.tokens),
        (pace.at_once * SECONDS_AN_HOUR, need.busy_s),
    )
    return min((an_hour / of_one for an_hour, of_one in each if an_hour and of_one), default=inf)


def _until_room(taken: list[tuple[int, int]], more: int, most: int, now_ms: int) -> int:
    """Until the oldest have left so much room; no wait where there is no limit."""
    if not most:
        return 0
    room, wait_ms = most - sum(amount for _, amount in taken), 0
    for at_ms, amount in taken:
        if room >= min(more, most):
            break
        room, wait_ms = room + amount, at_ms + MINUTE_MS - now_ms
    return wait_ms
