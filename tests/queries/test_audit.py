from typing import Any
from uuid import UUID

from queries import audit
from queries.ports import Page
from tests.domain.video.history import SCRIPTED
from tests.given import ACCOUNT, CHANNEL_STREAM, OPENED, OTHER_ACCOUNT, VIDEO_STREAM, YOU
from tests.queries.served import on, served, told

HISTORY = [*on(CHANNEL_STREAM, OPENED), *on(VIDEO_STREAM, *SCRIPTED)]


async def test_everything_that_was_recorded_can_be_read_back(database_url: str) -> None:
    async with served(database_url, HISTORY) as reader:
        first = told(await audit.page(reader, ACCOUNT, Page(3)))
        second = told(await audit.page(reader, ACCOUNT, Page(3, first["next"])))
    assert [it["position"] for it in first["items"] + second["items"]] == [4, 3, 2, 1]
    assert (first["items"][0]["name"], first["items"][0]["actor"]) == ("video.script-accepted", YOU)


async def test_the_timeline_is_filtered_by_stream_and_conversation(database_url: str) -> None:
    async with served(database_url, HISTORY) as reader:

        async def count(account_id: UUID = ACCOUNT, **filters: Any) -> int:
            return len(told(await audit.page(reader, account_id, Page(9), **filters))["items"])

        (newest,) = told(await audit.page(reader, ACCOUNT, Page(1)))["items"]
        assert await count(stream=VIDEO_STREAM) == 3
        assert await count(correlation_id=UUID(newest["correlation_id"])) == 4
        assert await count(correlation_id=UUID(int=99)) == 0
        assert await count(OTHER_ACCOUNT) == 0
