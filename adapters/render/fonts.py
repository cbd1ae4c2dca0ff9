"""The fonts of a timeline: those installed when it was made, named by the hash of their file."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from adapters import fonts
from adapters.fonts import COLOUR_EMOJI, Face, Run, Style, best, faces, for_language, one_way
from domain.timeline import Caption, Card, Font, Text, Timeline
from processors.errors import NotConfigured


def installed(language: str = "") -> tuple[Font, ...]:
    """The fonts of this machine, in the order in which text of this language takes them."""
    return tuple(Font(it.path.name, it.sha256) for it in for_language(faces(), language))


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The faces of one timeline, best first."""

    faces: tuple[Face, ...]

    @classmethod
    def of(cls, timeline: Timeline) -> "Typefaces":
        """Raises NotConfigured (`font-missing`) where one of its fonts is not installed."""
        known = {it.sha256: it for it in faces()}
        for it in timeline.fonts:
            if it.sha256 not in known:
                raise NotConfigured(
                    f"the font {it.name} (SHA-256 {it.sha256[:12]}…) is not installed",
                    code="font-missing",
                )
        return cls(tuple(known[it.sha256] for it in timeline.fonts))

    def runs(self, text: str, style: Style, *, rtl: bool = False) -> tuple[Run, ...]:
        """A text of one direction in pieces of one face each, from left to right.

        A symbol that none has is left out.
        """
        return one_way(self.faces, text, style, rtl=rtl)

    @property
    def colour_emoji(self) -> Face | None:
        """The face of emoji in their own colours, where one is installed."""
        return next((it for it in self.faces if it.family == COLOUR_EMOJI), None)

    def check(self, timeline: Timeline) -> None:
        """Raises NotConfigured (`letters-missing`) where it says what cannot be shown."""
        for letter in {letter for text in _texts(timeline) for letter in text}:
            if category(letter)[0] in "LN" and not best(self.faces, letter):
                raise fonts.missing(letter)


def _texts(timeline: Timeline) -> Iterator[str]:
    for layer in timeline.layers:
        if isinstance(layer, Text):
            yield layer.text
        if isinstance(layer, Caption):
            yield from (word.text for line in layer.lines for word in line)
        if isinstance(layer, Card):
            yield from layer.texts
