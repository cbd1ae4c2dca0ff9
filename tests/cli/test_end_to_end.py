"""A person's whole way on the command line: up, a channel, a film, a decision, the proof."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.script.verbatim import divided
from adapters.voice.espeak import EspeakNarrator
from domain.brief import Brief
from tests.stack import QUICK, Stack, descendants, eventually, gone, running
from tests.views import VIDEO_VIEW

pytestmark = pytest.mark.slow
MADE_S = 240.0
NO_ORPHAN_S = 3.0
INTERRUPTED = 130
DECIDED = ("--not-realistic", "--not-made-for-kids", "--no-paid-promotion")
RIGHTS = ("--ownership", "own", "--licence", "my own words", "--commercial-use")
SOURCE = b"""The tide turns twice a day, and the harbour turns with it. Boats that lay on mud at
noon are afloat by evening. Fishermen read the water before they read the clock, and children
learn the hours of the sea before they learn those of the school. When the moon is full the
water climbs to the third step, and every cellar in the lower street is emptied beforehand.
Nobody here calls that a flood: it is the sea, paying its visit."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("cli")) as its:
        yield its


OTHER = b"""Lighthouses were built on cliffs and rocks to warn ships of danger at night. Their lamps
burned oil, then gas, and at last electricity lit them all. A keeper had to wind the clockwork
every few hours so that the light would turn. Most of them work by themselves today."""


def started(home: Path, *words: str) -> subprocess.Popen[bytes]:
    """The command, from another folder than the project's."""
    return subprocess.Popen(
        [sys.executable, "-m", "infra.cli", *words],
        env={**os.environ, **QUICK, "YTEMPIRE_HOME": str(home)},
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def done(stack: Stack, *words: str) -> Any:
    said, told = started(stack.home, *words, "--json").communicate(timeout=MADE_S)
    assert said, told.decode()
    return orjson.loads(said.splitlines()[-1])


def recorded(text: bytes, out: Path) -> Path:
    """Another manner of the voice says it, as a person would have."""
    script = divided(Brief(text.decode(), 45, "en"))
    blobs = DiskBlobs(out.parent / "said")
    told = asyncio.run(EspeakNarrator(blobs).narrate(script, "female"))
    out.write_bytes(asyncio.run(blobs.get(told.answer.audio)))
    return out


def asked_for(stack: Stack, channel: str) -> str:
    files = {"file": ("tide.txt", SOURCE)}
    source = stack.insist("POST", "/assets", "tide", files=files)["asset_id"]
    body = {"channel_id": channel, "source_asset_id": source, "seconds": 10}
    return str(stack.insist("POST", "/videos/generate", "film", json=body)["video_id"])


@pytest.fixture(scope="module")
def channel(stack: Stack) -> str:
    """One for all: on another channel the same text would be flagged as told before."""
    its = str(done(stack, "channel", "open", "Harbour")["channel_id"])
    done(stack, "channel", "defaults", its, *DECIDED, *RIGHTS)
    return its


def test_a_film_is_asked_for_changed_approved_and_proven(stack: Stack, channel: str) -> None:
    video = asked_for(stack, channel)
    eventually(lambda: done(stack, "video", "show", video)["stage"] == "ready", MADE_S)
    done(stack, "video", "edit", video[:8], "--title", "The sea pays a visit")
    eventually(lambda: done(stack, "video", "show", video)["stage"] == "ready", MADE_S)
    done(stack, "video", "approve", video[:8], "--yes")
    eventually(lambda: done(stack, "video", "show", video)["stage"] == "published", MADE_S)
    found = done(stack, "video", "show", video)
    proof = done(stack, "audit", "replay")
    assert found["title"] == "The sea pays a visit"
    assert list(Path(found["location"]).glob("*.mp4"))
    assert {it["kind"] for it in found["costs"]} == {"imputed", "would-have-cost"}
    assert (proof["equal"], proof["parked"], proof["differences"]) == (True, 0, [])
    assert proof["events"] == proof["position"]


def test_a_text_is_told_by_its_own_recording_and_by_no_other(
    stack: Stack, channel: str, tmp_path: Path
) -> None:
    text = tmp_path / "tide.txt"
    text.write_bytes(SOURCE)
    mine, other = recorded(SOURCE, tmp_path / "mine.wav"), recorded(OTHER, tmp_path / "other.wav")
    asked = ("--channel", channel, "--narration", str(mine), "--resolution", "720p", "--fps", "24")
    video = done(stack, "video", "generate", str(text), *asked)["video_id"]
    eventually(lambda: done(stack, "video", "show", video)["stage"] == "ready", MADE_S)
    found = done(stack, "video", "show", video)
    assert (found["recording"]["name"], found["alignment"]) == ("mine.wav", "aligned")
    files = done(stack, "video", "files", video, "--out", str(tmp_path / "files"))["files"]
    assert Path(files["script.txt"]).read_bytes().split() == SOURCE.split()
    assert "NOTE The times of the words are aligned." in Path(files["captions.vtt"]).read_text()
    done(stack, "video", "narration", video, str(other))
    eventually(lambda: done(stack, "video", "show", video)["stage"] == "failed", MADE_S)
    assert done(stack, "video", "show", video)["failure_code"] == "recording-other-text"


def test_a_demo_stopped_by_ctrl_c_says_how_to_go_on(stack: Stack) -> None:
    demo = started(stack.home, "demo", "--seconds", "10", "--json")
    films = f"SELECT count(*) FROM {VIDEO_VIEW}.videos"
    before = stack.number(films)
    eventually(lambda: stack.number(films) > before, MADE_S)
    demo.send_signal(signal.SIGINT)
    said, told = demo.communicate(timeout=MADE_S)
    last = told.decode().splitlines()[-1]
    assert (demo.returncode, said) == (INTERRUPTED, b"")
    newest = done(stack, "video", "list", "--limit", "1")["items"][0]["video_id"]
    goes_on = f"`make run` goes on with {newest} where it stands"
    assert last == f"ytempire: stopped by Ctrl-C; {goes_on}"


def test_a_demo_of_its_own_leaves_nothing_running_when_stopped(tmp_path: Path) -> None:
    demo = started(tmp_path, "demo", "--seconds", "10")
    running_file = tmp_path / "running.json"
    eventually(running_file.exists, MADE_S)
    everybody = descendants(demo.pid) - {demo.pid}
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=MADE_S)
    assert demo.returncode == INTERRUPTED
    assert [it for it in everybody if not gone(it)] == []
    assert not running_file.exists()


def test_nothing_outlives_a_killed_parent(stack: Stack) -> None:
    everybody = descendants(stack.up) - {stack.up}
    stack.killed()
    eventually(lambda: all(gone(it) for it in everybody), NO_ORPHAN_S)
    assert len(everybody) > len(("postgres", "redis", "api", "projector", "dispatcher"))
