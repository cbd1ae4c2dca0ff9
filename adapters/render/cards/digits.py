"""Counted digits: each is rasterised once, and laid where it stands.

What stands before and after a number is lettered whole. A figure in a script from right to left
is lettered anew for every value, as its parts may not be taken apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from adapters.render import patches
from adapters.render.cards.blocks import Line, Setter
from adapters.render.patches import Patch, Planes
from domain.motion import Easing, eased
from domain.scene.figures import Figure


@dataclass(slots=True)
class Digits:
    """A figure while it is counted; its last digit stands where that of its last value does."""

    figure: Figure
    whole: Line
    setter: Setter
    colour: str
    rtl: bool
    lines: dict[str, Line] = field(default_factory=dict)
    kept: dict[tuple[str, int], Patch] = field(default_factory=dict)

    def lay(self, share: float, corner: tuple[int, int], on: Planes, opacity: float) -> None:
        """The value at a share of the count; the corner is that of the whole line's picture."""
        x, y = corner
        for part, at in self._parts(eased(Easing.OUT, share)):
            patches.lay(self._patch(part, x + at, y), on, opacity)

    def _parts(self, share: float) -> Iterator[tuple[str, int]]:
        """What is said, part by part, with their left edges."""
        told = self._said(share)
        widths = [self._line(it).set_in.width if it.strip() else self._space for it in told]
        at = self.whole.set_in.width - sum(widths)
        for part, width in zip(told, widths, strict=True):
            if part.strip():
                yield part, round(at)
            at += width

    def _said(self, share: float) -> list[str]:
        if share >= 1 or self.rtl:
            return [self.figure.counted(share)]
        its = self.figure
        number = its.counted(share)[len(its.before) :]
        number = number[: len(number) - len(its.after)]
        spaced = [" "] if its.after[:1].isspace() else []
        return [it for it in (its.before, *number, *spaced, its.after.strip()) if it]

    @property
    def _space(self) -> float:
        return self._line("0 0").set_in.width - 2 * self._line("0").set_in.width

    def _patch(self, part: str, x: int, y: int) -> Patch:
        key = (part, x % 2)
        if key not in self.kept:
            self.kept[key] = patches.patch(self._line(part).painted(self.colour), x % 2, y)
        made = self.kept[key]
        return replace(made, x=made.x + x - x % 2)

    def _line(self, part: str) -> Line:
        if part not in self.lines:
            self.lines[part] = self.setter.styled(part, self.whole.style)
        return self.lines[part]
