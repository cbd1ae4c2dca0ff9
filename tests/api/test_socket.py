"""Over a real socket: a stream whose listener leaves, and a server that is told to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic

import uvicorn
from httpx2 import AsyncClient, RemoteProtocolError

from tests.api.serving import LIMITS, OWNER, Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FILMED
from tests.given import ACCOUNT, VIDEO

LIVE = f"/api/v1/videos/{VIDEO}/live"
HEADERS = {"Authorization": f"Bearer {OWNER}"}
PATIENT = replace(LIMITS, live_s=60)


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[tuple[uvicorn.Server, AsyncClient]]:
    config = uvicorn.Config(api.app, port=0, log_config=None, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=HEADERS) as client:
        yield server, client
    server.should_exit = True
    await task


async def until(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


async def first_bytes(client: AsyncClient) -> bytes:
    async with client.stream("GET", LIVE) as stream:
        async for part in stream.aiter_bytes():
            return part
    raise AssertionError("the stream ended before it began")


async def test_a_listener_that_leaves_gives_its_place_back(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        serving(database_url, tmp_path, [*SET_UP, *its(*FILMED)], PATIENT) as api,
        listening(api) as (_, client),
    ):
        for _ in range(2 * PATIENT.live_streams):
            assert b"video.requested" in await first_bytes(client)
            await until(lambda: not api.app.state.streams[ACCOUNT])


async def test_a_server_that_stops_does_not_wait_for_its_streams(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path, [*SET_UP, *its(*FILMED)], PATIENT) as api:
        async with listening(api) as (server, client), client.stream("GET", LIVE) as stream:
            parts = stream.aiter_bytes()
            await anext(parts)
            begun, server.should_exit = monotonic(), True
            with suppress(RemoteProtocolError):
                _ = [part async for part in parts]
        assert monotonic() - begun < 5
