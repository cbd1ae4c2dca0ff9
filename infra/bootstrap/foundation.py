"""What every program stands on: where things are, the ledger, the vault, blobs, prices."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.blobs.store import BlobStore
from commands.ports import World
from domain.prices import PriceBook
from infra.bootstrap.blobs import blobs
from infra.clock import utc_now
from infra.embedded import stack
from infra.home import Home
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Pool, ledger_pool
from infra.ledger.postgres import PostgresLedger
from infra.ledger.reader import LedgerReader
from infra.ledger.writer import Writer
from infra.prices import price_book
from infra.prices.own import at_rates
from infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Places:
    """Where this installation keeps its files, and where its servers are."""

    home: Home
    database_url: str
    redis_url: str


def places(settings: Settings) -> Places:
    """The servers that the settings name, else those embedded in the home."""
    root = settings.ytempire_home
    return Places(
        Home(root),
        settings.database_url or stack.postgres(root, settings.embedded).url(stack.DATABASE),
        settings.redis_url or stack.redis(root, settings.embedded).url,
    )


@dataclass(frozen=True, slots=True)
class Foundation:
    places: Places
    pool: Pool
    mapper: Mapper
    ledger: PostgresLedger
    events: LedgerReader
    blobs: BlobStore
    prices: PriceBook


@asynccontextmanager
async def foundation(settings: Settings) -> AsyncIterator[Foundation]:
    """An open ledger and what belongs to it; closed again at the end."""
    where = places(settings)
    its = settings.making
    prices = at_rates(price_book(), cpu_hour=its.cpu_hour, gpu_hour=its.gpu_hour)
    mapper = Mapper()
    async with ledger_pool(where.database_url, settings.ledger) as pool, blobs(settings) as store:
        ledger = PostgresLedger(
            pool, Writer(mapper), RULES, lambda: World(utc_now(), prices), settings.ledger
        )
        yield Foundation(
            where,
            pool,
            mapper,
            ledger,
            LedgerReader(pool, mapper),
            store,
            prices,
        )
