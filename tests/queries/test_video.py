import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from domain.event import Event
from domain.ids import ChannelId, StreamId, VideoId, video_stream
from domain.video.changes import ScriptChange
from domain.video.events import VideoCancelled, VideoEdited, VideoRejected
from queries import video
from queries.ports import Page
from tests.domain.video.history import (
    BRIEF,
    FACTS,
    FILM,
    FILMED,
    FIRST,
    INSPECTED,
    OF_TOPIC,
    PUBLIC,
    RESEARCHED,
    SCRIPTED,
    SECOND,
    SIDECAR,
    SRT,
    THUMBNAIL,
    TITLE,
    TOPIC,
    VTT,
)
from tests.given import (
    ACCOUNT,
    CHANNEL,
    OTHER_ACCOUNT,
    REQUESTED,
    SCRIPT,
    VIDEO,
    VIDEO_STREAM,
    YOU,
    blob,
)
from tests.queries.served import on, served, told

THREE = [VideoId(UUID(int=n)) for n in (41, 42, 43)]


async def the_video(url: str, *events: Event) -> Any:
    async with served(url, on(VIDEO_STREAM, *events)) as reader:
        return told(await video.one(reader, ACCOUNT, VIDEO))


def three_requested() -> list[tuple[StreamId, Event]]:
    return [(video_stream(it), REQUESTED) for it in THREE]


async def test_a_published_video_tells_everything(database_url: str) -> None:
    its = await the_video(database_url, *PUBLIC)
    assert (its["stage"], its["title"], its["score"]) == ("published", TITLE, 0.9)
    files = its["files"]
    assert (files["film"], files["srt"], files["vtt"]) == (FILM, SRT, VTT)
    assert (files["thumbnail"], files["metadata"]) == (THUMBNAIL, SIDECAR)
    assert [it["image"] for it in its["scenes"]] == [FIRST, SECOND]
    assert (its["facts"]["frames"], its["facts"]["loudness_lufs"]) == (FACTS.frames, -14)
    assert (its["approval"]["by"], its["publication"]["location"]) == (YOU, "films/1")


async def test_progress_says_what_is_made(database_url: str) -> None:
    assert (await the_video(database_url, *FILMED))["progress"] == {
        "researched": False,
        "drafts": 1,
        "script": True,
        "packaged": True,
        "voiced": True,
        "scenes": 2,
        "scenes_illustrated": 2,
        "rendered": True,
        "thumbnail": True,
        "inspected": False,
    }


async def test_a_new_video_has_nothing_yet(database_url: str) -> None:
    its = await the_video(database_url, REQUESTED)
    nothing = [its[it] for it in ("title", "facts", "approval", "publication")]
    assert nothing == [None] * 4
    assert (its["scenes"], its["costs"]) == ([], [])


async def test_another_script_leaves_no_scene_of_the_one_before(database_url: str) -> None:
    edit = VideoEdited(CHANNEL, ScriptChange(None, blob("other"), 3), YOU)
    its = await the_video(database_url, *INSPECTED, edit)
    assert (its["scenes"], its["title"], its["facts"]) == ([], None, None)


async def test_the_board_is_read_page_by_page_newest_first(database_url: str) -> None:
    async with served(database_url, three_requested()) as reader:
        first = told(await video.page(reader, ACCOUNT, Page(2)))
        second = told(await video.page(reader, ACCOUNT, Page(2, first["next"])))
    ids = [it["video_id"] for it in first["items"] + second["items"]]
    assert ids == [str(it) for it in reversed(THREE)]
    assert second["next"] is None


async def test_the_board_is_filtered_by_channel_and_stage(database_url: str) -> None:
    history = [*three_requested(), *on(VIDEO_STREAM, *PUBLIC)]
    async with served(database_url, history) as reader:

        async def count(**filters: Any) -> int:
            return len(told(await video.page(reader, ACCOUNT, Page(9), **filters))["items"])

        assert await count() == await count(channel_id=CHANNEL) == 4
        assert (await count(stage="published"), await count(stage="making")) == (1, 3)
        assert await count(channel_id=UUID(int=99)) == 0


