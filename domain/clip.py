"""A video clip that a creator gave: which part of it is shown, and whether it is heard."""

from dataclasses import dataclass
from enum import StrEnum

from domain.event import Refused
from domain.ids import BlobId


class ClipSound(StrEnum):
    """What becomes of a clip's own sound: left out, or kept low beneath the voice."""

    MUTED = "muted"
    DUCKED = "ducked"


@dataclass(frozen=True, slots=True)
class Cut:
    """The part from `in_ms` to `out_ms` (None: its end), counted from the first picture."""

    in_ms: int = 0
    out_ms: int | None = None
    sound: ClipSound = ClipSound.MUTED

    def refuse_impossible(self) -> None:
        if self.in_ms < 0 or (self.out_ms is not None and self.out_ms <= self.in_ms):
            raise Refused(
                "cut-impossible",
                f"a cut from {self.in_ms} ms to {self.out_ms} ms shows nothing;"
                " it ends after it starts",
            )


WHOLE = Cut()


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What was measured of a clip: its size upright, in square pixels, and its pictures' time."""

    duration_ms: int
    width: int
    height: int
    has_sound: bool


@dataclass(frozen=True, slots=True)
class Footage:
    """A cut as it was measured in the file, whose `name` is what the creator called it."""

    clip: BlobId
    name: str
    in_ms: int
    out_ms: int
    sound: ClipSound

    @property
    def duration_ms(self) -> int:
        return self.out_ms - self.in_ms


def footage(cut: Cut, clip: BlobId, name: str, facts: ClipFacts) -> Footage:
    """Refused (`cut-outside`) where the cut begins after the clip."""
    if cut.in_ms >= facts.duration_ms:
        raise Refused(
            "cut-outside",
            f"the cut of {name} begins at {cut.in_ms} ms, and the clip ends at"
            f" {facts.duration_ms} ms; it has to begin earlier",
        )
    out_ms = min(cut.out_ms or facts.duration_ms, facts.duration_ms)
    sound = cut.sound if facts.has_sound else ClipSound.MUTED
    return Footage(clip, name, cut.in_ms, out_ms, sound)
