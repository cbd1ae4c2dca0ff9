"""From a timeline's sounds to a mix: where each is heard, and how loud under the voice.

Music and the sound of clips are brought to the loudness that their ducking asks for, measured
as they are played; a voice stays as it was recorded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from adapters.render.looping import Loop, looped
from adapters.render.loudness import RATE_HZ
from adapters.render.mixing import BLOCK, PER_MS, Bed, Curve, Mix, Span, Voice, loudness_of
from adapters.sounds.unpacking import unpacked
from domain.ducking import envelope
from domain.ids import BlobId
from domain.timeline import Canvas, Ducking, Role, Sound, Speech, Timeline

REFERENCE_LUFS = -23.0
"""Where nobody is heard to speak, all is brought here, before the film's own loudness is set."""
GAIN_MAX_DB = {Role.MUSIC: 40.0, Role.CLIP: 12.0}
"""A clip's own sound may be nothing but a room's: it is not made louder than that."""
EDGE_MS = 10
"""The least fade at either end of a sound, against a click."""
LEAD_MS = 30_000
"""Silence before music that may be left out."""
NAMES = {Role.MUSIC: "The music", Role.CLIP: "The clip's own sound"}


def mix_of(timeline: Timeline, files: Mapping[BlobId, Path], folder: Path) -> Mix:
    """What is unpacked into `folder` has to stay there as long as the mix is read.

    Raises InvalidInput (`sound-unreadable`), Unavailable (`sound-timeout`); av.FFmpegError and
    IndexError where a voice cannot be read.
    """
    voices = [it for it in timeline.sounds if it.role is Role.VOICE]
    spoken = Mix(
        samples_of(timeline.canvas, timeline.duration_frames),
        tuple(_voice(it, files[it.audio], timeline) for it in voices),
        bool(voices),
    )
    beds = [it for it in timeline.sounds if it.role is not Role.VOICE]
    if not beds:
        return spoken
    placer = _Placer(timeline, folder, *_heard(spoken, timeline))
    made = (placer.bed(n, it, files[it.audio]) for n, it in enumerate(beds))
    return Mix(
        spoken.samples,
        (*spoken.sources, *(it for it in made if it is not None)),
        spoken.has_voice,
    )


def samples_of(canvas: Canvas, frame: int) -> int:
    """Where a frame begins; whole at every rate that divides 48,000."""
    return frame * RATE_HZ // canvas.fps


def _voice(sound: Sound, path: Path, timeline: Timeline) -> Voice:
    return Voice(path, _span(sound, timeline), sound.offset_ms * PER_MS)


def _span(sound: Sound, timeline: Timeline) -> Span:
    """Never past the film's end."""
    end = timeline.duration_frames if sound.end_frame is None else sound.end_frame
    ends = (max(sound.start_frame, 0), min(end, timeline.duration_frames))
    start, end = (samples_of(timeline.canvas, it) for it in ends)
    return Span(start, max(start, end))


def _heard(spoken: Mix, timeline: Timeline) -> tuple[float, tuple[Speech, ...] | None]:
    """How loud the voice is, and when it speaks, in milliseconds of the film; None: never."""
    loudness = loudness_of(spoken.blocks()) if spoken.has_voice else None
    if loudness is None or loudness.is_silence:
        return REFERENCE_LUFS, None
    speech = chain.from_iterable(_speech(it, timeline.canvas) for it in timeline.sounds)
    return loudness.integrated_lufs, tuple(speech)


def _speech(sound: Sound, canvas: Canvas) -> Iterator[Speech]:
    late_ms = sound.start_frame * 1000 // canvas.fps - sound.offset_ms
    return (Speech(it.start_ms + late_ms, it.end_ms + late_ms) for it in sound.spoken)


@dataclass(frozen=True, slots=True)
class _Placer:
    """Puts a sound where the timeline says, at its level under a voice of so many LUFS."""

    timeline: Timeline
    folder: Path
    voice_lufs: float
    speech: tuple[Speech, ...] | None

    def bed(self, n: int, sound: Sound, path: Path) -> Bed | None:
        """None where nothing of it is within the film."""
        span = _span(sound, self.timeline)
        if not span.length:
            return None
        loop = self._loop(n, sound, path, span.length)
        if not loop.fade:
            span = Span(span.start, min(span.end, span.start + loop.length))
        fade_in, fade_out = (max(it, EDGE_MS) for it in (sound.fade_in_ms, sound.fade_out_ms))
        curve = self._curve(sound, loop)
        return Bed(loop, span, fade_in * PER_MS, fade_out * PER_MS, curve)

    def _loop(self, n: int, sound: Sound, path: Path, wanted: int) -> Loop:
        """Music begins where it is first heard; a clip's sound at once, as its pictures do."""
        target = self.folder / f"sound-{n}.pcm"
        length_ms = wanted // PER_MS + LEAD_MS
        its = unpacked(path, NAMES[sound.role], target, sound.offset_ms, length_ms)
        if sound.role is Role.CLIP and not sound.loop_fade_ms:
            return Loop(its, 0, its.samples)
        return looped(its, wanted, sound.loop_fade_ms * PER_MS)

    def _curve(self, sound: Sound, loop: Loop) -> Curve:
        lift_db = min(self.voice_lufs - _lufs(loop, self.voice_lufs), GAIN_MAX_DB[sound.role])
        base_db = lift_db + sound.gain_millibels / 100
        under = sound.ducking
        if under is None or self.speech is None:
            return ((0.0, base_db),)
        if not self.speech:
            return ((0.0, base_db - under.speaking_lu),)
        return tuple((ms, base_db - _under_lu(under, share)) for ms, share in envelope(self.speech))


def _lufs(loop: Loop, otherwise: float) -> float:
    blocks = (loop.read(at, min(BLOCK, loop.length - at)) for at in range(0, loop.length, BLOCK))
    heard = loudness_of(blocks)
    return otherwise if heard.is_silence else heard.integrated_lufs


def _under_lu(ducking: Ducking, share: float) -> float:
    return ducking.pausing_lu + (ducking.speaking_lu - ducking.pausing_lu) * share
