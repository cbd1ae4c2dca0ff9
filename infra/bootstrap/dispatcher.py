"""The dispatcher's program: wakes workers for every job that is due, and seals what happened.

It never sees a key that opens anything: the one it holds signs seals.
"""

import asyncio

from infra.audit.run import run_sealer
from infra.bootstrap.anchors import anchors
from infra.bootstrap.foundation import places
from infra.dispatcher.run import run_dispatcher
from infra.settings import Settings
from infra.telemetry import metrics


async def run(settings: Settings, stop: asyncio.Event) -> None:
    where = places(settings)
    with metrics.served(settings.dispatcher.metrics_port):
        await asyncio.gather(
            run_dispatcher(where.database_url, where.redis_url, settings.dispatcher, stop),
            run_sealer(
                where.database_url, anchors(settings), where.home.root, settings.audit, stop
            ),
        )
