from typing import Any
from uuid import UUID

from domain.ids import JobId, job_stream
from domain.job import JobFinished
from queries import jobs
from queries.ports import Page
from tests.given import ACCOUNT, OTHER_ACCOUNT, VIDEO
from tests.projections.test_jobs import OPENED
from tests.queries.served import on, served, told

IDS = [JobId(UUID(int=n)) for n in (51, 52, 53)]
HISTORY = [
    *((job_stream(it), OPENED) for it in IDS),
    *on(job_stream(IDS[0]), JobFinished(used=True)),
]


async def test_jobs_are_read_page_by_page_newest_first(database_url: str) -> None:
    async with served(database_url, HISTORY) as reader:
        first = told(await jobs.page(reader, ACCOUNT, Page(2)))
        second = told(await jobs.page(reader, ACCOUNT, Page(2, first["next"])))
    its = [it["job_id"] for it in first["items"] + second["items"]]
    assert its == [str(it) for it in reversed(IDS)]
    assert second["next"] is None


async def test_jobs_are_filtered_by_video_and_state(database_url: str) -> None:
    async with served(database_url, HISTORY) as reader:

        async def count(account_id: UUID = ACCOUNT, **filters: Any) -> int:
            return len(told(await jobs.page(reader, account_id, Page(9), **filters))["items"])

        assert await count(video_id=VIDEO) == 3
        assert await count(video_id=UUID(int=99)) == 0
        assert (await count(state="open"), await count(state="finished")) == (2, 1)
        assert await count(OTHER_ACCOUNT) == 0
