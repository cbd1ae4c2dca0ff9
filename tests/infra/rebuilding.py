"""A view built again in a test: the engine as a program holds it, with small pages."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector.filling import Told, in_silence
from infra.projector.process import writing
from infra.projector.rebuild import Rebuild, Rebuilt
from infra.projector.replay import replay
from infra.projector.several import NotRebuilt, Several
from infra.projector.switch import Switched, roll_back
from infra.settings import Projector
from infra.settings import Rebuild as Limits
from projections.projection import Projection
from tests.infra.histories import ONE

PAGES = Projector(page_events=3, retry_s=0.001, rebuild=Limits(page_events=3, last_events=2))


@asynccontextmanager
async def an_engine(
    url: str, projection: Projection, limits: Projector = PAGES, told: Told = in_silence
) -> AsyncIterator[Rebuild]:
    async def explained() -> bool:
        return (await replay(url, limits, (projection,))).equal

    async with writing(url) as connection, ledger_pool(url, ONE) as pool:
        mapper = Mapper()
        reader = LedgerReader(pool, mapper)
        yield Rebuild(connection, reader, mapper, projection, limits, told, explained)


async def rebuilt(
    url: str,
    projection: Projection,
    limits: Projector = PAGES,
    *,
    from_zero: bool = False,
    accept: bool = False,
) -> Rebuilt:
    async with an_engine(url, projection, limits) as engine:
        return await engine.run(from_zero=from_zero, accept=accept)


@asynccontextmanager
async def some_engines(
    url: str,
    projections: Sequence[Projection],
    limits: Projector = PAGES,
    told: Told = in_silence,
) -> AsyncIterator[Several]:
    async with writing(url) as connection, ledger_pool(url, ONE) as pool:
        mapper = Mapper()
        reader = LedgerReader(pool, mapper)
        engines = [Rebuild(connection, reader, mapper, it, limits, told) for it in projections]
        yield Several(engines, told)


async def rebuilt_together(
    url: str, projections: Sequence[Projection], limits: Projector = PAGES
) -> list[Rebuilt | NotRebuilt]:
    async with some_engines(url, projections, limits) as engines:
        return await engines.run()


async def rolled_back(url: str, name: str, limits: Limits = PAGES.rebuild) -> Switched:
    async def nobody_else(_schema: str, _position: int) -> bool:
        return False

    async with writing(url) as connection:
        return await roll_back(connection, name, limits, nobody_else)


class Fault(Exception):
    """Something that ends a rebuild where a test wants it to."""


def failing_at(stage: str) -> Callable[[str, int, int], None]:
    def told(now: str, _done: int, _of: int) -> None:
        if now == stage:
            raise Fault(stage)

    return told
