"""A history, folded and served: what queries are asked of."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from domain.event import Event
from domain.ids import StreamId
from infra.reader import PostgresReader, opened_reader
from infra.settings import Projector, Views
from projections.catalog import PROJECTIONS
from tests.infra.histories import caught_up, record

WHOLE_PAGES = Projector()
LIMITS = Views(connections=2, fresh_wait_s=0.2)


@asynccontextmanager
async def served(
    url: str, *histories: Iterable[tuple[StreamId, Event]]
) -> AsyncIterator[PostgresReader]:
    for seed, history in enumerate(histories):
        await record(url, history, seed, together=100)
    await caught_up(url, *PROJECTIONS, limits=WHOLE_PAGES)
    async with opened_reader(url, LIMITS) as reader:
        yield reader


def on(stream: StreamId, *events: Event) -> list[tuple[StreamId, Event]]:
    return [(stream, it) for it in events]


def told(answer: bytes | None) -> Any:
    assert answer is not None
    return json.loads(answer)
