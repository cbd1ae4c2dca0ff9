"""What stands for a process: a pool, an appender, and what happens to them at some await."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from commands.ports import Because, Command, Receipt, World
from infra.ledger.appender import Appender
from infra.ledger.pool import ledger_pool
from infra.ledger.writer import Writer
from infra.settings import Ledger as Limits
from tests.given import NOON
from tests.infra.engine.domain import MAPPER, RULES
from tests.infra.engine.faults import Fault, What, at_each_await, hang_up

Asked = tuple[Command, Because]
LIMITS = Limits(
    connections=2, lock_s=10, statement_s=10, connection_wait_s=10, batch_events=12, wary_s=0.001
)


class Process(Appender):
    """Carries out commands until it dies; then another has to take its place.

    `cut` has the server end its connections.
    """

    def __init__(self, url: str, name: str, cut: Callable[[], object]) -> None:
        self.dead = False
        self.pool = ledger_pool(f"{url}&application_name={name}", LIMITS)
        self._server = Writer(MAPPER)
        self._cut = cut
        self._callers: list[asyncio.Task[Receipt]] = []
        self._fault: Fault | None = None
        self._awaits = 0
        super().__init__(self.pool, self._server, RULES, lambda: World(NOON), LIMITS)

    async def ask(self, asked: Sequence[Asked]) -> list[Any]:
        """Receipts, or what was raised; all are asked at once."""
        self._callers = [asyncio.create_task(self.carry_out(*it)) for it in asked]
        return await asyncio.gather(*self._callers, return_exceptions=True)

    def expect(self, fault: Fault | None) -> None:
        """It happens at that await of what is asked next."""
        self._fault, self._awaits = fault, 0

    def come_to_it(self) -> None:
        """It happens now, if it has not happened yet."""
        fault, self._fault = self._fault, None
        if fault is not None:
            self._befall(fault.what)

    async def end(self) -> None:
        if self._runner is not None:
            await asyncio.wait([self._runner])
        await self.pool.close()

    async def _run(self) -> None:
        await at_each_await(super()._run(), self._happen)

    def _happen(self) -> None:
        self._awaits += 1
        if self._fault is not None and self._fault.at == self._awaits:
            self.come_to_it()

    def _befall(self, what: What) -> None:
        match what:
            case What.LEAVE:
                for caller in self._callers[:1]:
                    caller.cancel()
            case What.STOP:
                self._stop()
            case What.CUT:
                self._cut()
            case What.DIE:
                self.dead = True
                for connection in list(self._server.prepared):
                    hang_up(connection)
                self._stop()
                for caller in self._callers:
                    caller.cancel()

    def _stop(self) -> None:
        if self._runner is not None:
            self._runner.cancel()
