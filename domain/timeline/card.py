"""The layers of a card: its ground, and the card itself, whose parts come at their beats."""

from dataclasses import dataclass
from typing import ClassVar

from domain.ids import BlobId
from domain.motion import Track
from domain.scene.cards import AnyCard, texts_of
from domain.scene.theme import Colours, Theme
from domain.scene.theme import Ground as Shapes
from domain.timeline.canvas import Rect
from domain.timeline.spans import OPAQUE, check


@dataclass(frozen=True, slots=True)
class Ground:
    """A quiet ground over the whole canvas; `turn` arranges its shapes anew."""

    KIND: ClassVar[str] = "ground"
    start_frame: int
    end_frame: int
    colours: Colours
    shapes: Shapes
    turn: int = 0
    flip: bool = False
    opacity: Track = OPAQUE

    def __post_init__(self) -> None:
        check(self)

    @property
    def drawn(self) -> tuple[str, str, Shapes, int, bool]:
        """All that its looks depend on."""
        return self.colours.low, self.colours.high, self.shapes, self.turn, self.flip


@dataclass(frozen=True, slots=True)
class Beat:
    """The frames over which something comes about; before, it is not there; after, it rests."""

    start_frame: int
    end_frame: int

    def __post_init__(self) -> None:
        if self.start_frame >= self.end_frame:
            raise ValueError(f"a beat ends after it starts, not at {self.end_frame}")

    def shifted(self, frames: int) -> "Beat":
        return Beat(self.start_frame + frames, self.end_frame + frames)

    def share(self, frame: int) -> float:
        """How much of it is over, 0 to 1, before any easing."""
        past = (frame - self.start_frame) / (self.end_frame - self.start_frame)
        return min(max(past, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Card:
    """A card within its place, which nothing of it leaves; one beat for each of its parts.

    `icon` names a small picture that is drawn on with the first beat. `logo` is a picture.
    """

    KIND: ClassVar[str] = "card"
    start_frame: int
    end_frame: int
    content: AnyCard
    theme: Theme
    place: Rect
    beats: tuple[Beat, ...]
    centred: bool = False
    icon: str = ""
    logo: BlobId | None = None
    language: str = "en"
    opacity: Track = OPAQUE

    def __post_init__(self) -> None:
        check(self)
        if not self.beats:
            raise ValueError("a card has a beat at least")

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says, the most important first."""
        return texts_of(self.content)

    def beat(self, n: int) -> Beat:
        """The n-th beat; the last one for what comes after it."""
        return self.beats[min(n, len(self.beats) - 1)]
