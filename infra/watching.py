"""How far work is, read from where workers tell it; nothing where Redis is away."""

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.ports import Running
from domain.ids import VideoId


class RedisWatching:
    """Reads what `infra/worker/progress.py` writes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, video_id: VideoId) -> tuple[Running, ...]:
        try:
            told = await self._redis.hvals(f"progress/{video_id}")
        except (RedisError, OSError):
            return ()
        return tuple(_running(it) for it in told)


def _running(told: bytes | str) -> Running:
    it = orjson.loads(told)
    segments = it.get("segments_done", 0), it.get("segments_total", 0)
    return Running(it["job_id"], it["kind"], it["done"], it["total"], it["per_second"], *segments)
