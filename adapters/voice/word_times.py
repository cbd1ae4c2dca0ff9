"""When each written word is spoken, from an engine's marks into the text.

Engines mark pieces, not words: `of the` is one piece, `2,000` is two. So a word takes the
first mark that falls inside it; a word without one shares its forerunner's time by letters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from adapters.voice.espeak_process import Mark
from domain.narration import Alignment, Word

ALIGNED_SHARE_MIN = 0.8


@dataclass(frozen=True, slots=True)
class Timed:
    """`text.split()` with spans that never overlap, and how many starts the engine gave."""

    words: tuple[Word, ...]
    marked: int


def timed(text: str, marks: Sequence[Mark], from_ms: int, length_ms: int) -> Timed:
    """Spans lie in `from_ms … from_ms + length_ms`; each word lasts until the next begins."""
    words = list(re.finditer(r"\S+", text))
    starts = list(_starts(words, marks, length_ms))
    filled = _filled(starts, [len(it.group()) for it in words], length_ms)
    return Timed(
        tuple(
            Word(word.group(), from_ms + start_ms, from_ms + end_ms)
            for word, (start_ms, end_ms) in zip(words, pairwise([*filled, length_ms]), strict=True)
        ),
        sum(it is not None for it in starts),
    )


def alignment(marked: int, words: int) -> Alignment:
    """EXACT only where the engine marked every word; ALIGNED from 80 % on; else ESTIMATED."""
    if marked == words:
        return Alignment.EXACT
    return Alignment.ALIGNED if marked >= ALIGNED_SHARE_MIN * words else Alignment.ESTIMATED


def _starts(
    words: Sequence[re.Match[str]], marks: Sequence[Mark], length_ms: int
) -> Iterator[int | None]:
    """A mark that runs back, or past the audio, is not believed."""
    least_ms = 0
    for word in words:
        inside = (it.start_ms for it in marks if word.start() <= it.offset < word.end())
        start_ms = min((it for it in inside if least_ms <= it <= length_ms), default=None)
        least_ms = least_ms if start_ms is None else start_ms
        yield start_ms


def _filled(starts: Sequence[int | None], letters: Sequence[int], length_ms: int) -> list[int]:
    """Every run of unmarked words shares the time up to the next mark, by letters."""
    filled: list[int] = []
    for first, end in pairwise([*_runs(starts), len(starts)]):
        from_ms = starts[first] or 0
        until_ms = starts[end] if end < len(starts) else length_ms
        shares = [0, *accumulate(letters[first:end])]
        span_ms = (until_ms or 0) - from_ms
        filled += [from_ms + span_ms * it // shares[-1] for it in shares[:-1]]
    return filled


def _runs(starts: Sequence[int | None]) -> list[int]:
    """Where runs begin: at the first word, and at every marked one."""
    return [n for n, it in enumerate(starts) if n == 0 or it is not None]
