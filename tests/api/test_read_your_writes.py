"""Whoever was answered sees what it did: every command and every read there is, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import Response

from domain.event import Event
from domain.ids import StreamId, VideoId, video_stream
from tests.api.addressed import addressed, code_of
from tests.api.operations import BODIES, Operation, operations
from tests.api.serving import LIMITS, Api, serving
from tests.api.test_socket import listening
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import INSPECTED, SCRIPTED
from tests.given import VIDEO
from tests.projections.test_video import FAILED
from tests.services import VIEWED, Services, database

pytestmark = pytest.mark.asyncio(loop_scope="module")

MADE = ("film", "thumbnail", "side cover", "srt", "vtt", "sidecar", "source")
OF_THE_PROCESS = {"is_alive", "is_ready", "read_metrics", "read_capabilities"}
"""What these answer comes out of no table."""
BEGUN: dict[str, list[Event]] = {
    "cancel_video": SCRIPTED,
    "edit_video": SCRIPTED,
    "retry_video": [*SCRIPTED, FAILED],
}
"""What a video has to have behind it, where a finished film is not it."""
BEYOND = 10**9
BRIEF = replace(LIMITS, live_s=0.01)


def own_video(n: int) -> VideoId:
    """Every command has a video of its own, so that none is in another's way."""
    return VideoId(UUID(int=1_000 + n))


def history() -> list[tuple[StreamId, Event]]:
    entries: list[tuple[StreamId, Event]] = [*SET_UP, *its(*INSPECTED)]
    for n, name in enumerate(BODIES):
        stream = video_stream(own_video(n))
        entries += [(stream, it) for it in BEGUN.get(name, INSPECTED)]
    return entries


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Api]:
    folder: Path = tmp_path_factory.mktemp("writes")
    with database(run_services, f"{worker}_{folder.name}", VIEWED) as url:
        async with serving(url, folder, history(), BRIEF) as api, listening(api) as (_, client):
            for name in MADE:
                await api.deps.blobs.put(name.encode())
            await addressed(api)
            yield replace(api, client=client)


def commands(api: Api) -> list[Operation]:
    """Those that take something back come late; after an erasure there is nothing to ask."""
    found = [it for it in operations(api.app) if it.method != "GET"]
    return sorted(found, key=lambda it: (it.id == "erase_account", it.method == "DELETE"))


def reads(api: Api) -> list[Operation]:
    found = (it for it in operations(api.app) if it.method == "GET")
    return [it for it in found if it.id not in OF_THE_PROCESS]


async def carried_out(api: Api, it: Operation) -> Response:
    if it.id == "upload_asset":
        return await api.upload(b"ice melts slowly in the dark of the deep sea. " * 20)
    if it.id == "confirm_email":
        return await api.send(it.method, it.address, {"code": await code_of(api)})
    video_id = own_video(list(BODIES).index(it.id))
    return await api.send(it.method, it.address.replace(str(VIDEO), str(video_id)), it.body)


async def read(api: Api, it: Operation, query: str = "", **headers: str) -> Response:
    return await api.get(it.address + query, **headers)


@pytest.mark.no_cover
async def test_any_read_that_is_later_than_was_asked_says_so(here: Api) -> None:
    asked = {"YT-Position": str(BEYOND)}
    found = await asyncio.gather(*(read(here, it, **asked) for it in reads(here)))
    for it, answer in zip(reads(here), found, strict=True):
        assert (answer.status_code, answer.headers["YT-Stale"]) == (200, "1"), it.id
        assert 0 < int(answer.headers["YT-Position"]) < BEYOND, it.id


async def test_any_read_shows_the_past_or_refuses_to_be_asked_for_it(here: Api) -> None:
    described = here.app.openapi()["paths"]
    for it in (*reads(here), *commands(here)):
        parameters = {its["name"] for its in described[it.path][it.method.lower()]["parameters"]}
        path = f"{it.address}?as_of=1"
        found = await here.send(it.method, path, it.body)
        if "as_of" in parameters:
            assert found.headers["YT-As-Of"] == "1", it.id
        else:
            assert (found.status_code, found.json()["code"]) == (422, "as-of-unfit"), it.id


async def test_what_was_answered_then_is_what_is_answered_as_of_then(here: Api) -> None:
    described = here.app.openapi()["paths"]
    past = [
        it
        for it in reads(here)
        if "as_of" in {its["name"] for its in described[it.path]["get"]["parameters"]}
    ]
    before = {it.id: await read(here, it) for it in past}
    later = await here.send("POST", "/api/v1/videos/generate", BODIES["generate_video"])
    renamed = await here.send("POST", f"/api/v1/videos/{VIDEO}/reject", {"reason": "too long"})
    assert (later.status_code, renamed.status_code) == (202, 200)
    await here.read("/api/v1/videos", after=renamed)
    for it in past:
        then = before[it.id].headers["YT-Position"]
        again = await read(here, it, f"?as_of={then}")
        assert (again.headers["YT-As-Of"], again.headers["YT-Position"]) == (then, then)
        assert again.json() == before[it.id].json(), it.id
        assert again.headers["Cache-Control"] == "private, no-store"


async def test_a_time_of_the_past_says_which_position_it_was(here: Api) -> None:
    events: Any = (await here.get("/api/v1/audit?limit=3")).json()["items"]
    newest = events[0]
    found = await here.get(f"/api/v1/account?as_of={newest['at']}")
    assert found.headers["YT-As-Of"] == str(newest["position"])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("yesterday", "as-of-invalid"),
        ("-1", "as-of-invalid"),
        ("2026-11-20T13:27:18", "as-of-invalid"),
        (str(2**63), "as-of-invalid"),
        ("x" * 65, "invalid"),
        ("999999", "as-of-beyond"),
        ("2999-01-01T00:00:00Z", "as-of-future"),
    ],
)
async def test_a_past_that_makes_no_sense_is_refused_plainly(
    here: Api, asked: str, code: str
) -> None:
    found = await here.get(f"/api/v1/channels?as_of={asked}")
    assert (found.status_code, found.json()["code"]) == (422, code)
    assert found.json()["param"] == "as_of"


@pytest.mark.no_cover
async def test_what_any_command_did_any_read_can_see(here: Api) -> None:
    for command in commands(here):
        done = await carried_out(here, command)
        assert done.is_success, (command.id, done.text)
        position = done.headers["YT-Position"]
        assert done.json()["position"] == int(position) > 0
        found = await asyncio.gather(
            *(read(here, it, **{"YT-Position": position}) for it in reads(here))
        )
        for it, answer in zip(reads(here), found, strict=True):
            assert answer.is_success, (it.id, answer.text)
            assert int(answer.headers["YT-Position"]) >= int(position), (command.id, it.id)
            assert "YT-Stale" not in answer.headers, (command.id, it.id)
