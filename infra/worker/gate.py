"""The gate in front of all providers: their breakers and paces, shared by all workers."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.mode import Mode
from domain.provider import Circuit
from infra.worker.advice import Advise, silent
from infra.worker.breaker import Breakers, heard_of
from infra.worker.pace import Paces
from processors.errors import CallError
from processors.gate import Ask, Turn


@dataclass(frozen=True, slots=True)
class SharedGate:
    """Implements Gate. `key` tells a provider's present key from any other; work of this machine
    is let through. `advise` adds to a fault's sentence what can be done about it here.
    """

    breakers: Breakers
    paces: Paces
    key: Callable[[str], str]
    advise: Advise = silent

    @asynccontextmanager
    async def turn(self, ask: Ask) -> AsyncIterator[Turn]:
        turn = Turn(advise=lambda fault: self.advise(fault, ask.by))
        try:
            async with self._kept(ask, turn):
                yield turn
        except CallError as fault:
            turn.advise(fault)
            raise

    @asynccontextmanager
    async def _kept(self, ask: Ask, turn: Turn) -> AsyncIterator[None]:
        if ask.by.mode is Mode.OFFLINE:
            yield
            return
        key = self.key(ask.by.name)
        circuit = Circuit(ask.work, key)
        probe = await self.breakers.enter(ask.by.name, circuit)
        try:
            async with self.paces.kept(ask.by.name, key, ask.most, turn):
                yield
        finally:
            what = heard_of(turn.fault, answered=turn.used is not None)
            await self.breakers.left(ask.by.name, circuit, what, turn.fault, probe=probe)
