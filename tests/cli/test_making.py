"""A demo as it follows its film: what it shows, what it hands over, and how it may end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from PIL import Image

from domain.clip import ClipSound, Cut
from domain.ids import VideoId, video_stream
from infra.cli.client import Client
from infra.cli.demo import command
from infra.cli.demo.making import (
    WITH_PICTURES,
    Seen,
    decided,
    demo_channel,
    follow,
    refuse_unfinished,
    request_film,
    take_out,
)
from infra.cli.demo.progress import shown, stages
from infra.cli.demo.request import Asked, checked
from infra.cli.demo.summary import show as show_summary
from infra.cli.demo.summary import summary
from infra.cli.output import Problem, err
from infra.embedded.supervisor import Supervisor
from infra.settings import Embedded, Settings
from tests.adapters.render.clips import make_clip
from tests.api.serving import OWNER
from tests.cli.asking import Installation, installed
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import FACTS, PUBLIC
from tests.given import CHANNEL, NOON, VIDEO

ID = str(VIDEO)
WITHIN_S = 30
WORDS = "The sea keeps what the land forgets, and tells it again at every tide. " * 4
OPENED, SETTLED = "2026-01-01T12:00:00+00:00", "2026-01-01T12:00:07.500+00:00"

Told = TypeVar("Told")


def job(kind: str, state: str, settled_at: str | None = SETTLED) -> dict[str, Any]:
    return {"kind": kind, "state": state, "opened_at": OPENED, "settled_at": settled_at}


def rendering(done: int) -> Seen:
    jobs = [job("render", "open", None), job("write-script", "finished")]
    work = {"kind": "render", "done": done, "total": 1_350, "per_second": 41.7, "left_s": 12.3}
    work |= {"waits": None}
    return Seen({"stage": "making"}, jobs, [work], 5.0)


def drawn(seen: Seen) -> str:
    with err.capture() as captured:
        err.print(stages(seen))
    return captured.get()


async def test_a_demo_leaves_a_channel_of_ones_own_that_is_called_demo_alone(
    viewed_url: str, tmp_path: Path
) -> None:
    async with installed(viewed_url, tmp_path, SET_UP) as here:
        own = (await here.done("channel", "open", "Demo"))["channel_id"]
        told: list[str] = []
        with Client.of(here.url, OWNER) as client:
            its = await asyncio.to_thread(demo_channel, client, NOON, told.append)
            again = await asyncio.to_thread(demo_channel, client, NOON, told.append)
        assert (its == again, its == own) == (True, False)
        assert told[0].startswith("The channel Demo 2 may publish")


def test_a_stage_at_work_shows_how_far_it_is() -> None:
    line = next(it for it in drawn(rendering(945)).splitlines() if "film" in it)
    assert line.split()[-6:] == ["945", "of", "1,350", "42", "12", "s"]


def test_a_stage_that_is_done_shows_what_it_took() -> None:
    line = next(it for it in drawn(rendering(945)).splitlines() if "script" in it)
    assert line.split() == ["✓", "script", "7.5", "s"]


def test_a_film_that_no_worker_has_begun_waits() -> None:
    work = {"kind": "render", "done": None, "total": None, "per_second": None, "left_s": None}
    work |= {"waits": None}
    seen = Seen({"stage": "making"}, [job("render", "open", None)], [work], 5.0)
    assert ["·", "film", "waits"] in [it.split() for it in drawn(seen).splitlines()]


def test_what_waits_for_a_provider_says_until_when_and_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waits = {"until": "2026-01-01T14:32:05+00:00", "code": "breaker-open", "sentence": "It fails."}
    work = {"kind": "narrate", "total": None, "waits": waits}
    seen = Seen({"stage": "making"}, [job("narrate", "open", None)], [work], 5.0)
    said = "voice: waits until 14:32:05 UTC (it failed too often lately): It fails."
    assert said in " ".join(drawn(seen).split())
    shown(iter([seen, seen]))
    assert capsys.readouterr().err.count(said) == 1


def test_a_stage_that_was_given_up_is_marked() -> None:
    seen = Seen({"stage": "failed"}, [job("narrate", "dead")], [], 1.0)
    assert ["✗", "voice"] in [it.split()[:2] for it in drawn(seen).splitlines()]


def test_without_a_terminal_each_change_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(iter([rendering(1), rendering(2), rendering(945)])) == rendering(945)
    assert [it.split("  ")[-1] for it in capsys.readouterr().err.splitlines()] == [
        "script: finished",
        "film: open",
        "film: 0 % of 1,350 frames",
        "film: 70 % of 1,350 frames",
    ]


@pytest.fixture
async def published(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    """A film that went all its way."""
    async with installed(viewed_url, tmp_path, [*SET_UP, *its(*PUBLIC)]) as here:
        for name in ("film", "thumbnail", "side cover", "srt", "vtt", "sidecar", "source"):
            await here.api.deps.blobs.put(name.encode())
        yield here


async def asked(here: Installation, ask: Callable[[Client], Told]) -> Told:
    def asks() -> Told:
        with Client.of(here.url, OWNER) as client:
            return ask(client)

    return await asyncio.to_thread(asks)


async def test_a_film_that_is_there_is_looked_at_once(published: Installation) -> None:
    (seen,) = await asked(published, lambda client: list(follow(client, ID)))
    assert seen.stage == "published"


async def test_its_files_are_copied_under_their_names(
    published: Installation, tmp_path: Path
) -> None:
    files = await asked(published, lambda client: take_out(client, ID, tmp_path / "out"))
    assert files["film.mp4"] == tmp_path / "out" / ID / "film.mp4"
    assert files["film.mp4"].read_bytes() == b"film"
    assert {
        "thumbnail.jpg",
        "cover.jpg",
        "captions.srt",
        "captions.vtt",
        "metadata.json",
    } <= files.keys()


async def test_the_object_says_what_the_events_say(published: Installation, tmp_path: Path) -> None:
    def told(client: Client) -> dict[str, Any]:
        (seen,) = follow(client, ID)
        return summary(client, seen, take_out(client, ID, tmp_path))

    its_object = await asked(published, told)
    assert (its_object["frames"], its_object["duration_s"]) == (FACTS.frames, 45.0)
    assert its_object["render_fps"] == round(FACTS.frames / 40, 2)
    assert its_object["film"] == str(tmp_path / ID / "film.mp4")
    assert its_object["events"] == len(PUBLIC)
    assert (its_object["cost_actual"], its_object["cost_would_have"]) == ("0.000000000",) * 2


async def test_a_person_reads_files_events_and_costs(
    published: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def shows(client: Client) -> None:
        (seen,) = follow(client, ID)
        show_summary(client, summary(client, seen, take_out(client, ID, tmp_path)))

    await asked(published, shows)
    said = capsys.readouterr()
    assert "video.published" in said.out
    assert "would have cost" in said.out
    assert str(tmp_path / ID / "captions.srt") in said.out
    assert "`make run`" in said.err


async def a_second(here: Installation) -> str:
    """The id of a video that was asked for meanwhile."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            found = (await here.api.read("/api/v1/videos"))["items"]
            if len(found) > 1:
                return str(found[0]["video_id"])
            await asyncio.sleep(0.1)


