from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.blobs.disk import DiskBlobs
from domain.video.events import VideoFlagged, VideoRendered
from tests.api.serving import STRANGER, Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import DRAFTED, GATHERED, RENDERED
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, VIDEO
from tests.services import VIEWED, Services, database

FILM = bytes(range(256)) * 8
HERE = f"/api/v1/videos/{VIDEO}/files"
FILM_HERE = f"{HERE}/film.mp4"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filmed(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Api]:
    """A video whose film and captions are on disk; nothing here changes it."""
    folder = tmp_path_factory.mktemp("filmed")
    with database(run_services, f"{worker}_{folder.name}", VIEWED) as url:
        history = [*SET_UP, *its(*GATHERED, await rendered(DiskBlobs(folder / "blobs")))]
        async with serving(url, folder, history) as served:
            yield served


async def rendered(blobs: DiskBlobs) -> VideoRendered:
    film, text = await blobs.put(FILM), await blobs.put(b"WEBVTT\n")
    await blobs.put(b"source")
    return replace(RENDERED, film=film, srt=text, vtt=text)


async def test_what_there_is_so_far_is_named_with_its_hash(filmed: Api) -> None:
    files = (await filmed.read(HERE))["files"]
    assert [it["name"] for it in files] == [
        "film.mp4",
        "captions.srt",
        "captions.vtt",
        "source.txt",
    ]
    assert (files[0]["size_bytes"], files[0]["media_type"]) == (len(FILM), "video/mp4")
    assert files[0]["blob"].startswith("sha256:")


async def test_why_a_draft_scored_as_it_did_is_among_the_files(
    database_url: str, tmp_path: Path
) -> None:
    said = b'{"score":0.3,"parts":{},"reasons":["It was said before."]}'
    verdict = await DiskBlobs(tmp_path / "blobs").put(said)
    await DiskBlobs(tmp_path / "blobs").put(b"source")
    flagged = VideoFlagged(CHANNEL, JOB, SCRIPT, 0.3, verdict)
    history = [*SET_UP, *its(REQUESTED, DRAFTED, flagged)]
    async with serving(database_url, tmp_path, history) as api:
        names = [it["name"] for it in (await api.read(HERE))["files"]]
        read = await api.get(f"{HERE}/verdict.json")

    assert names == ["source.txt", "verdict.json"]
    assert read.content == said


async def test_a_whole_file_comes_with_its_type(filmed: Api) -> None:
    its = await filmed.get(FILM_HERE)
    assert (its.status_code, its.content) == (200, FILM)
    assert (its.headers["Content-Type"], its.headers["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert its.headers["Content-Disposition"] == 'inline; filename="film.mp4"'


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=2000-", 2000, 2047),
        ("bytes=-48", 2000, 2047),
        ("bytes=2000-999999", 2000, 2047),
    ],
)
async def test_a_part_of_a_film_can_be_asked_for(
    filmed: Api, asked: str, first: int, last: int
) -> None:
    its = await filmed.get(FILM_HERE, Range=asked)
    assert (its.status_code, its.content) == (206, FILM[first : last + 1])
    assert its.headers["Content-Range"] == f"bytes {first}-{last}/{len(FILM)}"


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=", "bytes=9-3", "bytes=a-b", "nonsense"])
async def test_what_is_no_range_of_bytes_is_ignored(filmed: Api, asked: str) -> None:
    its = await filmed.get(FILM_HERE, Range=asked)
    assert (its.status_code, its.content) == (200, FILM)


async def test_head_says_what_get_would_without_the_file(filmed: Api) -> None:
    head, get = await filmed.send("HEAD", FILM_HERE), await filmed.get(FILM_HERE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(FILM))
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-10000"])
async def test_a_part_that_is_not_there_is_refused(filmed: Api, asked: str) -> None:
    its = await filmed.get(FILM_HERE, Range=asked)
    assert (its.status_code, its.json()["code"]) == (416, "range-unsatisfiable")
    assert its.headers["Content-Range"] == f"bytes */{len(FILM)}"


async def test_a_part_of_a_film_that_was_made_again_is_not_mixed_in(filmed: Api) -> None:
    """A range is only of the film that the player has the other ranges of."""
    etag = (await filmed.get(FILM_HERE)).headers["ETag"]
    same = await filmed.get(FILM_HERE, Range="bytes=0-9", **{"If-Range": etag})
    other = await filmed.get(FILM_HERE, Range="bytes=0-9", **{"If-Range": '"another"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_a_file_that_is_known_is_not_sent_again(filmed: Api) -> None:
    etag = (await filmed.get(FILM_HERE)).headers["ETag"]
    assert (await filmed.get(FILM_HERE, **{"If-None-Match": etag})).status_code == 304


async def test_a_file_that_is_not_made_yet_is_not_there(filmed: Api) -> None:
    its = await filmed.get(f"{HERE}/thumbnail.jpg")
    assert (its.status_code, its.json()["code"]) == (404, "file-unknown")


@pytest.mark.parametrize("name", ["..%2f..%2fkeys%2fkek", "%2e%2e", "film.mp4%00", "other.mp4"])
async def test_no_other_name_leads_to_a_file(filmed: Api, name: str) -> None:
    assert (await filmed.get(f"{HERE}/{name}")).status_code in (404, 422)


async def test_files_of_another_account_are_not_there(filmed: Api) -> None:
    stranger = filmed.as_(STRANGER)
    assert [(await stranger.get(it)).status_code for it in (HERE, FILM_HERE)] == [404, 404]