async def test_another_accounts_videos_are_not_there(database_url: str) -> None:
    async with served(database_url, on(VIDEO_STREAM, *PUBLIC)) as reader:
        assert await video.one(reader, OTHER_ACCOUNT, VIDEO) is None
        assert await video.events(reader, OTHER_ACCOUNT, VIDEO, Page(9)) is None
        assert told(await video.page(reader, OTHER_ACCOUNT, Page(9)))["items"] == []


async def test_what_the_other_films_of_an_account_say_is_found_newest_first(
    database_url: str,
) -> None:
    others = [(video_stream(it), event) for it in THREE for event in SCRIPTED]
    asked = replace(REQUESTED, source=blob("another text"))
    async with served(database_url, [*others, *on(VIDEO_STREAM, asked)]) as reader:
        beside = await video.scripts_beside(reader, VIDEO, 2)
    assert [it.video_id for it in beside] == [THREE[2], THREE[1]]
    assert {(it.channel_id, it.script) for it in beside} == {(CHANNEL, SCRIPT)}


@pytest.mark.parametrize(
    "gone", [VideoCancelled(CHANNEL, YOU, "dull"), VideoRejected(CHANNEL, YOU, "dull")]
)
async def test_what_nobody_will_see_is_compared_with_nothing(
    database_url: str, gone: Event
) -> None:
    earlier = INSPECTED if isinstance(gone, VideoRejected) else SCRIPTED
    others = [(video_stream(THREE[0]), it) for it in (*earlier, gone)]
    asked = replace(REQUESTED, source=blob("another text"))
    async with served(database_url, [*others, *on(VIDEO_STREAM, asked)]) as reader:
        assert await video.scripts_beside(reader, VIDEO, 9) == ()


async def test_a_researched_topic_is_a_film_with_a_brief_and_may_be_told_again(
    database_url: str,
) -> None:
    history = [(video_stream(THREE[0]), it) for it in (OF_TOPIC, RESEARCHED, *SCRIPTED[1:])]
    again = replace(RESEARCHED, source=blob("found another time"))
    async with served(database_url, [*history, *on(VIDEO_STREAM, OF_TOPIC, again)]) as reader:
        its = told(await video.one(reader, ACCOUNT, VIDEO))
        assert await video.scripts_beside(reader, VIDEO, 9) == ()
    assert (its["topic"], its["source_asset"], its["source"]) == (TOPIC, None, again.source)
    assert its["brief"] == {"blob": BRIEF, "findings": 12, "pages": 5}
    assert its["progress"]["researched"]


async def test_the_same_text_may_be_told_again_on_its_channel_and_on_no_other(
    database_url: str,
) -> None:
    elsewhere = replace(REQUESTED, channel_id=ChannelId(UUID(int=77)))
    history = [(video_stream(THREE[0]), it) for it in SCRIPTED]
    again = [(video_stream(THREE[1]), REQUESTED), (video_stream(THREE[2]), elsewhere)]
    async with served(database_url, [*history, *again]) as reader:
        assert await video.scripts_beside(reader, THREE[1], 9) == ()
        (found,) = await video.scripts_beside(reader, THREE[2], 9)
    assert found.video_id == THREE[0]


async def test_the_timeline_is_read_page_by_page_oldest_first(database_url: str) -> None:
    async with served(database_url, on(VIDEO_STREAM, *INSPECTED)) as reader:
        pages = [await video.events(reader, ACCOUNT, VIDEO, Page(5, it)) for it in (None, 5, 10)]
    first, second, third = [json.loads(it or b"") for it in pages]
    assert (first["next"], second["next"], third["items"]) == (5, 10, [])
    assert [it["position"] for it in first["items"] + second["items"]] == list(range(1, 11))
    assert first["items"][2]["sentence"] == "Script accepted with a score of 0.90"
