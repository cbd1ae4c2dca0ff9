"""A circuit breaker: whether a provider that fails lately is asked at all. A pure machine.

closed    everybody may ask; open once at least 5 calls, half of them or more, failed in 60 s
open      nobody asks for 30 s, doubling each time up to 10 min, or until somebody acts
probing   one call is let through: answered, it closes; failed, it opens for twice as long

Times are milliseconds of one clock, which may jump: what lies in its future is not believed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

CALLS_MIN = 5
WINDOW_MS = 60_000
OPEN_FIRST_MS = 30_000
OPEN_MAX_MS = 600_000
PROBE_MS = 300_000
"""A probe of which nothing was heard for so long is over: whoever made it has died."""

OUTCOMES_MAX = 1_000


class Phase(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class Heard(StrEnum):
    """What a call says of its provider; `nothing`: it was too busy, or was never asked."""

    ANSWERED = "answered"
    FAILED = "failed"
    SHUT = "shut"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    at_ms: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Breaker:
    """`until_ms` None while open: until somebody acts. `times` it opened in a row."""

    phase: Phase = Phase.CLOSED
    outcomes: tuple[Outcome, ...] = ()
    times: int = 0
    until_ms: int | None = None
    code: str = ""
    sentence: str = ""

    def may_ask(self, now_ms: int) -> bool:
        """Whether a call is let through now; of an open breaker's, the probe alone."""
        if self.phase is Phase.CLOSED:
            return True
        return self.until_ms is not None and not 0 < self.until_ms - now_ms <= self._longest_ms

    def asked(self, now_ms: int) -> "Breaker":
        """After a call was let through."""
        if self.phase is Phase.CLOSED:
            return self
        return replace(self, phase=Phase.PROBING, until_ms=now_ms + PROBE_MS)

    def heard(
        self, what: Heard, now_ms: int, *, probe: bool = False, code: str = "", sentence: str = ""
    ) -> "Breaker":
        """After a call has ended; `probe`: it was let through by an open breaker."""
        if what is Heard.SHUT:
            return Breaker(Phase.OPEN, (), self.times + 1, None, code, sentence)
        if self.phase is Phase.PROBING and probe:
            return self._probed(what, now_ms, code, sentence)
        if self.phase is not Phase.CLOSED or what is Heard.NOTHING:
            return self
        recent = [it for it in self.outcomes if 0 <= now_ms - it.at_ms < WINDOW_MS]
        recent = [*recent, Outcome(now_ms, what is Heard.FAILED)][-OUTCOMES_MAX:]
        failed = sum(it.failed for it in recent)
        if what is Heard.FAILED and len(recent) >= CALLS_MIN and 2 * failed >= len(recent):
            return self._opened(now_ms, code, sentence)
        return replace(self, outcomes=tuple(recent))

    @property
    def _longest_ms(self) -> int:
        return PROBE_MS if self.phase is Phase.PROBING else OPEN_MAX_MS

    def _probed(self, what: Heard, now_ms: int, code: str, sentence: str) -> "Breaker":
        if what is Heard.ANSWERED:
            return Breaker()
        if what is Heard.FAILED:
            return self._opened(now_ms, code, sentence)
        return replace(self, phase=Phase.OPEN, until_ms=now_ms)

    def _opened(self, now_ms: int, code: str, sentence: str) -> "Breaker":
        open_ms = min(OPEN_MAX_MS, OPEN_FIRST_MS * 2 ** min(self.times, 20))
        return Breaker(Phase.OPEN, (), self.times + 1, now_ms + open_ms, code, sentence)
