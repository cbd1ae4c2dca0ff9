"""The film's sound: a voice brought to −14 LUFS under −1 dBTP, as AAC ready to copy in.

AAC adds its own peaks and takes its own loudness, so every round is encoded, decoded and
measured again; the next corrects gain and ceiling by what was missed.
"""

import errno
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from adapters.render import limiter, loudness
from adapters.render.limiter import PER_MS, RATE_HZ, Curve
from adapters.render.loudness import Loudness
from processors.errors import CallError, InvalidInput, Unavailable

TARGET_LUFS, TOLERANCE_LU, PEAK_MAX_DBTP = -14.0, 0.5, -1.0
AIM_LU = 0.2
PEAK_MARGIN_DB, PEAK_STEP_DB = 0.4, 0.1
ROUNDS_MAX, TRIES_MAX = 4, 6
BIT_RATE = 192_000
# Speech at this rate: `fast` keeps 56 dB to the original at 40 times real time, `twoloop` 30 at 19.
CODER = {"aac_coder": "fast"}
FADE_MS = 5
GAIN_MAX_DB = 60.0

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Mono = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mixed:
    """What the finished file measures; `limited_db` is the most that any peak was turned down."""

    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    gain_db: float
    limited_db: float
    rounds: int


def mix(narration: Path, duration_ms: int, out: Path) -> Mixed:
    """Writes an MP4 with one AAC-LC track, 48 kHz stereo, of exactly `duration_ms`.

    The voice is padded with silence, or cut with a fade. Constant memory but for 8 bytes a
    millisecond. Raises InvalidInput: `narration-unreadable`, `narration-silent` or
    `narration-unmixable`; and Unavailable (`disk-full`). A failure leaves no file.
    """
    part = out.with_suffix(".part")
    try:
        mixed = _mixed(_Voice(narration, duration_ms), part)
        part.replace(out)
    except (av.FFmpegError, IndexError) as error:
        raise _refusal(narration, error) from error
    finally:
        part.unlink(missing_ok=True)
    return mixed


