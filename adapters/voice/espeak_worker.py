"""The process that holds espeak-ng: one request on standard input, one answer on standard output.

It runs by its own path (`python -I espeak_worker.py`) and imports nothing of ours: espeak-ng
is GPL-3.0-or-later, and what it says second in a process depends on what it said first.

Request: JSON `{voice, rate_wpm, pitch, pitch_range, text}`. Answer: one line of JSON
`{version, rate_hz, marks: [[offset, length, start_ms], …]}`, offsets in characters of the
text, then 16-bit little-endian mono PCM to the end.
"""

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

import espeakng_loader

_RETRIEVAL, _DONT_EXIT = 1, 0x8000
_RATE, _VOLUME, _PITCH, _PITCH_RANGE = 1, 2, 3, 4
_UNCLIPPED = 70  # of 100: loud vowels clip at full volume, in Spanish and Chinese first
_CHARACTERS, _UTF_8 = 1, 1
_WORD, _LIST_END = 1, 0


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("text", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h; `text_position` counts characters from 1."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def main() -> None:
    request = json.load(sys.stdin.buffer)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate_hz = _start(library)
    _tune(library, request)
    pcm, marks = _speak(library, request["text"])
    head = {"version": _version(library), "rate_hz": rate_hz, "marks": marks}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pcm)


def _start(library: ctypes.CDLL) -> int:
    data = Path(espeakng_loader.get_data_path()).parent
    rate_hz = int(library.espeak_Initialize(_RETRIEVAL, 0, str(data).encode(), _DONT_EXIT))
    if rate_hz <= 0:
        sys.exit(f"espeak-ng does not start with the data in {data}")
    return rate_hz


def _tune(library: ctypes.CDLL, request: dict[str, Any]) -> None:
    if library.espeak_SetVoiceByName(request["voice"].encode()):
        sys.exit(f"espeak-ng has no voice {request['voice']}")
    library.espeak_SetParameter(_RATE, request["rate_wpm"], 0)
    library.espeak_SetParameter(_VOLUME, _UNCLIPPED, 0)
    library.espeak_SetParameter(_PITCH, request["pitch"], 0)
    library.espeak_SetParameter(_PITCH_RANGE, request["pitch_range"], 0)


def _speak(library: ctypes.CDLL, text: str) -> tuple[bytes, list[tuple[int, int, int]]]:
    pcm = bytearray()
    marks: list[tuple[int, int, int]] = []

    def take(samples: int | None, count: int, events: Any) -> int:
        if samples and count:
            pcm.extend(ctypes.string_at(samples, count * 2))
        n = 0
        while events[n].type != _LIST_END:
            if events[n].type == _WORD:
                it = events[n]
                marks.append((it.text_position - 1, it.length, it.audio_position_ms))
            n += 1
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    data = text.encode(errors="replace")
    library.espeak_Synth(
        data, ctypes.c_size_t(len(data) + 1), 0, _CHARACTERS, 0, _UTF_8, None, None
    )
    library.espeak_Synchronize()
    return bytes(pcm), marks


def _version(library: ctypes.CDLL) -> str:
    library.espeak_Info.restype = ctypes.c_char_p
    return str(library.espeak_Info(None).decode())


if __name__ == "__main__":
    main()
