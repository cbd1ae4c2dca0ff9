"""The kinds of card: what each says, without place or time.

Eight carry a scene (title, statement, number, list, quote, comparison, years, chart); lower
third and end card stand beside them.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.scene.figures import Figure


@dataclass(frozen=True, slots=True)
class Title:
    """The film's title, with a line above it."""

    KIND: ClassVar[str] = "title"
    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A phrase of which the words from `key_start` to `key_end` (excluded) are struck."""

    KIND: ClassVar[str] = "statement"
    text: str
    heading: str = ""
    key_start: int = 0
    key_end: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.key_start <= self.key_end <= len(self.text.split()):
            raise ValueError("a statement's key words are words of its text")


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that is counted up to, and what it is a figure of."""

    KIND: ClassVar[str] = "number"
    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    KIND: ClassVar[str] = "list"
    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    KIND: ClassVar[str] = "quote"
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a large word or figure, and what is said of it."""

    head: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    KIND: ClassVar[str] = "comparison"
    heading: str
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Moment:
    """A year and what happened in it."""

    year: str
    text: str


@dataclass(frozen=True, slots=True)
class Years:
    KIND: ClassVar[str] = "years"
    heading: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Value:
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Chart:
    """Values of one unit as bars, or as a `line` where their labels follow one another."""

    KIND: ClassVar[str] = "chart"
    heading: str
    values: tuple[Value, ...]
    line: bool = False


@dataclass(frozen=True, slots=True)
class LowerThird:
    """Whose film this is, at the lower edge for a few seconds."""

    KIND: ClassVar[str] = "lower-third"
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class EndCard:
    """Closing words beside the places that YouTube's end screen takes."""

    KIND: ClassVar[str] = "end-card"
    text: str
    name: str = ""


SceneCard = Title | Statement | Number | Listing | Quote | Comparison | Years | Chart
AnyCard = SceneCard | LowerThird | EndCard


def texts_of(card: AnyCard) -> tuple[str, ...]:
    """All that a card says, the most important first."""
    match card:
        case Number(figure=figure, text=text):
            return (text or figure.text), figure.text
        case Listing(heading=heading, items=items):
            return (*items, heading)
        case Comparison(heading=heading, left=left, right=right):
            return left.head, right.head, left.text, right.text, heading
        case Years(heading=heading, moments=moments):
            return (*(it.text for it in moments), *(it.year for it in moments), heading)
        case Chart(heading=heading, values=values):
            return (*(it.label for it in values), *(it.figure.text for it in values), heading)
        case _:
            return _two_texts(card)


def _two_texts(card: Title | Statement | Quote | LowerThird | EndCard) -> tuple[str, str]:
    match card:
        case Title(text=text, above=other) | Statement(text=text, heading=other):
            return text, other
        case Quote(text=text, author=other):
            return text, other
        case LowerThird(name=text, text=other) | EndCard(text=text, name=other):
            return text, other
