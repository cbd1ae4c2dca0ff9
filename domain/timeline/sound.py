"""The sounds of a film: the voice, music, and what clips bring with them."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.canonical import LATER
from domain.ids import BlobId


class Role(StrEnum):
    VOICE = "voice"
    MUSIC = "music"
    CLIP = "clip"


@dataclass(frozen=True, slots=True)
class Ducking:
    """How many LU under the voice a sound stands: while words are spoken, and between them.

    20 under speech is what WCAG 2.2, 1.4.7, asks of a background.
    """

    speaking_lu: int = 20
    pausing_lu: int = 10


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of the voice with words in it, in its own milliseconds."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound from the film's `start_frame` on, to `end_frame`; None: as long as it lasts.

    It begins `offset_ms` into its file. With a `loop_fade_ms` it comes again, cross-faded over
    that time, until its end, or the film's; else it plays once. A ducked sound is brought to so
    far under the voice, or to the voice's own loudness where nobody speaks in the film; `None`
    brings it to the voice's, all the time. `gain_millibels` (1/100 dB) is on top of that.
    `spoken` is told by the voice: what others are ducked under.
    """

    audio: BlobId
    role: Role = Role.VOICE
    start_frame: int = 0
    end_frame: int | None = field(default=None, metadata=LATER)
    offset_ms: int = field(default=0, metadata=LATER)
    gain_millibels: int = field(default=0, metadata=LATER)
    fade_in_ms: int = field(default=0, metadata=LATER)
    fade_out_ms: int = field(default=0, metadata=LATER)
    loop_fade_ms: int = field(default=0, metadata=LATER)
    ducking: Ducking | None = field(default=None, metadata=LATER)
    spoken: tuple[Speech, ...] = field(default=(), metadata=LATER)

    def __post_init__(self) -> None:
        if self.end_frame is not None and self.end_frame <= self.start_frame:
            raise ValueError(f"a sound ends after it starts, not at {self.end_frame}")
        times = (self.offset_ms, self.fade_in_ms, self.fade_out_ms, self.loop_fade_ms)
        if min(times) < 0:
            raise ValueError("a sound's times are 0 or more")
