"""Circuit breakers that all workers share, in Redis; losing it costs a few calls and nothing else.

`breaker:<provider>:<work>:<key>` holds one; what becomes of it is told to the ledger (`untold`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from pydantic import TypeAdapter

from domain.breaker import Breaker, Heard, Phase
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed, Circuit, ProviderEvent
from infra.worker.cells import MS_PER_S, Away, Cells
from infra.worker.untold import ACTOR
from processors.errors import (
    BreakerOpen,
    CallError,
    KeyRefused,
    NoFunds,
    NotConfigured,
    NotKept,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    StillAtWork,
    Unavailable,
)
from processors.recording import tellable

KEPT_MS = 3_600_000
SHUT_KEPT_MS = 30 * 24 * 3_600_000
ITS: TypeAdapter[Breaker] = TypeAdapter(Breaker)
Tell = Callable[[str, ProviderEvent], Awaitable[None]]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Breakers:
    cells: Cells
    tell: Tell

    async def enter(self, provider: str, circuit: Circuit) -> bool:
        """Whether the call is a probe. Raises BreakerOpen, NotConfigured."""

        def decide(stored: bytes | None, now_ms: int) -> tuple[bytes | None, int, _Seen]:
            its = _breaker(stored)
            if not its.may_ask(now_ms) or its.phase is Phase.CLOSED:
                return None, 0, _Seen(its, now_ms)
            probed = its.asked(now_ms)
            return ITS.dump_json(probed), KEPT_MS, _Seen(probed, now_ms, probe=True)

        try:
            seen = await self.cells.change(_name(provider, circuit), decide)
        except Away as away:
            log.warning("breaker not asked", provider=provider, why=str(away))
            return False
        if seen.probe:
            await self.tell(provider, BreakerProbed(circuit))
        elif seen.its.phase is not Phase.CLOSED:
            raise _refusal(provider, seen.its, seen.now_ms)
        return seen.probe

    async def left(
        self, provider: str, circuit: Circuit, what: Heard, fault: CallError | None, *, probe: bool
    ) -> None:
        """A call has ended, so."""
        code = "" if fault is None else fault.code
        sentence = "" if fault is None else tellable(fault.sentence)

        def decide(stored: bytes | None, now_ms: int) -> tuple[bytes | None, int, _Heard]:
            before = _breaker(stored)
            its = before.heard(what, now_ms, probe=probe, code=code, sentence=sentence)
            kept_ms = KEPT_MS if its.until_ms or its.phase is Phase.CLOSED else SHUT_KEPT_MS
            return (None if its == before else ITS.dump_json(its)), kept_ms, (before, its)

        try:
            before, after = await self.cells.change(_name(provider, circuit), decide)
        except Away as away:
            log.warning("breaker not told", provider=provider, why=str(away))
            return
        if happened := _happened(circuit, before, after):
            await self.tell(provider, happened)

    async def reset(self, provider: str) -> int:
        """Asks it again at once; how many breakers there were. Raises Away."""
        return await self.cells.drop(f"breaker:{provider}:*")


@dataclass(frozen=True, slots=True)
class _Seen:
    its: Breaker
    now_ms: int
    probe: bool = False


_Heard = tuple[Breaker, Breaker]


def heard_of(fault: CallError | None, *, answered: bool) -> Heard:
    """What a call's end says of its provider: a refusal is an answer, too much at once is not.

    So is an answer that our own store would not take.
    """
    match fault:
        case None:
            return Heard.ANSWERED if answered else Heard.NOTHING
        case KeyRefused() | NoFunds():
            return Heard.SHUT
        case NotKept():
            return Heard.ANSWERED
        case RateLimited() | QuotaExhausted() | BreakerOpen() | StillAtWork():
            return Heard.NOTHING
        case Unavailable() | OutcomeUnknown():
            return Heard.FAILED
        case NotConfigured():
            return Heard.NOTHING
    return Heard.ANSWERED


def _refusal(provider: str, its: Breaker, now_ms: int) -> BreakerOpen | NotConfigured:
    if its.until_ms is None:
        return NotConfigured(
            f"{its.sentence} {provider} is not asked again until its key changes; or, once that"
            f" is mended: ytempire providers reset {provider}",
            code=its.code,
        )
    after_s = max(0.0, (its.until_ms - now_ms) / MS_PER_S)
    return BreakerOpen(
        f"{provider} failed so often lately that it is asked again in {after_s:.0f} s at the"
        f" earliest; the last time: {its.sentence}",
        after_s=after_s,
    )


def _happened(circuit: Circuit, before: Breaker, after: Breaker) -> ProviderEvent | None:
    if after.phase is Phase.OPEN and after.times > before.times:
        return BreakerOpened(circuit, after.code, after.sentence, after.times, _at(after.until_ms))
    if after.phase is Phase.CLOSED and before.phase is not Phase.CLOSED:
        return BreakerClosed(circuit, ACTOR)
    return None


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / MS_PER_S, UTC)


def _breaker(stored: bytes | None) -> Breaker:
    return Breaker() if stored is None else ITS.validate_json(stored)


def _name(provider: str, circuit: Circuit) -> str:
    return f"breaker:{provider}:{circuit.work}:{circuit.key}"
