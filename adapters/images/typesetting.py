"""Typesetting: the largest step of one type scale at which a phrase fits, its lines balanced.

A word that would make everything small is set narrower, or else hyphenated by its language's
dictionary, but only where the text becomes clearly larger by it. So is a phrase of a script
without spaces parted, and never within a word of kana.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from adapters.fonts import BOLD, Style, length_px
from adapters.images import parts
from adapters.images.parts import Part
from adapters.word_breaks import divided
from domain import line_breaks

SCALE_RATIO = 1.125
LEADING = 1.14
_STEPS = 24
_STEPS_ALIKE = 3
_STEPS_COMPARED, _COST_WEIGHT = 4, 2.0
_NARROW_PERCENT, _NARROW_GAIN, _SPLIT_GAIN, _IN_THE_WAY = 78, 1.2, 1.25, 1.5
_BAD_BREAK, _HYPHEN, _LITTLE_WORD, _LONELY_WORD, _PAUSE = 1.0, 0.1, 0.3, 0.1, -0.03
_INSIDE_PHRASE = 0.5
_LITTLE_WORD_MAX = 3
_MEASURED_AT_PX = 128


@dataclass(frozen=True, slots=True)
class Frame:
    """Room for text, in pixels, and how many lines look well in it."""

    width_px: int
    height_px: int
    lines_max: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one style; `height_px` runs from the first capital's top to the last baseline."""

    lines: tuple[str, ...]
    style: Style

    @property
    def leading_px(self) -> float:
        return self.style.size_px * LEADING

    @property
    def height_px(self) -> float:
        return self.style.cap_px + self.leading_px * (len(self.lines) - 1)

    @property
    def width_px(self) -> float:
        return max(length_px(it, self.style) for it in self.lines)


@lru_cache(maxsize=256)
def fitted(  # noqa: PLR0913 -- all that a text is set by
    text: str,
    frame: Frame,
    largest_px: int,
    weight: int = BOLD,
    language: str = "en",
    *,
    family: str = "sans",
    width_percent: int = 100,
) -> Block:
    """The text as large as the scale and the frame allow; `language` (BCP 47) hyphenates.

    Where even the smallest step does not fit, the text is set in it all the same.
    """
    sizes = [round(largest_px / SCALE_RATIO**it) for it in reversed(range(_STEPS))]
    words = tuple(parts.of(text))
    styles = [Style(it, weight, width_percent, family) for it in sizes]
    best = _largest(words, frame, styles)
    if not _one_word_is_in_the_way(words, best.style, frame):
        return best
    narrowed = [replace(it, width_percent=min(_NARROW_PERCENT, width_percent)) for it in styles]
    narrow = _largest(words, frame, narrowed)
    split = _largest(tuple(parts.split(words, language)), frame, styles)
    for other, gain in ((narrow, _NARROW_GAIN), (split, _SPLIT_GAIN)):
        if other.style.size_px >= best.style.size_px * gain:
            best = other
    return best


def _one_word_is_in_the_way(words: Sequence[Part], style: Style, frame: Frame) -> bool:
    """Whether a single word would not fit if the text were clearly larger."""
    longest_px = max((length_px(it.text, style) for it in words), default=0.0)
    return longest_px * _IN_THE_WAY > frame.width_px


def _largest(words: Sequence[Part], frame: Frame, styles: Sequence[Style]) -> Block:
    """The best lines among the few largest styles (given by size, rising) that fit."""
    if not words:
        return Block(("",), styles[-1])

    @cache
    def lines(n: int) -> _Lines | None:
        return _set(words, frame, styles[n])

    too_large = bisect_left(range(len(styles)), 1, key=lambda it: lines(it) is None)
    fitting = range(max(too_large - _STEPS_COMPARED, 0), too_large)
    made = [(it.worth(styles[n]), Block(it.texts, styles[n])) for n in fitting if (it := lines(n))]
    if not made:
        return _forced(words, styles[0], frame)
    return max(made, key=lambda it: it[0])[1]


@dataclass(frozen=True, slots=True)
class _Lines:
    texts: tuple[str, ...]
    cost: float

    def worth(self, style: Style) -> float:
        """Size, less what ragged lines and bad breaks take away from it."""
        return style.size_px * (1 - _COST_WEIGHT * self.cost / len(self.texts))


