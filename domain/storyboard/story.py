"""What a film is told from: its scenes' visuals, what was decided of its looks, its measures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.brief import Aspect
from domain.caption_layers import style_of
from domain.caption_look import CLEAR, CaptionLook, CaptionPlace
from domain.clip import Footage
from domain.film_format import STANDARD_FORMAT, FilmFormat
from domain.ids import BlobId
from domain.line_breaks import Divide, undivided
from domain.motion import Keyframe, Track
from domain.narration import Narration
from domain.scene.theme import NIGHT, Theme
from domain.script import Script
from domain.timeline import Align, Canvas, CaptionStyle, Font


@dataclass(frozen=True, slots=True)
class Shot:
    """The visual of one scene; where it is a `card`, the scene's text is shown instead.

    Where there is footage it is shown, and the image only speaks for it elsewhere.
    """

    image: BlobId
    card: bool
    footage: Footage | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose film it is: no lower third and no end card where their words are empty."""

    name: str = ""
    lower_third: str = ""
    end_card: str = ""
    end_card_s: int = 0
    logo: BlobId | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """What was decided of how the film looks; of `fonts` the first that has a letter is taken.

    `divide` knows the words of scripts that write none apart.
    """

    aspect: Aspect
    fonts: tuple[Font, ...]
    format: FilmFormat = STANDARD_FORMAT
    captions: CaptionLook = CLEAR
    divide: Divide = undivided
    theme: Theme = NIGHT
    brand: Brand = Brand()


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs by aspect: sizes, where captions and headings stand, columns of a line."""

    captions: CaptionStyle
    columns_max: int
    heading_x: int
    heading_y: int
    heading_size: int
    heading_align: Align


LAYOUTS = {
    Aspect.WIDE: Layout(
        CaptionStyle(size=52_000, width_max=780_000, bottom=930_000),
        columns_max=42,
        heading_x=52_000,
        heading_y=92_000,
        heading_size=40_000,
        heading_align=Align.START,
    ),
    Aspect.TALL: Layout(
        CaptionStyle(size=64_000, width_max=880_000, bottom=775_000),
        columns_max=24,
        heading_x=500_000,
        heading_y=140_000,
        heading_size=44_000,
        heading_align=Align.CENTRE,
    ),
    Aspect.SQUARE: Layout(
        CaptionStyle(size=56_000, width_max=880_000, bottom=925_000),
        columns_max=26,
        heading_x=500_000,
        heading_y=92_000,
        heading_size=42_000,
        heading_align=Align.CENTRE,
    ),
}


@dataclass(frozen=True, slots=True)
class Span:
    """The frames of one scene; its picture is there a little longer at both ends."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, with the frames of each scene."""

    script: Script
    narration: Narration
    shots: Sequence[Shot]
    spans: Sequence[Span]
    design: Design
    canvas: Canvas

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.design.aspect]

    @property
    def captions(self) -> CaptionStyle:
        return style_of(self.design.captions, self.layout.captions, self.design.aspect)

    @property
    def captions_over_cards(self) -> CaptionStyle:
        """Low, wherever else they were asked to stand: there a card leaves them room."""
        low = replace(self.design.captions, place=CaptionPlace.LOW)
        return style_of(low, self.layout.captions, self.design.aspect)


def ramp(start: int, low: int, end: int, high: int) -> Track:
    if start == end:
        return (Keyframe(0, (high,)),)
    return (Keyframe(start, (low,)), Keyframe(end, (high,)))
