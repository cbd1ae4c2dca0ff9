"""One sentence through espeak-ng in a process of its own, bounded in time."""

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from processors.errors import Unavailable

WORKER = Path(__file__).with_name("espeak_worker.py")
_SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What to say and how; pitch and its range are espeak's own scale from 0 to 99."""

    text: str
    voice: str
    rate_wpm: int
    pitch: int
    pitch_range: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a piece of the text (offset and length in characters) begins in the audio."""

    offset: int
    length: int
    start_ms: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """16-bit mono PCM and its marks in the order spoken."""

    pcm: bytes
    rate_hz: int
    marks: tuple[Mark, ...]
    version: str


async def speak(order: Order, timeout_s: float, worker: Path = WORKER) -> Utterance:
    """Raises Unavailable: `voice-timeout`, `voice-crashed` or `voice-malformed`.

    A cancelled call leaves its process to end by itself, at most after the same time.
    """
    request = json.dumps(asdict(order)).encode()
    return _utterance(await asyncio.to_thread(_answer, worker, request, timeout_s))


def _answer(worker: Path, request: bytes, timeout_s: float) -> bytes:
    """Runs with an empty environment: the engine needs nothing of ours."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(worker)],
            input=request,
            capture_output=True,
            timeout=timeout_s,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(
            f"The offline voice gave no answer within {timeout_s:g} s; try again.",
            code="voice-timeout",
        ) from error
    if done.returncode:
        raise Unavailable(
            f"The offline voice stopped with code {done.returncode}: {_last_line(done.stderr)}",
            code="voice-crashed",
        )
    return done.stdout


def _utterance(answer: bytes) -> Utterance:
    line, _, pcm = answer.partition(b"\n")
    try:
        head = json.loads(line)
        marks = tuple(Mark(int(at), int(length), int(ms)) for at, length, ms in head["marks"])
        rate_hz, version = int(head["rate_hz"]), str(head["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise _malformed("its head is not readable") from error
    if rate_hz <= 0 or len(pcm) % _SAMPLE_BYTES:
        raise _malformed("its samples are cut")
    return Utterance(pcm, rate_hz, marks, version)


def _malformed(why: str) -> Unavailable:
    return Unavailable(f"The offline voice answered nonsense: {why}.", code="voice-malformed")


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."
