"""Words set into the room of a place: their lines, and all that is drawn along with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageDraw

from adapters.fonts import HEAVY, draw_line, ink_px, is_rtl
from adapters.images.palette import Rgb
from adapters.images.typesetting import Block, Frame, fitted
from adapters.render.thumbnail.contrast import REACH_PX
from adapters.render.thumbnail.layouts import Box, Edge, Place, Size, Under, flipped

_LARGEST = 0.2
_BAR, _BAR_GAP = (0.1, 0.011), 0.036
_PAD, _LABEL_LEADING = 0.26, 1.46


@dataclass(frozen=True)
class Setting:
    """A block of words in its place on a canvas of `size`; measures are shares of its root area."""

    block: Block
    place: Place
    size: Size
    rtl: bool

    @property
    def on_labels(self) -> bool:
        return self.place.under is Under.LABEL

    @cached_property
    def lines(self) -> tuple[tuple[float, float, str], ...]:
        """Where each begins (its origin, on the baseline), and what it says."""
        return tuple(self._lines())

    @cached_property
    def labels(self) -> tuple[Box, ...]:
        """What lies under each line, with air around its ink; none without labels."""
        return tuple(map(self._label, self.lines)) if self.on_labels else ()

    @cached_property
    def bar(self) -> Box | None:
        """A stroke above words that stand on no labels."""
        if self.on_labels or not self.lines:
            return None
        unit, baseline = _unit(self.size), self.lines[0][1]
        length, height = (round(unit * it) for it in _BAR)
        bottom = round(baseline - self.block.style.cap_px - unit * _BAR_GAP)
        left, _, right, _ = self.room
        start = right - length if self.at_right else left
        return start, bottom - height, start + length, bottom

    @property
    def box(self) -> Box:
        """Everything of it."""
        parts = [self._ink(it) for it in self.lines] + list(self.labels)
        parts += [self.bar] if self.bar else []
        lefts, tops, rights, bottoms = zip(*parts, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def room(self) -> Box:
        return flipped(self.place.room, self.size) if self.rtl else self.place.room

    @property
    def is_narrow(self) -> bool:
        """Whether it has less than half of the canvas to itself."""
        left, _, right, _ = self.room
        return (right - left) * 2 < self.size[0]

    @property
    def at_right(self) -> bool:
        return self.rtl is not self.place.at_end

    def letters(self) -> Image.Image:
        """A mask of their ink."""
        mask = Image.new("L", self.size)
        self.write(mask, 255)
        return mask

    def write(self, image: Image.Image, colour: Rgb | int) -> None:
        draw = ImageDraw.Draw(image)
        for x, baseline, line in self.lines:
            draw_line(draw, (x, baseline), line, self.block.style, colour)

    def _lines(self) -> Iterator[tuple[float, float, str]]:
        style, (left, _, right, _) = self.block.style, self.room
        baseline, air = self._first_baseline, style.size_px * _PAD if self.on_labels else 0.0
        for line in self.block.lines:
            start, _, end, _ = ink_px(line, style)
            yield (right - air - end if self.at_right else left + air - start), baseline, line
            baseline += self._leading

    @property
    def _leading(self) -> float:
        return (
            self.block.style.size_px * _LABEL_LEADING if self.on_labels else self.block.leading_px
        )

    @property
    def _first_baseline(self) -> float:
        cap, (_, top, _, bottom) = self.block.style.cap_px, self.room
        below = self._leading * (len(self.block.lines) - 1)
        air = self.block.style.size_px * _PAD if self.on_labels else 0.0
        above = 0.0 if self.on_labels else _unit(self.size) * (_BAR[1] + _BAR_GAP)
        match self.place.edge:
            case Edge.HEAD:
                return top + above + air + cap
            case Edge.FOOT:
                return bottom - air - below
            case Edge.MIDDLE:
                return (top + bottom + above + cap - below) / 2

    def _ink(self, line: tuple[float, float, str]) -> Box:
        x, baseline, text = line
        left, top, right, bottom = ink_px(text, self.block.style)
        return int(x + left), int(baseline + top), int(x + right) + 1, int(baseline + bottom) + 1

    def _label(self, line: tuple[float, float, str]) -> Box:
        """From above a capital to below the baseline, more where a letter reaches further."""
        left, high, right, low = self._ink(line)
        air, baseline = round(self.block.style.size_px * _PAD), round(line[1])
        top = min(baseline - round(self.block.style.cap_px) - air, high - REACH_PX)
        return left - air, top, right + air, max(baseline + air, low + REACH_PX)


def set_in(
    place: Place, text: str, size: Size, language: str, face: tuple[str, int] = ("sans", 100)
) -> Setting:
    """The words as large as the place allows; `face` is a family and its width in percent."""
    left, top, right, bottom = place.room
    width, height, largest = right - left, bottom - top, round(_unit(size) * _LARGEST)
    if place.under is Under.LABEL:
        # a label's lines lie further apart, and have air at both ends
        width, height = round(width * 0.92), round(height * 0.72)
    else:
        height -= round(_unit(size) * (_BAR[1] + _BAR_GAP))
    frame = Frame(width, height, place.lines_max)
    family, percent = face
    block = fitted(text, frame, largest, HEAVY, language, family=family, width_percent=percent)
    return Setting(block, place, size, is_rtl(text))


def _unit(size: Size) -> float:
    return float((size[0] * size[1]) ** 0.5)