def _line(words: Sequence[Part]) -> str:
    line = "".join(it.text if it.joined else f" {it.text}" for it in words).strip()
    return f"{line}-" if words[-1].splits_word else line


def _set(words: Sequence[Part], frame: Frame, style: Style) -> _Lines | None:
    """Balanced over as few lines as possible, or None where it does not fit."""
    lines_max = min(frame.lines_max, _lines_high(frame, style))
    lines = _balanced(words, style, frame.width_px, lines_max)
    fits = lines and all(length_px(it, style) <= frame.width_px for it in lines.texts)
    return lines if fits else None


def _lines_high(frame: Frame, style: Style) -> int:
    return 1 + int((frame.height_px - style.cap_px) // (style.size_px * LEADING))


def _balanced(
    words: Sequence[Part], style: Style, width_px: float, lines_max: int
) -> _Lines | None:
    """The lines of least cost with the fewest lines; None where that is too many."""
    least: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for end in range(1, len(words) + 1):
        options: dict[int, list[tuple[float, int]]] = {}
        for start, ragged in _last_lines(words, end, style, width_px):
            for count, (cost, _) in least[start].items():
                if count < lines_max:
                    options.setdefault(count + 1, []).append((cost + ragged, start))
        least.append({count: min(it) for count, it in options.items()})
    if not least[-1]:
        return None
    spans = _spans(least, min(least[-1]))
    texts = tuple(_line(words[start:end]) for start, end in spans)
    edges = sum(_edge(words, end) for _, end in spans)
    return _Lines(texts, _raggedness(texts, style) + edges)


def _about_px(text: str, style: Style) -> float:
    """How far it advances, within a few per cent: measured once for all sizes."""
    measured = _measured_px(text, replace(style, size_px=_MEASURED_AT_PX))
    return measured * style.size_px / _MEASURED_AT_PX


@lru_cache(maxsize=16_384)
def _measured_px(text: str, style: Style) -> float:
    return length_px(text, style)


def _raggedness(texts: Sequence[str], style: Style) -> float:
    lengths = [_about_px(it, style) for it in texts]
    return sum((1 - it / max(*lengths, 1)) ** 2 for it in lengths)


def _last_lines(
    words: Sequence[Part], end: int, style: Style, width_px: float
) -> Iterator[tuple[int, float]]:
    """Every start of a line that ends before word `end`, and what that line costs."""
    for start in range(end - 1, -1, -1):
        share = _about_px(_line(words[start:end]), style) / width_px
        if share > 1:
            return
        lonely = _LONELY_WORD if start == end - 1 else 0.0
        yield start, (1 - share) ** 2 + lonely + _edge(words, end)


def _edge(words: Sequence[Part], end: int) -> float:
    if end == len(words):
        return 0.0
    last = words[end - 1].text
    if words[end - 1].splits_word:
        return _HYPHEN
    if line_breaks.begins_line_badly(words[end].text) or line_breaks.ends_line_badly(last):
        return _BAD_BREAK
    if words[end - 1].inside:
        return _INSIDE_PHRASE
    if line_breaks.ends_clause(last) or line_breaks.ends_sentence(last):
        return _PAUSE
    little = not words[end].joined and line_breaks.width(last) <= _LITTLE_WORD_MAX
    return _LITTLE_WORD if little else 0.0


def _spans(least: Sequence[dict[int, tuple[float, int]]], count: int) -> list[tuple[int, int]]:
    """The chosen lines, first to last, each as its first word and the word after its last."""
    spans, end = [], len(least) - 1
    while end:
        start = least[end][count][1]
        spans.append((start, end))
        end, count = start, count - 1
    return spans[::-1]


def _forced(words: Sequence[Part], style: Style, frame: Frame) -> Block:
    """At the smallest size: words cut where they must be, lines as many as it takes."""
    columns = max(int(frame.width_px / style.size_px), 2)
    cut = [
        replace(word, text=piece, joined=word.joined or n > 0)
        for word in words
        for n, piece in enumerate(line_breaks.pieces(word.text, columns, divided))
    ]
    lines = _balanced(cut, style, frame.width_px, len(cut))
    return Block(lines.texts if lines else (_line(words),), style)
