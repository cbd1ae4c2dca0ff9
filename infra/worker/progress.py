"""How far long work is, for whoever looks on: in Redis, and gone without loss.

Hash `progress/<video>`, one field a job; the same JSON is published on `progress/<account>`:
`{"video_id", "job_id", "kind", "done", "total", "per_second", "segments_done",
"segments_total"}`.
"""

import asyncio
import json
import time
from collections.abc import Iterable
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.ids import JobId, StreamId, key_of
from domain.job import Job
from processors.ports import Progress, Tell

KEPT_S = 3_600
log = structlog.get_logger()


class Progresses(Protocol):
    """Where a worker tells how far its jobs are."""

    def of(self, job_id: JobId, job: Job) -> Tell: ...

    async def over(self, job_id: JobId, job: Job) -> None:
        """Nothing more will be told of this job."""
        ...


class RedisProgress:
    """Tells at most every `every_s` seconds; a Redis that is away keeps nobody from working."""

    def __init__(self, redis: Redis, every_s: float) -> None:
        self._redis = redis
        self._every_s = every_s

    def of(self, job_id: JobId, job: Job) -> Tell:
        last_s = -self._every_s

        async def tell(progress: Progress) -> None:
            nonlocal last_s
            now_s = time.monotonic()
            if now_s - last_s >= self._every_s or progress.done == progress.total:
                last_s = now_s
                await self._tell(job_id, job, progress)

        return tell

    async def over(self, job_id: JobId, job: Job) -> None:
        try:
            async with asyncio.timeout(self._every_s):
                await self._redis.hdel(_key(job), str(job_id))
        except (RedisError, TimeoutError) as away:
            log.warning("progress not told", job_id=str(job_id), why=str(away))

    async def forget(self, videos: Iterable[StreamId]) -> None:
        """What was told of these; where Redis is away it is gone within the hour by itself."""
        for video in videos:
            try:
                async with asyncio.timeout(self._every_s):
                    await self._redis.delete(f"progress/{key_of(video)}")
            except (RedisError, OSError, TimeoutError) as away:
                log.warning("progress not forgotten", why=str(away))
                return

    async def _tell(self, job_id: JobId, job: Job, progress: Progress) -> None:
        told = json.dumps(
            {
                "video_id": key_of(job.subject),
                "job_id": str(job_id),
                "kind": job.work.kind,
                "done": progress.done,
                "total": progress.total,
                "per_second": round(progress.per_second, 1),
                "segments_done": progress.segments_done,
                "segments_total": progress.segments_total,
            }
        )
        try:
            async with (
                asyncio.timeout(self._every_s),
                self._redis.pipeline(transaction=False) as pipeline,
            ):
                pipeline.hset(_key(job), str(job_id), told)
                pipeline.expire(_key(job), KEPT_S)
                pipeline.publish(f"progress/{job.account_id}", told)
                await pipeline.execute()
        except (RedisError, TimeoutError) as away:
            log.warning("progress not told", job_id=str(job_id), why=str(away))


def _key(job: Job) -> str:
    return f"progress/{key_of(job.subject)}"
