"""The API's program: the app with everything it is built with, and the server that runs it."""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from adapters.images.decoding import PictureCheck
from adapters.sounds.unpacking import SoundCheck
from adapters.voice.languages import EspeakLanguages
from api.app import create_app
from api.ports import Dependencies, Limits
from infra.appeal.appeals import PostgresAppeals
from infra.bootstrap.clips import clip_check
from infra.bootstrap.erasing import traces, vault
from infra.bootstrap.foundation import foundation
from infra.bootstrap.mail import email_codes
from infra.health import Health
from infra.history import opened_history
from infra.owner import OwnerTokens, owner_token
from infra.reader import opened_reader
from infra.settings import Settings
from infra.watching import RedisWatching


async def run(settings: Settings, stop: asyncio.Event) -> None:
    async with api(settings) as app:
        config = uvicorn.Config(
            app,
            host=settings.http.host,
            port=settings.http.port,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=round(settings.http.graceful_s),
        )
        server = Server(config)
        stopping = asyncio.create_task(_stop(server, stop))
        await server.serve()
        stopping.cancel()


class Server(uvicorn.Server):
    """One that leaves signals to the program that runs it."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def _stop(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


@asynccontextmanager
async def api(settings: Settings) -> AsyncIterator[FastAPI]:
    """The app with its connections open; raises OperationalError where there is no database."""
    async with (
        foundation(settings) as its,
        opened_reader(its.places.database_url, settings.views) as reader,
        opened_history(its.places.database_url, its.events, settings.as_of) as history,
        Redis.from_url(its.places.redis_url) as redis,
    ):
        yield create_app(
            Dependencies(
                ledger=its.ledger,
                reader=reader,
                history=history,
                blobs=its.blobs,
                uploads=traces(settings, its),
                vault=vault(settings, its),
                codes=email_codes(settings, its),
                pictures=PictureCheck(),
                clips=clip_check(settings.making),
                sounds=SoundCheck(settings.http.music_s),
                languages=EspeakLanguages(),
                progress=RedisWatching(redis),
                appeals=PostgresAppeals(its.pool, its.blobs),
                health=Health(its.events, reader, redis),
                tokens=OwnerTokens(owner_token(its.places.home)),
                limits=limits(settings),
                metrics=CollectorRegistry(),
                researches=bool(settings.providers.research),
            )
        )


def limits(settings: Settings) -> Limits:
    http = settings.http
    return Limits(
        http.body_bytes,
        http.text_bytes,
        http.image_bytes,
        http.clip_bytes,
        http.music_bytes,
        http.query_characters,
        http.retry_after_s,
        http.live_streams,
        http.live_beat_s,
        http.live_step_s,
        http.live_s,
    )
