"""The projector's program: events in, tables out. It never sees a key."""

import asyncio

from infra.bootstrap.foundation import places
from infra.collector import collecting_seldom
from infra.projector.process import run_projector
from infra.settings import Settings
from infra.telemetry import metrics


async def run(settings: Settings, stop: asyncio.Event) -> None:
    with collecting_seldom(), metrics.served(settings.projector.metrics_port):
        await run_projector(places(settings).database_url, settings.projector, stop)
