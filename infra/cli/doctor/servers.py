"""Whether PostgreSQL, Redis and a bucket of blobs answer; nothing is started for it."""

import asyncio
from typing import Any

import psycopg
import redis

from infra.bootstrap.blobs import ask
from infra.bootstrap.foundation import places
from infra.cli.client import Client, running_url
from infra.embedded.supervisor import in_use
from infra.home import Home
from infra.owner import owner_token
from infra.settings import Settings
from processors.errors import Unavailable

ASK_S = 3
STOPPED = "nothing runs in this home"


def servers(its: Settings) -> dict[str, Any]:
    """Of each: whether it is ours, whether it answers, and what it said."""
    up = in_use(its.ytempire_home)
    return {
        "up": up,
        "database": _asked(its, "database", its.database_url, up=up),
        "redis": _asked(its, "redis", its.redis_url, up=up),
        "blobs": _blobs(its),
        "api": _api(its) if up else {"url": None, "ready": False},
    }


def _blobs(its: Settings) -> dict[str, Any]:
    if its.blobs is None:
        return {"kind": "folder", "reachable": True, "said": "in the home"}
    try:
        asyncio.run(ask(its))
    except Unavailable as away:
        return {"kind": "bucket", "reachable": False, "said": away.sentence}
    return {"kind": "bucket", "reachable": True, "said": its.blobs}


def _asked(its: Settings, what: str, url: str | None, *, up: bool) -> dict[str, Any]:
    kind = "embedded" if url is None else "external"
    if url is None and not up:
        return {"kind": kind, "reachable": False, "said": STOPPED}
    where = places(its)
    reachable, said = (
        _postgres(where.database_url) if what == "database" else _redis(where.redis_url)
    )
    return {"kind": kind, "reachable": reachable, "said": said}


def _postgres(url: str) -> tuple[bool, str]:
    try:
        with psycopg.connect(url, connect_timeout=ASK_S) as connection:
            return True, f"PostgreSQL {connection.info.parameter_status('server_version')}"
    except psycopg.OperationalError as away:
        return False, str(away).strip().splitlines()[0]


def _redis(url: str) -> tuple[bool, str]:
    try:
        with redis.Redis.from_url(url, socket_timeout=ASK_S) as connection:
            said = connection.info("server")
            return True, f"Redis {said['redis_version']}"
    except redis.RedisError as away:
        return False, str(away)


def _api(its: Settings) -> dict[str, Any]:
    home = Home(its.ytempire_home)
    url = running_url(home)
    if url is None:
        return {"url": None, "ready": False}
    with Client.of(url, owner_token(home)) as client:
        return {"url": url, "ready": client.ready()}
