"""Captions: cues whose words light up as they are spoken."""

from dataclasses import dataclass, field
from typing import ClassVar

from domain.canonical import LATER
from domain.motion import Track
from domain.timeline.spans import OPAQUE, check

LINES_MAX = 2


@dataclass(frozen=True, slots=True)
class CaptionWord:
    """A word and the frames over which it is lit as the spoken one.

    `joined` says that no space stands before it (Han, kana).
    """

    text: str
    start_frame: int
    end_frame: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """How captions look; `bottom` is the lower edge of the block, as micros of the height.

    Sizes are micros: `size` of the canvas's shorter side, `outline_width` of the size. A colour
    that is empty is not painted.
    """

    size: int = 54_000
    weight: int = 700
    colour: str = "#ffffff"
    spoken: str = "#ffd23f"
    outline: str = "#000000d9"
    backdrop: str = "#0b0e149e"
    bottom: int = 930_000
    width_max: int = 860_000
    family: str = field(default="sans", metadata=LATER)
    width_percent: int = field(default=100, metadata=LATER)
    outline_width: int = field(default=55_000, metadata=LATER)
    spoken_backdrop: str = field(default="", metadata=LATER)


@dataclass(frozen=True, slots=True)
class Caption:
    """One cue of at most two lines.

    `direction` (`ltr`, `rtl`) is that of its language; empty: that of its first letter.
    """

    KIND: ClassVar[str] = "caption"
    start_frame: int
    end_frame: int
    lines: tuple[tuple[CaptionWord, ...], ...]
    style: CaptionStyle = CaptionStyle()
    opacity: Track = OPAQUE
    direction: str = field(default="", metadata=LATER)

    def __post_init__(self) -> None:
        check(self)
        if not 1 <= len(self.lines) <= LINES_MAX or not all(self.lines):
            raise ValueError("a caption has one or two lines, none of them empty")
