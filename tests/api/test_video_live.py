import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.ports import Running
from tests.api.operations import BODIES
from tests.api.serving import Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FILMED
from tests.given import VIDEO

HERE = f"/api/v1/videos/{VIDEO}"


def heard(stream: str) -> list[dict[str, Any]]:
    """The events of a stream: name, id, data."""
    blocks = [it for it in stream.replace("\r\n", "\n").split("\n\n") if it.strip()]
    fields = [dict(line.split(": ", 1) for line in it.split("\n")) for it in blocks]
    return [it | {"data": orjson.loads(it["data"])} for it in fields if "data" in it]


async def asked_for(api: Api) -> str:
    asked = await api.send("POST", "/api/v1/videos/generate", BODIES["generate_video"])
    await api.read("/api/v1/jobs", after=asked)
    return str(asked.headers["Location"])


async def test_open_work_is_told_with_how_far_it_is(api: Api) -> None:
    here = await asked_for(api)
    (job,) = (await api.read("/api/v1/jobs"))["items"]
    api.progress.running = (Running(job["job_id"], job["kind"], 300, 1_350, 35.0, 3, 15),)
    (work,) = (await api.read(f"{here}/progress"))["work"]
    assert (work["kind"], work["done"], work["total"]) == ("write-script", 300, 1_350)
    assert (work["left_s"], work["segments_done"], work["segments_total"]) == (30.0, 3, 15)


async def test_work_that_counts_nothing_is_told_without_figures(api: Api) -> None:
    here = await asked_for(api)
    (work,) = (await api.read(f"{here}/progress"))["work"]
    assert (work["done"], work["per_second"], work["left_s"]) == (None, None, None)


async def test_a_stream_tells_what_happened_and_what_is_worked_on(api: Api) -> None:
    here = await asked_for(api)
    stream = await api.get(f"{here}/live")
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    events = heard(stream.text)
    assert [it["event"] for it in events] == ["recorded", "progress"]
    assert events[0]["data"]["name"] == "video.requested"
    assert events[0]["id"] == str(events[0]["data"]["position"])


async def test_a_stream_goes_on_where_it_was_broken(database_url: str, tmp_path: Path) -> None:
    async with serving(database_url, tmp_path, [*SET_UP, *its(*FILMED)]) as api:
        whole = [it["id"] for it in heard((await api.get(f"{HERE}/live")).text) if "id" in it]
        for n in range(len(whole)):
            rest = await api.get(f"{HERE}/live", **{"Last-Event-ID": whole[n]})
            assert [it["id"] for it in heard(rest.text) if "id" in it] == whole[n + 1 :]


async def test_what_happens_meanwhile_is_told(api: Api) -> None:
    here = await asked_for(api)
    listening = asyncio.create_task(api.get(f"{here}/live"))
    await asyncio.sleep(0.05)
    await api.send("POST", f"{here}/cancel", {"reason": "no"})
    names = [it["data"].get("name") for it in heard((await listening).text)]
    assert "video.cancelled" in names


async def test_too_many_streams_are_refused_and_places_come_back(api: Api) -> None:
    here = await asked_for(api)
    streams = [api.get(f"{here}/live") for _ in range(3)]
    assert sorted(it.status_code for it in await asyncio.gather(*streams)) == [200, 200, 429]
    assert (await api.get(f"{here}/live")).status_code == 200


@pytest.mark.parametrize("last", ["x", "-1"])
async def test_a_place_in_a_stream_that_makes_no_sense_is_refused(api: Api, last: str) -> None:
    its_answer = await api.get(f"{HERE}/live", **{"Last-Event-ID": last})
    assert its_answer.status_code == 422
