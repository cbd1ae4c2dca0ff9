"""Music that lasts as long as the film: where it is heard, and where it may begin again.

Silence at both ends is left out, and a fade at the end too. Of the last seconds, the place is
taken whose rise and fall goes with the beginning's; there the end is cross-faded into it with
equal power.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from adapters.render.loudness import RATE_HZ, Stereo
from adapters.sounds.unpacking import Unpacked

STEP = RATE_HZ // 100
SILENT_DB, FADED_DB = -45.0, -12.0
"""Under the music's usual level: what is no longer heard, and what has faded out."""
SEEN_S = 4
"""How far from its end a place to begin again is looked for."""
BODY_MIN = 0.5
"""Of what is heard; less is not a fade that is left out, but music that is quiet at its end."""

Levels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Loop:
    """Samples from `start` to `end`; the last `fade` of them pass over into the first.

    With no `fade` it is played once.
    """

    sound: Unpacked
    start: int
    end: int
    fade: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def period(self) -> int:
        return self.length - self.fade

    def read(self, at: int, count: int) -> Stereo:
        """Shape (2, count), as heard from its sample `at` on."""
        if not self.fade:
            return self._once(at, count)
        read = np.empty((2, count), np.float32)
        done = 0
        while done < count:
            turn, offset = divmod(at + done, self.period)
            some = min(count - done, self.period - offset)
            read[:, done : done + some] = self._turn(offset, some, again=turn > 0)
            done += some
        return read

    def _once(self, at: int, count: int) -> Stereo:
        heard = max(0, min(count, self.length - at))
        read = self.sound.read(self.start + at, heard)
        return np.pad(read, ((0, 0), (0, count - heard)))

    def _turn(self, offset: int, count: int, *, again: bool) -> Stereo:
        read = self.sound.read(self.start + offset, count)
        fading = min(count, self.fade - offset)
        if again and fading > 0:
            before = self.sound.read(self.start + self.period + offset, fading)
            share = (np.arange(offset, offset + fading) + 0.5) / self.fade * (np.pi / 2)
            read[:, :fading] *= np.sin(share).astype(np.float32)
            read[:, :fading] += before * np.cos(share).astype(np.float32)
        return read


def looped(sound: Unpacked, wanted: int, fade: int) -> Loop:
    """What of a sound is played to fill `wanted` samples, with a cross-fade of about `fade`.

    What is longer than that plays once, from where it is first heard.
    """
    levels = _levels(sound)
    first, last = _heard(levels)
    whole = Loop(sound, first * STEP, min(last * STEP, sound.samples))
    if not fade or whole.length >= wanted:
        return replace(whole, end=min(whole.end, whole.start + wanted))
    end = _unfaded(levels, first, last)
    fade_steps = max(1, min(fade // STEP, (end - first) // 3))
    end = _alike(levels[first:end], fade_steps) + first
    return replace(whole, end=min(end * STEP, sound.samples), fade=fade_steps * STEP)


def _levels(sound: Unpacked) -> Levels:
    """The power of every 10 ms, in dB."""
    found = []
    for at in range(0, sound.samples, RATE_HZ):
        piece = sound.read(at, min(RATE_HZ, sound.samples - at)).astype(np.float64)
        power = np.pad((piece**2).mean(axis=0), (0, -piece.shape[1] % STEP))
        found.append(power.reshape(-1, STEP).mean(axis=1))
    return np.asarray(10 * np.log10(np.maximum(np.concatenate(found), 1e-12)))


def _usual(levels: Levels) -> float:
    """What most of it is at least as loud as: the middle of the louder half."""
    return float(np.quantile(levels, 0.75))


def _heard(levels: Levels) -> tuple[int, int]:
    """From the first step that is heard to behind the last."""
    heard = np.flatnonzero(levels > _usual(levels) + SILENT_DB)
    return int(heard[0]), int(heard[-1]) + 1


def _unfaded(levels: Levels, first: int, last: int) -> int:
    """Behind the last step before a fade; `last` where that would take half of it away."""
    body = levels[first:last]
    full = np.flatnonzero(body > _usual(body) + FADED_DB)
    end = first + int(full[-1]) + 1
    return end if end - first >= BODY_MIN * (last - first) else last


def _alike(levels: Levels, fade: int) -> int:
    """The end, among the last ones, before which levels rise and fall as at the beginning."""
    begins = _shape(levels[:fade])
    earliest = max(2 * fade, len(levels) - SEEN_S * RATE_HZ // STEP, len(levels) * 3 // 4)
    ends = range(len(levels), max(earliest, fade) - 1, -1)
    return max(
        ends, key=lambda end: float(begins @ _shape(levels[end - fade : end])), default=len(levels)
    )


def _shape(levels: Levels) -> Levels:
    """Without its mean, of length 1: what is compared is the shape alone."""
    apart = levels - levels.mean()
    return np.asarray(apart / max(float(np.linalg.norm(apart)), 1e-9))
