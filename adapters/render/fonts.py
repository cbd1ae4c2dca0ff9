"""The fonts of a timeline: those installed when it was made, named by the hash of their file."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from unicodedata import category, name

from PIL import ImageFont

from adapters.fonts import Face, Style, faces, font
from domain.timeline import Caption, Font, Text, Timeline
from processors.errors import NotConfigured


def installed() -> tuple[Font, ...]:
    """The fonts of this machine, in the order in which text takes them."""
    return tuple(Font(it.path.name, it.sha256) for it in faces())


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font."""

    text: str
    font: ImageFont.FreeTypeFont


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

    def runs(self, text: str, style: Style) -> tuple[Run, ...]:
        """The text in pieces of one face each; a symbol that none has is left out."""
        letters = [(face, letter) for letter in text if (face := self._best(text, letter))]
        pieces = groupby(letters, key=lambda it: it[0])
        return tuple(
            Run("".join(letter for _, letter in piece), font(face, style)) for face, piece in pieces
        )

    def check(self, timeline: Timeline) -> None:
        """Raises NotConfigured (`letters-missing`) where it says what cannot be shown."""
        for letter in {letter for text in _texts(timeline) for letter in text}:
            if category(letter)[0] in "LN" and not self._best(letter, letter):
                raise NotConfigured(
                    f"no font of this film has {letter!r} ({name(letter, 'unnamed')});"
                    " install a Noto font package of its script",
                    code="letters-missing",
                )

    def _best(self, text: str, letter: str) -> Face | None:
        """The face that has the whole text, else the first that has the letter."""
        whole = next((it for it in self.faces if it.has(text)), None)
        return whole or next((it for it in self.faces if it.has(letter)), None)


def _texts(timeline: Timeline) -> Iterator[str]:
    for layer in timeline.layers:
        if isinstance(layer, Text):
            yield layer.text
        if isinstance(layer, Caption):
            yield from (word.text for line in layer.lines for word in line)
