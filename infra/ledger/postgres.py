"""The ledger in Postgres: commands that come while one commit runs go into the next."""

from collections.abc import Callable, Coroutine
from typing import Any

from commands.ports import Because, Command, Receipt, World
from domain.ids import StreamId
from infra.ledger.appender import Appender
from infra.ledger.decision import Rules
from infra.ledger.pool import Pool, connected
from infra.ledger.writer import Writer
from infra.settings import Ledger as Limits


class PostgresLedger:
    """Carries out commands; folds streams, and remembers those used last."""

    def __init__(
        self,
        pool: Pool,
        writer: Writer,
        rules: Rules,
        world: Callable[[], World],
        limits: Limits,
    ) -> None:
        self._pool = pool
        self._appender = Appender(pool, writer, rules, world, limits)

    def carry_out(self, command: Command, because: Because) -> Coroutine[Any, Any, Receipt]:
        """Raises Refused (a decision declined), Reused (same key, other request), Busy (later)."""
        return self._appender.carry_out(command, because)

    async def state(self, stream: StreamId) -> Any:
        """The stream's folded state now; None where it has not begun. Raises Busy."""
        async with connected(self._pool) as connection:
            return (await self._appender.folded(connection, [stream]))[stream].state
