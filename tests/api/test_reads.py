from tests.api.operations import BODIES
from tests.api.serving import Api
from tests.given import CHANNEL, VIDEO

CHANNELS, VIDEOS = "/api/v1/channels", "/api/v1/videos"


async def three_videos(api: Api) -> list[str]:
    asked = [await api.send("POST", f"{VIDEOS}/generate", BODIES["generate_video"]) for _ in "abc"]
    await api.read(VIDEOS, after=asked[-1])
    return [it.json()["video_id"] for it in asked]


async def test_what_did_not_change_is_not_sent_again(api: Api) -> None:
    first = await api.get(CHANNELS)
    again = await api.get(CHANNELS, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_what_changed_is_sent_again(api: Api) -> None:
    first = await api.get(CHANNELS)
    paused = await api.send("POST", f"{CHANNELS}/{CHANNEL}/pause", {"reason": ""})
    fresh = {"YT-Position": paused.headers["YT-Position"]}
    again = await api.get(CHANNELS, **{"If-None-Match": first.headers["ETag"]}, **fresh)
    assert (again.status_code, again.json()["items"][0]["paused"]) == (200, True)


async def test_another_question_is_another_answer(api: Api) -> None:
    first = await api.get(CHANNELS)
    for path in (f"{CHANNELS}/{CHANNEL}", VIDEOS, f"{VIDEOS}?limit=1"):
        other = await api.get(path, **{"If-None-Match": first.headers["ETag"]})
        assert other.status_code == 200


async def test_a_read_says_from_which_position_it_is(api: Api) -> None:
    paused = await api.send("POST", f"{CHANNELS}/{CHANNEL}/pause", {"reason": ""})
    asked = int(paused.headers["YT-Position"])
    found = await api.get(CHANNELS, **{"YT-Position": str(asked)})
    assert int(found.headers["YT-Position"]) >= asked
    assert found.headers["Cache-Control"] == "private, no-cache"


async def test_a_read_that_cannot_be_as_fresh_as_asked_says_so(api: Api) -> None:
    late = await api.get(CHANNELS, **{"YT-Position": "999999"})
    assert (late.status_code, late.headers["YT-Stale"]) == (200, "1")
    assert int(late.headers["YT-Position"]) < 999_999
    assert late.json()["items"]


async def test_what_is_not_there_yet_is_told_apart_from_what_never_was(api: Api) -> None:
    never = await api.get(f"{VIDEOS}/{VIDEO}")
    late = await api.get(f"{VIDEOS}/{VIDEO}", **{"YT-Position": "999999"})
    assert (never.status_code, "YT-Stale" in never.headers) == (404, False)
    assert (late.status_code, late.headers["YT-Stale"]) == (404, "1")


async def test_pages_hold_every_row_once(api: Api) -> None:
    asked = await three_videos(api)
    found, cursor = [], ""
    while True:
        page = await api.read(f"{VIDEOS}?limit=1{cursor}")
        found += [it["video_id"] for it in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == asked[::-1]


async def test_videos_are_found_by_channel_and_stage(api: Api) -> None:
    asked = await three_videos(api)
    cancelled = await api.send("POST", f"{VIDEOS}/{asked[0]}/cancel", {"reason": "no"})
    of_stage = f"{VIDEOS}?channel_id={CHANNEL}&stage=cancelled"
    found = await api.read(of_stage, after=cancelled)
    assert [it["video_id"] for it in found["items"]] == asked[:1]
    assert (await api.read(f"{VIDEOS}?channel_id={VIDEO}"))["items"] == []


async def test_everything_that_is_asked_of_a_video_is_found_under_its_id(api: Api) -> None:
    one, *_ = await three_videos(api)
    cancelled = await api.send("POST", f"{VIDEOS}/{one}/cancel", {"reason": "no"})
    found = await api.read(f"/api/v1/audit?correlation_id={one}", after=cancelled)
    names = {it["name"] for it in found["items"]}
    assert {"video.requested", "job.opened", "video.cancelled"} <= names
