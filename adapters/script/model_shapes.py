"""The shapes in which language models answer about scripts."""

from typing import Literal

from adapters.providers.language_model import Shape


class Said(Shape):
    """One sentence: its part in the story, and the source's sentences that support it."""

    text: str
    part: Literal["hook", "loop", "story", "payoff", "call"]
    sources: list[int]


class DraftScene(Shape):
    heading: str
    sentences: list[Said]


class Draft(Shape):
    title: str
    scenes: list[DraftScene]


class Mark(Shape):
    score: float
    reason: str


class Marks(Shape):
    hook: Mark
    accuracy: Mark
    pacing: Mark
    policy: Mark
    originality: Mark


class Package(Shape):
    title: str
    description: str
    tags: list[str]


class Fact(Shape):
    """One sentence, and the addresses of the pages that it was read in."""

    text: str
    sources: list[str]


class Facts(Shape):
    facts: list[Fact]
