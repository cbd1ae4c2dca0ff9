"""A script: what is said, scene by scene, and what a judge thinks of it."""

import re
from dataclasses import dataclass

from domain.narration import silence_s

SCENES_MIN, SCENES_MAX = 4, 8
SPOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: a short heading, the sentences spoken, the phrase to show large.

    `sources` are, for each sentence, those of the source that it rests on, word for word; empty
    where a script was not traced, or was changed since.
    """

    heading: str
    sentences: tuple[str, ...]
    key_phrase: str
    sources: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script; `seconds` is its estimated length of speech.

    `length_ratio` is what its voice was taken to need for it, over what is usual.
    """

    title: str
    language: str
    scenes: tuple[Scene, ...]
    seconds: float
    length_ratio: float = 1.0

    @property
    def usual_speech_s(self) -> float:
        """How long it is usually spoken, without the silence around its scenes."""
        return (self.seconds - silence_s(len(self.scenes))) / self.length_ratio

    @property
    def text(self) -> str:
        """All that is spoken."""
        return " ".join(it.text for it in self.scenes)

    def says_as(self, other: "Script") -> bool:
        """Whether whoever reads it aloud says the same words, whatever signs are between them."""
        return SPOKEN.findall(self.text.casefold()) == SPOKEN.findall(other.text.casefold())


@dataclass(frozen=True, slots=True)
class Verdict:
    """A measured score from 0 to 1, what it is made of, and why, in sentences."""

    score: float
    parts: dict[str, float]
    reasons: tuple[str, ...]
