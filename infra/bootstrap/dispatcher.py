"""The dispatcher's program: wakes workers for every job that is due. It never sees a key."""

import asyncio

from infra.bootstrap.foundation import places
from infra.dispatcher.run import run_dispatcher
from infra.settings import Settings
from infra.telemetry import metrics


async def run(settings: Settings, stop: asyncio.Event) -> None:
    where = places(settings)
    with metrics.served(settings.dispatcher.metrics_port):
        await run_dispatcher(where.database_url, where.redis_url, settings.dispatcher, stop)
