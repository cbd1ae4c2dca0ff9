import os
from pathlib import Path

import pytest

from adapters.voice import espeak_process
from adapters.voice.espeak import VERSION
from adapters.voice.espeak_process import Mark, Order, Utterance
from processors.errors import Unavailable

ORDER = Order("One of the bays.", "en-US", 165, 46, 58)
SLEEP = "import os, pathlib, time\npathlib.Path(__file__ + '.pid').write_text(str(os.getpid()))\n"


async def _spoken_by(folder: Path, source: str, timeout_s: float = 20.0) -> Utterance:
    """What comes of a worker that does something else."""
    worker = folder / "worker.py"
    worker.write_text(source)
    return await espeak_process.speak(ORDER, timeout_s, worker)


async def test_the_engine_marks_words_by_their_place_in_the_text() -> None:
    utterance = await espeak_process.speak(ORDER, 20.0)
    assert utterance.marks[0] == Mark(0, 3, 0)
    assert [it.offset for it in utterance.marks] == [0, 4, 11]
    assert len(utterance.pcm) > utterance.rate_hz


async def test_the_engine_is_the_one_we_name() -> None:
    assert (await espeak_process.speak(ORDER, 20.0)).version == VERSION


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import sys; sys.exit('no data')", "voice-crashed"),
        ("import os; os.abort()", "voice-crashed"),
        ("", "voice-malformed"),
        ("print('hello')", "voice-malformed"),
        ("print('[]')", "voice-malformed"),
        ("""print('{"marks": [[1]], "rate_hz": 1, "version": ""}')""", "voice-malformed"),
        ("""print('{"marks": [], "rate_hz": 0, "version": ""}')""", "voice-malformed"),
        ("""print('{"marks": [], "rate_hz": 1, "version": ""}\\nx', end='')""", "voice-malformed"),
    ],
)
async def test_a_broken_engine_is_unavailable(tmp_path: Path, source: str, code: str) -> None:
    with pytest.raises(Unavailable) as failed:
        await _spoken_by(tmp_path, source)
    assert failed.value.code == code
    assert failed.value.sentence.endswith((".", "no data"))


async def test_an_unknown_voice_is_said_in_the_failure() -> None:
    with pytest.raises(Unavailable, match="no voice nope"):
        await espeak_process.speak(Order("One.", "nope", 165, 46, 58), 20.0)


async def test_an_engine_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as failed:
        await _spoken_by(tmp_path, f"{SLEEP}time.sleep(60)", timeout_s=1.0)
    assert failed.value.code == "voice-timeout"
    with pytest.raises(ProcessLookupError):
        os.kill(int(_text(tmp_path / "worker.py.pid")), 0)


def _text(path: Path) -> str:
    return path.read_text()
