"""`ytempire demo` as a person runs it: its figures are those of the file that it made."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import orjson
import pytest

from adapters.render.loudness import measured
from infra.embedded.redis import SOCKET
from tests.stack import QUICK, Stack, running

SOURCES = Path(__file__).parents[1] / "adapters" / "script" / "sources"
MADE_S = 300
DISK_FULL = 2


def ytempire(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli", *words],
        env={**os.environ, **QUICK, "YTEMPIRE_HOME": str(home), **settings},
        capture_output=True,
        timeout=MADE_S,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What a film's own file says."""

    size: tuple[int, int]
    frames: int
    rate: Fraction
    picture_s: float
    sound_s: float


def opened(film: str) -> Seen:
    with av.open(film) as file:
        picture, sound = file.streams.video[0], file.streams.audio[0]
        frames = sum(1 for _ in file.decode(picture))
        file.seek(0)
        heard = [(it.samples, it.sample_rate) for it in file.decode(sound)]
        rate = picture.average_rate
        assert rate is not None
        return Seen(
            (picture.width, picture.height),
            frames,
            rate,
            float(frames / rate),
            sum(it for it, _ in heard) / heard[0][1],
        )


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as its:
        yield its


def made(home: Path, source: str, *options: str) -> dict[str, Any]:
    """The object that a demo says last, of a film of about ten seconds."""
    out = str(home / "out")
    file = str(SOURCES / source)
    asked = ("--source", file, "--seconds", "10", "--out", out, *options)
    return said(ytempire(home, "demo", *asked, "--json"))


def said(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = orjson.loads(done.stdout.splitlines()[-1])
    return told


def agrees(told: dict[str, Any]) -> None:
    film, loudness = opened(told["film"]), measured(Path(told["film"]))
    assert film.size == (told["width"], told["height"])
    assert (film.frames, film.rate) == (told["frames"], told["fps"])
    assert told["duration_s"] == pytest.approx(film.picture_s, abs=0.001)
    assert film.sound_s == pytest.approx(film.picture_s, abs=0.05)
    assert told["lufs"] == pytest.approx(loudness.integrated_lufs, abs=0.1)
    assert told["lufs"] == pytest.approx(-14, abs=0.5)
    assert told["true_peak_dbtp"] == pytest.approx(loudness.true_peak_dbtp, abs=0.1)
    assert told["true_peak_dbtp"] <= -1


def is_complete(told: dict[str, Any]) -> None:
    names = ("thumbnail", "cover", "srt", "vtt", "metadata")
    assert all(Path(told[it]).stat().st_size for it in names)
    assert (told["cost_actual"], told["mode"]) == ("0.000000000", "offline")
    assert float(told["cost_would_have"]) > 0
    assert {it["attempts"] for it in told["stages"]} == {1}
    assert told["render_fps"] == pytest.approx(told["frames"] / told["render_s"], rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "language", "aspect", "size"),
    [
        ("moor.de.txt", "de", "9:16", (1080, 1920)),
        ("canal.es.txt", "es", "1:1", (1080, 1080)),
    ],
)
def test_what_a_demo_says_of_its_film_is_what_the_file_says(
    stack: Stack, source: str, language: str, aspect: str, size: tuple[int, int]
) -> None:
    told = made(stack.home, source, "--aspect", aspect, "--language", language)
    assert (told["width"], told["height"]) == size
    agrees(told)
    is_complete(told)
    asked = stack.insist("GET", f"/videos/{told['video_id']}")
    assert (asked["language"], asked["stage"]) == (language, "published")
    proof = said(ytempire(stack.home, "audit", "replay", "--json"))
    assert (proof["equal"], proof["parked"]) == (True, 0)
    assert proof["events"] >= told["position"]
    assert proof["tables"]["videos"] > 0


@pytest.mark.slow
def test_a_demo_by_itself_leaves_nothing_running(tmp_path: Path) -> None:
    told = made(tmp_path, "ferryman.en.txt")
    agrees(told)
    is_complete(told)
    assert (told["width"], told["height"]) == (1920, 1080)
    assert not list(tmp_path.rglob("postmaster.pid"))
    assert not list(tmp_path.rglob(SOCKET))
    assert named(str(tmp_path)) == []


def test_a_demo_on_a_full_disk_begins_nothing(tmp_path: Path) -> None:
    source = str(SOURCES / "ferryman.en.txt")
    done = ytempire(tmp_path, "demo", "--source", source, MAKING__FREE_BYTES=str(2**62))
    assert done.returncode == DISK_FULL
    assert b"bytes free; a film needs" in done.stderr
    assert list(tmp_path.iterdir()) == []


def named(home: str) -> list[int]:
    """Processes that were told of this home."""
    found = []
    for it in Path("/proc").iterdir():
        if it.name.isdecimal() and int(it.name) != os.getpid():
            try:
                told = (it / "environ").read_bytes() + (it / "cmdline").read_bytes()
            except OSError:
                continue
            if home.encode() in told:
                found.append(int(it.name))
    return found
