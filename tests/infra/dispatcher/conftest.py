"""A jobs table and a queue, both empty."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection
from redis.asyncio import Redis

from infra.dispatcher.due import Connection
from infra.projector.checkpoints import begin
from projections.jobs import PROJECTION
from tests.infra.dispatcher.table import Table


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Connection]:
    async with await AsyncConnection.connect(database_url, autocommit=True) as opened:
        yield opened


@pytest.fixture
async def table(connection: Connection) -> Table:
    await begin(connection, PROJECTION)
    return Table(connection)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client
