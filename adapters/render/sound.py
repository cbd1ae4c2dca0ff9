"""The film's sound: all of it brought to −14 LUFS under −1 dBTP, as AAC ready to copy in.

AAC adds its own peaks and takes its own loudness, so every round is encoded, decoded and
measured again; the next corrects gain and ceiling by what was missed.
"""

import errno
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import numpy.typing as npt

from adapters.render import limiter, loudness
from adapters.render.limiter import PER_MS, RATE_HZ, Limited, Peaks
from adapters.render.loudness import Loudness, Stereo
from adapters.render.mixing import Mix
from adapters.render.placing import mix_of
from domain.ids import BlobId
from domain.timeline import Timeline
from processors.errors import CallError, InvalidInput, Unavailable

TARGET_LUFS, TOLERANCE_LU, PEAK_MAX_DBTP = -14.0, 0.3, -1.0
AIM_LU = 0.15
PEAK_MARGIN_DB, PEAK_STEP_DB = 0.4, 0.1
ROUNDS_MAX, TRIES_MAX = 5, 6
BIT_RATE = 192_000
# Speech at this rate: `fast` keeps 56 dB to the original at 40 times real time, `twoloop` 30 at 19.
CODER = {"aac_coder": "fast"}
FADE_MS = 10
GAIN_MAX_DB = 60.0

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Mixed:
    """What the finished file measures; `limited_db` is the most that any peak was turned down.

    Silence, less than 0.4 s, and what is nothing but peaks miss the loudness, and say so.
    """

    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    gain_db: float
    limited_db: float
    rounds: int

    @property
    def misses_by_lu(self) -> float:
        return abs(self.loudness_lufs - TARGET_LUFS)

    @property
    def peaks_are_right(self) -> bool:
        return self.true_peak_dbtp <= PEAK_MAX_DBTP

    @property
    def is_right(self) -> bool:
        return self.misses_by_lu <= TOLERANCE_LU and self.peaks_are_right


def mix(timeline: Timeline, files: Mapping[BlobId, Path], out: Path) -> Mixed:
    """Writes an MP4 with one AAC-LC track, 48 kHz stereo, of exactly the film's length.

    A voice is padded with silence, or cut with a fade. Memory does not grow with the film but
    for 4 bytes a millisecond; music takes disk beside `out` while it is mixed. Raises
    InvalidInput: `narration-unreadable`, `narration-silent`, `narration-unmixable` or
    `sound-unreadable`; and Unavailable (`disk-full`, `sound-timeout`). A failure leaves no file.
    """
    part = out.with_suffix(".part")
    try:
        with TemporaryDirectory(dir=out.parent, prefix="sound-") as folder:
            mixed = _mixed(mix_of(timeline, files, Path(folder)), part)
        part.replace(out)
    except (av.FFmpegError, IndexError) as error:
        raise _refusal(error) from error
    finally:
        part.unlink(missing_ok=True)
    return mixed


def _refusal(error: Exception) -> CallError:
    if getattr(error, "errno", None) in _FULL:
        return Unavailable("The disk is full: free some space, then try again.", code="disk-full")
    return InvalidInput(
        "The narration is no sound that can be read; a WAV would be right.",
        code="narration-unreadable",
    )


@dataclass(frozen=True, slots=True)
class _Aim:
    """What one round goes for before it is encoded."""

    loudness_lufs: float = TARGET_LUFS
    ceiling_dbtp: float = PEAK_MAX_DBTP - PEAK_MARGIN_DB

    def after(self, made: Mixed) -> "_Aim":
        """Corrected by what the encoded file missed."""
        over_db = made.true_peak_dbtp - PEAK_MAX_DBTP
        lower_db = over_db + PEAK_STEP_DB if over_db > 0 else 0.0
        return _Aim(
            self.loudness_lufs + TARGET_LUFS - made.loudness_lufs, self.ceiling_dbtp - lower_db
        )


