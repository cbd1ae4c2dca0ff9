"""When something of a scene's text is spoken: found in its words, to the letter.

A text without spaces is one word; within a word, time is taken to pass evenly over its letters.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from domain.narration import SpokenScene, Word


@dataclass(frozen=True, slots=True)
class Said:
    """From when to when, in milliseconds of the film, and where in the text it ends."""

    start_ms: int
    end_ms: int
    end: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A scene's words as one text; `starts` are the letters at which they begin."""

    words: Sequence[Word]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, scene: SpokenScene) -> "Spoken":
        lengths = (len(it.text) + 1 for it in scene.words)
        starts = tuple(accumulate(lengths, initial=0))
        return cls(scene.words, " ".join(it.text for it in scene.words).lower(), starts)

    def when(self, said: str, after: int = 0) -> Said | None:
        """The first time that it is said at or after a letter of the text."""
        wanted = " ".join(said.split()).lower()
        at = self.text.find(wanted, after) if wanted else -1
        if at < 0:
            return None
        end = at + len(wanted)
        return Said(self._ms(at), max(self._ms(end - 1, end=True), self._ms(at) + 1), end)

    def _ms(self, letter: int, *, end: bool = False) -> int:
        n = min(bisect_right(self.starts, letter) - 1, len(self.words) - 1)
        word = self.words[n]
        inside = min(letter - self.starts[n] + end, len(word.text))
        return word.start_ms + (word.end_ms - word.start_ms) * inside // max(1, len(word.text))
