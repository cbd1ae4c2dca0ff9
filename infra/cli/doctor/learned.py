"""What providers said of themselves to workers, by what these keep in Redis."""

from collections.abc import Iterable

from redis import Redis, RedisError

from infra.bootstrap.foundation import places
from infra.cli.doctor.servers import ASK_S
from infra.security.provider_keys import fingerprint
from infra.settings import Settings
from infra.worker.pace import cell, traffic


def at_once(its: Settings, providers: Iterable[str], *, answers: bool) -> dict[str, int]:
    """How many calls at once each takes by its present key, where it has said so.

    `answers`: whether Redis does.
    """
    if not answers:
        return {}
    try:
        with Redis.from_url(places(its).redis_url, socket_timeout=ASK_S) as redis:
            found = {it: traffic(redis.get(cell(it, fingerprint(it)))).at_once for it in providers}
    except RedisError:
        return {}
    return {name: most for name, most in found.items() if most}
