"""Providers that are left alone with their present key, by what all workers keep in Redis."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from redis import Redis, RedisError

from domain.breaker import Phase
from infra.bootstrap.foundation import places
from infra.cli.doctor.servers import ASK_S
from infra.security.provider_keys import fingerprint
from infra.settings import Settings
from infra.worker.breaker import ITS
from infra.worker.cells import MS_PER_S


def breakers(
    its: Settings, *, answers: bool, key: Callable[[str], str] = fingerprint
) -> list[dict[str, Any]]:
    """Those that are not closed for a provider's present key; none where Redis does not answer."""
    if not answers:
        return []
    try:
        with Redis.from_url(places(its).redis_url, socket_timeout=ASK_S) as redis:
            names = sorted(it.decode() for it in redis.scan_iter("breaker:*"))
            stored = [(name, redis.get(name)) for name in names]
    except RedisError:
        return []
    found = (it for name, value in stored if value for it in _open(name, value))
    return [it for it in found if it["key_fingerprint"] == key(it["provider"])]


def warnings(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    for it in found:
        until = f"until {it['until']}" if it["until"] else "until its key changes, or it is reset"
        yield (
            f"{it['provider']} is not asked for {it['work']} {until}: {it['sentence']}"
            f" (ytempire providers reset {it['provider']})"
        )


def _open(name: str, value: bytes) -> Iterator[dict[str, Any]]:
    its = ITS.validate_json(value)
    _, provider, work, key = name.split(":", 3)
    if its.phase is not Phase.CLOSED:
        yield {
            "provider": provider,
            "work": work,
            "key_fingerprint": key,
            "phase": its.phase.value,
            "times": its.times,
            "until": its.until_ms and _instant(its.until_ms),
            "code": its.code,
            "sentence": its.sentence,
        }


def _instant(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / MS_PER_S, UTC):%Y-%m-%dT%H:%M:%SZ}"
