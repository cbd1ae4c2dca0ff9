"""Where picture and words may stand: for each layout a few places, the last of them always free.

A place is free where no face lies under its words; in the last, words and picture lie apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from domain.thumbnail import ThumbnailLayout

WIDE, TALL = (1280, 720), (1080, 1920)

Size = tuple[int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""


class Under(Enum):
    """What lies between the words and whatever is behind them."""

    SCRIM = auto()
    LABEL = auto()


class Edge(Enum):
    """Towards which edge of its room a block of words is pushed."""

    HEAD = auto()
    MIDDLE = auto()
    FOOT = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """`picture` is where the picture shows; around it lies plain ground. `room` is for words."""

    picture: Box
    room: Box
    under: Under
    edge: Edge
    at_end: bool = False
    lines_max: int = 4


def places(layout: ThumbnailLayout, size: Size) -> Iterator[Place]:
    """The best first, for words written from left to right; the last has none on the picture."""
    safe = _safe(size)
    match layout:
        case ThumbnailLayout.FOOT:
            yield from _at_an_edge(size, safe)
        case ThumbnailLayout.SIDE:
            yield _beside(size, safe)
        case ThumbnailLayout.LABEL:
            yield from _in_a_corner(size, safe)


def on_drawn(layout: ThumbnailLayout, size: Size) -> Place:
    """Where no picture is shown: nothing has to be kept clear."""
    safe, whole = _safe(size), (0, 0, *size)
    match layout:
        case ThumbnailLayout.FOOT:
            return Place(whole, safe, Under.SCRIM, Edge.MIDDLE)
        case ThumbnailLayout.SIDE:
            return _beside(size, safe)
        case ThumbnailLayout.LABEL:
            return Place(whole, safe, Under.LABEL, Edge.FOOT)


def flipped(box: Box, size: Size) -> Box:
    return size[0] - box[2], box[1], size[0] - box[0], box[3]


def meet(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def _safe(size: Size) -> Box:
    """Players lay the length over a wide one's lower right corner, and buttons over a tall foot."""
    width, height = size
    if _is_tall(size):
        return _part(size, 0.07, 0.11, 0.93, 0.78)
    return round(width * 0.055), round(height * 0.1), round(width * 0.86), round(height * 0.885)


def _at_an_edge(size: Size, safe: Box) -> Iterator[Place]:
    left, top, right, bottom = safe
    whole, third = (0, 0, *size), (bottom - top) // 3
    yield Place(whole, (left, top + third, right, bottom), Under.SCRIM, Edge.FOOT)
    yield Place(whole, (left, top, right, bottom - third), Under.SCRIM, Edge.HEAD)
    half = (left + right) // 2
    for room in ((left, top, half, bottom), (half, top, right, bottom)):
        yield Place(whole, room, Under.SCRIM, Edge.FOOT)
    above = _part(size, 0, 0, 1, 0.5)
    below = (left, above[3] + round(size[1] * 0.06), right, bottom)
    yield Place(above, below, Under.SCRIM, Edge.MIDDLE, lines_max=3)


def _beside(size: Size, safe: Box) -> Place:
    left, top, right, bottom = safe
    if _is_tall(size):
        below = _part(size, 0, 0.44, 1, 1)
        room = (left, top, right, below[1] - round(size[1] * 0.03))
        return Place(below, room, Under.SCRIM, Edge.MIDDLE)
    picture = _part(size, 0.51, 0, 1, 1)
    room = (left, top, picture[0] - round(size[0] * 0.03), bottom)
    return Place(picture, room, Under.SCRIM, Edge.MIDDLE, lines_max=5)


def _in_a_corner(size: Size, safe: Box) -> Iterator[Place]:
    left, top, right, bottom = safe
    whole, middle = (0, 0, *size), (top + bottom) // 2
    reach = right - left if _is_tall(size) else round((right - left) * 0.8)
    for at_end in (False, True):
        start = right - reach if at_end else left
        below = (start, middle - (bottom - top) // 6, start + reach, bottom)
        above = (start, top, start + reach, middle + (bottom - top) // 6)
        yield Place(whole, below, Under.LABEL, Edge.FOOT, at_end, 3)
        yield Place(whole, above, Under.LABEL, Edge.HEAD, at_end, 3)
    shown = _part(size, 0, 0.46, 1, 1)
    room = (left, top, right, shown[1] - round(size[1] * 0.04))
    yield Place(shown, room, Under.LABEL, Edge.MIDDLE, lines_max=3)


def _part(size: Size, *shares: float) -> Box:
    left, top, right, bottom = shares
    width, height = size
    return round(width * left), round(height * top), round(width * right), round(height * bottom)


def _is_tall(size: Size) -> bool:
    return size[1] > size[0]
