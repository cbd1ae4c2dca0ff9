"""The engine that builds views again, as its command line runs it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from infra.collector import collecting_seldom
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector.process import ONE_AT_A_TIME, writing
from infra.projector.rebuild import Rebuild
from infra.projector.runner import Runner
from infra.projector.switch import Switched, roll_back
from infra.settings import Projector
from projections.projection import Projection

LIMITS = Projector()


async def follow(url: str, projections: Sequence[Projection]) -> int:
    """Live, to the head; how many events that were."""
    async with running(url, projections) as runner:
        return await to_the_head(runner)


@asynccontextmanager
async def running(url: str, projections: Sequence[Projection]) -> AsyncIterator[Runner]:
    """A runner that has begun."""
    mapper = Mapper()
    async with writing(url) as connection, ledger_pool(url, ONE_AT_A_TIME) as pool:
        runner = Runner(connection, LedgerReader(pool, mapper), mapper, projections, LIMITS)
        await runner.begin()
        yield runner


async def to_the_head(runner: Runner) -> int:
    followed = 0
    while took := await runner.advance():
        followed += took
    return followed


@asynccontextmanager
async def engine(url: str, projection: Projection) -> AsyncIterator[Rebuild]:
    async with engines(url, (projection,)) as (it,):
        yield it


@asynccontextmanager
async def engines(url: str, projections: Sequence[Projection]) -> AsyncIterator[list[Rebuild]]:
    """On the same connections."""
    mapper = Mapper()
    async with writing(url) as connection, ledger_pool(url, ONE_AT_A_TIME) as pool:
        reader = LedgerReader(pool, mapper)
        with collecting_seldom():
            yield [Rebuild(connection, reader, mapper, it, LIMITS) for it in projections]


async def rolled_back(url: str, name: str) -> Switched:
    async def nobody_else(_schema: str, _position: int) -> bool:
        return False

    async with writing(url) as connection:
        return await roll_back(connection, name, LIMITS.rebuild, nobody_else)
