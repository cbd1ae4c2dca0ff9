"""The pace at which all workers together ask each provider, kept in Redis.

`pace:<provider>:<key>` holds the last minute's requests and those under way. Losing it lets
a minute's requests through once more, which the provider then refuses itself.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import structlog
from pydantic import TypeAdapter

from domain.job import OWN_PACE
from domain.pace import HELD_MAX_MS, Pace, Traffic
from domain.prices import Usage
from infra.worker.cells import MS_PER_S, Away, Cells, Decide
from processors.errors import RateLimited
from processors.gate import Turn

LEARNED_MS = 24 * 3_600_000
TOKEN = "_token"  # noqa: S105 - the end of a meter's name
ITS: TypeAdapter[Traffic] = TypeAdapter(Traffic)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Learned:
    """What providers said of themselves to this process: how many calls at once they take."""

    at_once: dict[str, int] = field(default_factory=dict)

    def hears(self, provider: str) -> Callable[[int], None]:
        """What the provider's adapter is to be given."""

        def hear(at_once: int) -> None:
            self.at_once[provider] = at_once

        return hear


@dataclass(frozen=True, slots=True)
class Paces:
    """`short_s`: so long a call waits here; for longer its job is tried again later."""

    cells: Cells
    by_provider: Mapping[str, Pace]
    learned: Learned
    short_s: float

    @asynccontextmanager
    async def kept(
        self, provider: str, key: str, most: Iterable[Usage], turn: Turn
    ) -> AsyncIterator[None]:
        """Raises RateLimited (`own-pace`)."""
        pace = self.by_provider.get(provider, Pace())
        if pace == Pace() and provider not in self.learned.at_once:
            yield
            return
        name, id = cell(provider, key), uuid4().hex
        await self._enter(provider, name, id, pace, tokens_of(most))
        try:
            yield
        finally:
            used = None if turn.used is None else tokens_of(turn.used)
            await self._leave(name, id, used, self.learned.at_once.get(provider))

    async def _enter(self, provider: str, name: str, id: str, pace: Pace, tokens: int) -> None:
        def decide(stored: bytes | None, now_ms: int) -> tuple[bytes | None, int, int]:
            its = traffic(stored)
            if wait_ms := its.wait_ms(pace, tokens, now_ms):
                return None, 0, wait_ms
            return ITS.dump_json(its.take(id, tokens, now_ms)), _kept_ms(its), 0

        waited_s = 0.0
        while wait_s := await self._change(name, decide) / MS_PER_S:
            if waited_s + wait_s > self.short_s:
                raise RateLimited(
                    f"{provider} is asked as much as its limits allow; this waits its turn",
                    code=OWN_PACE,
                    after_s=wait_s,
                )
            await asyncio.sleep(wait_s)
            waited_s += wait_s

    async def _leave(self, name: str, id: str, used: int | None, at_once: int | None) -> None:
        def decide(stored: bytes | None, now_ms: int) -> tuple[bytes, int, int]:
            its = traffic(stored).end(id, now_ms, used, at_once)
            return ITS.dump_json(its), _kept_ms(its), 0

        await self._change(name, decide)

    async def _change(self, name: str, decide: Decide[int]) -> int:
        """No wait where Redis does not answer."""
        try:
            return await self.cells.change(name, decide)
        except Away as away:
            log.warning("pace not kept", why=str(away))
            return 0


def _kept_ms(its: Traffic) -> int:
    """What a provider said of itself outlives the calls: the next hour's begin with it."""
    return HELD_MAX_MS if its.at_once is None else LEARNED_MS


def tokens_of(used: Iterable[Usage]) -> int:
    """Of all meters of tokens together: what a provider's limit counts."""
    return sum(it.quantity for it in used if it.meter.endswith(TOKEN))


def cell(provider: str, key: str) -> str:
    """The name of what is kept of a provider, by one of its keys."""
    return f"pace:{provider}:{key}"


def traffic(stored: bytes | None) -> Traffic:
    """What is kept, read; none where nothing is."""
    return Traffic() if stored is None else ITS.validate_json(stored)