def _mixed(mix: Mix, part: Path) -> Mixed:
    heard, peaks = _heard(mix)
    if heard.is_silence:
        _refuse_silent_voice(mix)
        return _round(mix, _levels(peaks, 0.0, _Aim()), part)
    aim, gain_db = _Aim(), TARGET_LUFS - heard.integrated_lufs
    for n in range(1, ROUNDS_MAX + 1):
        gain_db = _gain_db(mix, peaks, aim, gain_db)
        made = _round(mix, _levels(peaks, gain_db, aim), part, n)
        if made.misses_by_lu <= AIM_LU and made.peaks_are_right:
            return made
        aim = aim.after(made)
    if not made.peaks_are_right or (mix.has_voice and not made.is_right):
        raise _unmixable(made)
    return made


def _heard(mix: Mix) -> tuple[Loudness, Peaks]:
    """How loud it is before anything is done to it, and its peaks."""
    meter = loudness.Meter(true_peak=False)

    def metered() -> Iterator[Stereo]:
        for block in mix.blocks():
            meter.add(block)
            yield block

    peaks = limiter.peaks(metered())
    return meter.loudness(), peaks


def _refuse_silent_voice(mix: Mix) -> None:
    if mix.has_voice:
        raise InvalidInput(
            f"The narration is silent over the film's {mix.samples // PER_MS} ms; "
            "at least half a second of voice would be right.",
            code="narration-silent",
        )


def _unmixable(made: Mixed) -> InvalidInput:
    return InvalidInput(
        f"The sound cannot be brought to {TARGET_LUFS:g} LUFS under {PEAK_MAX_DBTP:g} dBTP: "
        f"it came to {made.loudness_lufs:.1f} LUFS at {made.true_peak_dbtp:.1f} dBTP; "
        "a recording with fewer bare peaks would be right.",
        code="narration-unmixable",
    )


def _gain_db(mix: Mix, peaks: Peaks, aim: _Aim, gain_db: float) -> float:
    """Turned up until the limited sound is as loud as aimed at: measuring is cheap."""
    for _ in range(TRIES_MAX):
        missed_lu = aim.loudness_lufs - _limited_lufs(mix, _levels(peaks, gain_db, aim))
        if abs(missed_lu) <= AIM_LU / 4 or gain_db >= GAIN_MAX_DB:
            break
        gain_db = min(gain_db + missed_lu, GAIN_MAX_DB)
    return gain_db


def _levels(peaks: Peaks, gain_db: float, aim: _Aim) -> Limited:
    return Limited(peaks, _factor(gain_db), _factor(aim.ceiling_dbtp))


def _limited_lufs(mix: Mix, levels: Limited) -> float:
    meter = loudness.Meter(true_peak=False)
    for piece, _ in _levelled(mix, levels):
        meter.add(piece)
    return meter.loudness().integrated_lufs


def _levelled(mix: Mix, levels: Limited) -> Iterator[tuple[Stereo, float]]:
    """The sound at its level, faded at both ends; and how much was left of the gain at least."""
    at = 0
    for piece in mix.blocks():
        factor = levels.by_sample(at, piece.shape[1])
        yield piece * factor * _ends(at, piece.shape[1], mix.samples), float(factor.min())
        at += piece.shape[1]


def _ends(at: int, count: int, total: int) -> npt.NDArray[np.float32]:
    here, fade = np.arange(at, at + count), FADE_MS * PER_MS
    return np.clip(np.minimum(here, total - 1 - here) / fade, 0, 1).astype(np.float32)


def _round(mix: Mix, levels: Limited, part: Path, n: int = 1) -> Mixed:
    """Encoded, decoded again and measured."""
    least = _encode(mix, levels, part)
    got = loudness.measured(part)
    return Mixed(
        duration_ms=mix.samples // PER_MS,
        loudness_lufs=got.integrated_lufs,
        true_peak_dbtp=got.true_peak_dbtp,
        gain_db=20 * math.log10(levels.gain),
        limited_db=20 * math.log10(levels.gain / least),
        rounds=n,
    )


def _encode(mix: Mix, levels: Limited, part: Path) -> float:
    """The least factor that anything was brought to."""
    at, least = 0, levels.gain
    with av.open(str(part), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE_HZ, layout="stereo", options=CODER)
        stream.bit_rate = BIT_RATE
        for piece, factor in _levelled(mix, levels):
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), at
            container.mux(stream.encode(frame))
            at, least = at + frame.samples, min(least, factor)
        container.mux(stream.encode(None))
    return least


def _factor(db: float) -> float:
    return float(10 ** (db / 20))
