"""The projector's program: events in, tables out. It never sees a key."""

import asyncio
import gc

from infra.bootstrap.foundation import places
from infra.projector.process import run_projector
from infra.settings import Settings
from infra.telemetry import metrics

YOUNG = 100_000
"""A page's objects live as long as the page: looked through every 700, as Python would, they
cost a sixth of all the work."""


async def run(settings: Settings, stop: asyncio.Event) -> None:
    gc.freeze()
    gc.set_threshold(YOUNG)
    with metrics.served(settings.projector.metrics_port):
        await run_projector(places(settings).database_url, settings.projector, stop)