def _refusal(narration: Path, error: Exception) -> CallError:
    if getattr(error, "errno", None) in _FULL:
        return Unavailable("The disk is full: free some space, then try again.", code="disk-full")
    return InvalidInput(
        f"The narration {narration.name} is no sound that can be read; a WAV would be right.",
        code="narration-unreadable",
    )


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice read again for every pass, so that no film has to fit in memory."""

    path: Path
    duration_ms: int

    def pieces(self) -> Iterator[Mono]:
        """Mono sound, a second or less at a time, that adds up to exactly the duration."""
        left = self.duration_ms * PER_MS
        for piece in self._read():
            yield piece[:left]
            left -= len(piece[:left])
            if not left:
                return
        while left:
            yield np.zeros(min(left, RATE_HZ), np.float32)
            left -= min(left, RATE_HZ)

    def _read(self) -> Iterator[Mono]:
        with av.open(str(self.path)) as container:
            resampler = av.AudioResampler(
                format="fltp", layout="mono", rate=RATE_HZ, frame_size=RATE_HZ
            )
            for frame in chain(container.decode(container.streams.audio[0]), (None,)):
                for piece in resampler.resample(frame):
                    yield piece.to_ndarray()[0].astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Aim:
    """What one round goes for before it is encoded."""

    loudness_lufs: float = TARGET_LUFS
    ceiling_dbtp: float = PEAK_MAX_DBTP - PEAK_MARGIN_DB

    def after(self, got: Loudness) -> "_Aim":
        """Corrected by what the encoded file missed."""
        over_db = got.true_peak_dbtp - PEAK_MAX_DBTP
        lower_db = over_db + PEAK_STEP_DB if over_db > 0 else 0.0
        return _Aim(
            self.loudness_lufs + TARGET_LUFS - got.integrated_lufs, self.ceiling_dbtp - lower_db
        )


@dataclass(frozen=True, slots=True)
class _Levels:
    """All that happens to the level: a gain, and a factor a millisecond that holds it too."""

    gain_db: float
    curve: Curve


def _mixed(voice: _Voice, part: Path) -> Mixed:
    gain_db = TARGET_LUFS - _heard(voice).integrated_lufs
    peaks = limiter.peaks(voice.pieces())
    aim = _Aim()
    for n in range(1, ROUNDS_MAX + 1):
        levels = _levels(voice, peaks, aim, gain_db)
        _encode(voice, levels.curve, part)
        got = loudness.measured(part)
        if _is_right(got, AIM_LU if n < ROUNDS_MAX else TOLERANCE_LU):
            return _result(voice, levels, got, n)
        aim, gain_db = aim.after(got), levels.gain_db
    raise InvalidInput(
        f"The narration cannot be brought to {TARGET_LUFS:g} LUFS under {PEAK_MAX_DBTP:g} dBTP: "
        f"it came to {got.integrated_lufs:.1f} LUFS at {got.true_peak_dbtp:.1f} dBTP; "
        "a recording with fewer bare peaks would be right.",
        code="narration-unmixable",
    )


def _heard(voice: _Voice) -> Loudness:
    got = _loudness(voice, np.ones(voice.duration_ms))
    if got.is_silence:
        raise InvalidInput(
            f"The narration {voice.path.name} is silent over its {voice.duration_ms} ms; "
            "at least half a second of voice would be right.",
            code="narration-silent",
        )
    return got


def _levels(voice: _Voice, peaks: Curve, aim: _Aim, gain_db: float) -> _Levels:
    """Turned up until the limited voice is as loud as aimed at: measuring is 20 times encoding."""
    for _ in range(TRIES_MAX):
        curve = _curve(peaks, gain_db, aim.ceiling_dbtp)
        missed_lu = aim.loudness_lufs - _loudness(voice, curve).integrated_lufs
        if abs(missed_lu) <= AIM_LU / 4:
            break
        gain_db = min(gain_db + missed_lu, GAIN_MAX_DB)
    return _Levels(gain_db, curve)


def _curve(peaks: Curve, gain_db: float, ceiling_dbtp: float) -> Curve:
    """Faded at both ends."""
    gain = _factor(gain_db)
    curve = gain * limiter.gains(peaks * gain, _factor(ceiling_dbtp))
    fade = np.linspace(0.0, 1.0, FADE_MS, endpoint=False)
    curve[:FADE_MS] *= fade
    curve[-FADE_MS:] *= fade[::-1]
    return curve


def _loudness(voice: _Voice, curve: Curve) -> Loudness:
    meter = loudness.Meter()
    for piece in _levelled(voice, curve):
        meter.add(piece)
    return meter.loudness()


def _levelled(voice: _Voice, curve: Curve) -> Iterator[loudness.Stereo]:
    at = 0
    for piece in voice.pieces():
        levelled = piece * limiter.by_sample(curve, at, len(piece))
        at += len(piece)
        yield np.stack([levelled, levelled])


def _encode(voice: _Voice, curve: Curve, part: Path) -> None:
    at = 0
    with av.open(str(part), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE_HZ, layout="stereo", options=CODER)
        stream.bit_rate = BIT_RATE
        for piece in _levelled(voice, curve):
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), at
            container.mux(stream.encode(frame))
            at += frame.samples
        container.mux(stream.encode(None))


def _is_right(got: Loudness, tolerance_lu: float) -> bool:
    missed_lu = abs(got.integrated_lufs - TARGET_LUFS)
    return missed_lu <= tolerance_lu and got.true_peak_dbtp <= PEAK_MAX_DBTP


def _result(voice: _Voice, levels: _Levels, got: Loudness, rounds: int) -> Mixed:
    least = float(levels.curve[FADE_MS:-FADE_MS].min())
    return Mixed(
        duration_ms=voice.duration_ms,
        loudness_lufs=got.integrated_lufs,
        true_peak_dbtp=got.true_peak_dbtp,
        gain_db=levels.gain_db,
        limited_db=levels.gain_db - 20 * math.log10(least),
        rounds=rounds,
    )


def _factor(db: float) -> float:
    return float(10 ** (db / 20))