async def test_a_demo_whose_film_was_cancelled_ends_with_one(
    here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a home where something runs already."""
    monkeypatch.setattr(command, "utc_now", lambda: NOON)
    (tmp_path / "tide.txt").write_text(WORDS)
    with Supervisor(here.home, Embedded()):
        words = ("demo", "--source", str(tmp_path / "tide.txt"), "--out", str(tmp_path / "out"))
        demo = asyncio.create_task(here.says(*words, "--json"))
        await here.api.send("POST", f"/api/v1/videos/{await a_second(here)}/cancel", {})
        result = await demo
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no film was made: it is cancelled" in result.stderr.splitlines()[-1]
    assert "Recorded of your text: your own work, commercial use allowed." in result.stderr


async def test_whose_pictures_a_film_shows_is_decided_for_that_film(
    here: Installation, tmp_path: Path
) -> None:
    (tmp_path / "tide.txt").write_text(WORDS)
    Image.new("RGB", (64, 64)).save(tmp_path / "own.png")
    options = Asked(tmp_path / "tide.txt", "16:9", 20, "en", tmp_path, tmp_path / "out")

    def asks(client: Client) -> str:
        request = checked(Settings(ytempire_home=here.home), options)
        return request_film(client, request, str(CHANNEL), NOON, {"decided": decided(request)})

    video = await here.api.deps.ledger.state(video_stream(VideoId(UUID(await asked(here, asks)))))
    assert video.decided.disclosure.reasons == tuple(WITH_PICTURES)


async def test_a_clip_is_shown_as_it_was_cut_and_sounds_as_it_was_asked(
    here: Installation, tmp_path: Path
) -> None:
    (tmp_path / "tide.txt").write_text(WORDS)
    for name in ("a.mp4", "b.mp4"):
        make_clip(tmp_path / name)
    cuts = ["a.mp4=0.25-0.75", "b.mp4=0.5-"]
    options = Asked(tmp_path / "tide.txt", "16:9", 20, "en", tmp_path, None, cuts, ClipSound.DUCKED)

    def asks(client: Client) -> str:
        request = checked(Settings(ytempire_home=here.home), options)
        return request_film(client, request, str(CHANNEL), NOON, {"decided": decided(request)})

    video = await here.api.deps.ledger.state(video_stream(VideoId(UUID(await asked(here, asks)))))
    assert [it.cut for it in video.request.pictures] == [
        Cut(250, 750, ClipSound.DUCKED),
        Cut(500, None, ClipSound.DUCKED),
    ]


def test_a_flagged_film_says_why_and_what_to_do() -> None:
    found: dict[str, Any] = {"video_id": ID, "stage": "flagged", "failure": None}
    video = found | {"score": 0.41, "verbatim": False}
    with pytest.raises(Problem, match=rf"scored 0\.41 .*`ytempire video retry {ID}`"):
        refuse_unfinished(Seen(video, [], [], 1.0))
