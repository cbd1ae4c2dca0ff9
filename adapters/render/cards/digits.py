"""Counted digits: each is rasterised once, and laid in a cell that is as wide as the widest.

So nothing but digits changes while they are counted, and the last value stands as it was counted.
What stands before and after a number is lettered whole. A figure in a script from right to left
is lettered anew for every value, as its parts may not be taken apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from adapters.fonts import Style
from adapters.render import patches
from adapters.render.cards.blocks import Line, Setter
from adapters.render.patches import Patch, Planes
from domain.motion import Easing, eased
from domain.scene.figures import Figure

_DIGITS = 10


@dataclass(slots=True)
class Digits:
    """A figure while it is counted; its last digit stands where that of its last value does."""

    figure: Figure
    style: Style
    setter: Setter
    colour: str
    rtl: bool
    lines: dict[str, Line] = field(default_factory=dict)
    kept: dict[tuple[str, int], Patch] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """Of its last value, which is the widest."""
        return sum(map(self._room, self._said(1.0)))

    def lay(self, share: float, corner: tuple[int, int], on: Planes, opacity: float) -> None:
        """The value at a share of the count; the corner is that of the last value's picture."""
        x, y = corner
        for part, at in self._parts(eased(Easing.OUT, share)):
            patches.lay(self._patch(part, x + at, y), on, opacity)

    def _parts(self, share: float) -> Iterator[tuple[str, int]]:
        """What is said, part by part, with their left edges."""
        told = self._said(share)
        rooms = list(map(self._room, told))
        at = self.width - sum(rooms)
        for part, room in zip(told, rooms, strict=True):
            if part.strip():
                yield part, round(at + (room - self._line(part).set_in.width) / 2)
            at += room

    def _said(self, share: float) -> list[str]:
        if self.rtl:
            return [self.figure.counted(share)]
        its = self.figure
        number = its.counted(share)[len(its.before) :]
        number = number[: len(number) - len(its.after)]
        spaced = [" "] if its.after[:1].isspace() else []
        return [it for it in (its.before, *number, *spaced, its.after.strip()) if it]

    def _room(self, part: str) -> float:
        if not part.strip():
            return self._line("0 0").set_in.width - 2 * self._line("0").set_in.width
        alike = self._digits if len(part) == 1 and part.isdigit() else (part,)
        return max(self._line(it).set_in.width for it in alike)

    @property
    def _digits(self) -> tuple[str, ...]:
        return tuple(chr(ord(self.figure.zero) + n) for n in range(_DIGITS))

    def _patch(self, part: str, x: int, y: int) -> Patch:
        key = (part, x % 2)
        if key not in self.kept:
            self.kept[key] = patches.patch(self._line(part).painted(self.colour), x % 2, y)
        made = self.kept[key]
        return replace(made, x=made.x + x - x % 2)

    def _line(self, part: str) -> Line:
        if part not in self.lines:
            self.lines[part] = self.setter.styled(part, self.style)
        return self.lines[part]
