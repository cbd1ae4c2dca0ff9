"""Several views built again in one scan of the ledger; each is proven and switched to by itself."""

from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field

from psycopg import Error

from infra.projector import builds
from infra.projector.checkpoints import ProjectorError
from infra.projector.filling import Filling, Told, in_silence
from infra.projector.rebuild import Rebuild, Rebuilt
from infra.projector.view import Poisoned, View

WRONG = (ProjectorError, Poisoned, Error)
"""What ends the rebuild of one view, and of no other."""


@dataclass(frozen=True, slots=True)
class NotRebuilt:
    """A view that is read as it was before, and why."""

    projection: str
    why: Exception


@dataclass(slots=True)
class Several:
    """Engines that share a connection, a reader and limits."""

    engines: Sequence[Rebuild]
    told: Told = in_silence
    _failed: dict[str, Exception] = field(init=False, default_factory=dict)

    async def run(
        self, *, from_zero: bool = False, accept: bool = False
    ) -> list[Rebuilt | NotRebuilt]:
        """What came of each, in their order; see Rebuild.run."""
        begun: dict[str, View | Filling] = {}
        done: dict[str, Rebuilt] = {}
        async with AsyncExitStack() as locks:
            for it in self.engines:
                with self._apart(it):
                    name = it.projection.name
                    await locks.enter_async_context(builds.alone(it.connection, name))
                    begun[name] = await it.begin(from_zero=from_zero)
            await self._fill([it for it in begun.values() if isinstance(it, Filling)])
            for it in self.engines:
                if (name := it.projection.name) in begun:
                    with self._apart(it):
                        done[name] = await it.finish(begun[name], accept=accept)
        return [self._outcome(it.projection.name, done) for it in self.engines]

    async def _fill(self, fillings: Sequence[Filling]) -> None:
        if fillings:
            await self.engines[0].filler(self.told).fill(fillings)

    @contextmanager
    def _apart(self, engine: Rebuild) -> Iterator[None]:
        """What is wrong with this view is kept for its outcome; a lost connection is not."""
        try:
            yield
        except WRONG as why:
            if engine.connection.broken:
                raise
            self._failed[engine.projection.name] = why

    def _outcome(self, name: str, done: dict[str, Rebuilt]) -> Rebuilt | NotRebuilt:
        return done[name] if name in done else NotRebuilt(name, self._failed[name])
