"""Every view built again from the first event, and the proof that it is what the events say."""

from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.reader import LedgerReader
from infra.projector.process import ONE_AT_A_TIME, writing
from infra.projector.replay import Replay, replay
from infra.projector.runner import Runner
from infra.settings import Projector
from projections.catalog import PROJECTIONS


async def built(database_url: str, limits: Projector) -> Replay:
    """Folds all that was recorded, then folds it again beside it and compares."""
    async with ledger_pool(database_url, ONE_AT_A_TIME) as pool, writing(database_url) as its:
        mapper = Mapper()
        runner = Runner(its, LedgerReader(pool, mapper), mapper, PROJECTIONS, limits)
        await runner.begin()
        while await runner.advance():
            pass
    return await replay(database_url, limits)
