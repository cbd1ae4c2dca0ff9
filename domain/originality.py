"""How far a script says again what an earlier film of the same owner said.

Two measures, of which the higher counts. Words taken over are found by runs of five words
(containment, Broder 1997). A paraphrase, whose runs all differ, is found by `retold`: passage by
passage, whether the beginnings of its longer words, which names, figures and most stems keep,
stand together in one place of the other, in the same order; of both texts, whichever has less of
the other. A word weighs the less, the more passages and the more of the owner's films have it,
so that what two films on one matter have in common does not make one of them a copy.

The bounds lie between eight scripts retold by hand in three languages (0.28 to 0.53) and pairs of
texts on one matter (0.10 at most; the manuals of one product 0.19): `tests/domain/tellings`.

A translation shares neither runs nor words, but names and figures, and is not found. The lengths
of its sentences, aligned (Gale and Church, 1993), tell nine translations (0.06 to 0.24) from six
other films on the same matters (1.03 or more); but where sentences are all about as long, as in
142 of 190 pairs of other texts, they say nothing, and names and figures in their order are those
of the matter.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.ids import ChannelId, VideoId
from domain.script import Verdict

EARLIER_MAX = 50
"""So many of the owner's latest films are compared."""

RUN_WORDS = 5
BEGINNING_CHARACTERS, SHORT_WORD_CHARACTERS = 5, 4
GRAM_CHARACTERS = 2

OVERLAP_FREE, OVERLAP_SAME = 0.1, 0.5
RETOLD_FREE, RETOLD_SAME = 0.19, 0.31
FLAGGED_BELOW = 0.5

PASSAGE_WORDS, PLACE_PASSAGES = 12, 2
"""A passage is a sentence, or so much of a longer one; a place is so many of them."""

TOGETHER_MIN = 2
"""One word in common is chance."""

OUT_OF_ORDER = 0.65
"""What is told in another order counts so much."""

FILMS_BESIDE = 8
"""So many more films are taken to be there: what is rare among two or three says little."""

SPACELESS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
PIECE = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
UNSPACED = re.compile(rf"[{SPACELESS}]")
MARK = re.compile(r"\A(originality )\d\.\d\d(?=:)")
"""How a judge's own sentence on it begins."""

PASSAGE_ENDS = re.compile(r"(?<=[.!?;:।۔؟])\s+|(?<=[。！？])|\n{2,}")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier film of the same owner says, on whichever channel."""

    video_id: VideoId
    channel_id: ChannelId
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """The earlier film that a script is most like: shares from 0 to 1."""

    earlier: Earlier
    overlap: float
    retold: float

    @property
    def originality(self) -> float:
        """1 for a script of its own, 0 for one that was told before."""
        taken = _between(self.overlap, OVERLAP_FREE, OVERLAP_SAME)
        retold = _between(self.retold, RETOLD_FREE, RETOLD_SAME)
        return round(1 - max(taken, retold), 4)

    @property
    def reason(self) -> str:
        return (
            f"{self.overlap:.0%} of its five-word runs stand in “{self.earlier.title}” (up to"
            f" {OVERLAP_FREE:.0%} is free), and {self.retold:.0%} of what it says is told there,"
            f" passage by passage (up to {RETOLD_FREE:.0%} is free)."
        )


def likest(text: str, earlier: Sequence[Earlier]) -> Likeness | None:
    """The earlier film that this text is most like; None where there is none."""
    its, told = _Told.of(text), [_Told.of(it.text) for it in earlier]
    spread = Counter(word for it in told for word in it.words)
    found = (
        Likeness(film, _share(its.runs, it.runs), _retold(its, it, spread, len(told)))
        for film, it in zip(earlier, told, strict=True)
    )
    return min(found, key=lambda it: it.originality, default=None)


def bounded(verdict: Verdict, likeness: Likeness | None) -> Verdict:
    """The verdict with what was measured: no judge can call a told story new.

    Its one figure of originality is the lower of the judge's and the measured one. A script below
    half its originality cannot score higher than that.
    """
    if likeness is None:
        return verdict
    originality = min(likeness.originality, verdict.parts.get("originality", 1.0))
    flagged, told = originality < FLAGGED_BELOW, likeness.reason
    return replace(
        verdict,
        score=min(verdict.score, originality) if flagged else verdict.score,
        parts={**verdict.parts, "originality": originality},
        reasons=(*(MARK.sub(rf"\g<1>{originality:.2f}", it) for it in verdict.reasons), told),
    )


def _pieces(text: str) -> Iterable[str]:
    """Words; where a script has no spaces, its characters."""
    for piece in PIECE.findall(text.casefold()):
        yield from piece if UNSPACED.match(piece) else (piece,)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = list(_pieces(text))
    return {tuple(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)}


def _beginnings(text: str) -> Iterable[str]:
    """Of words longer than articles and their like, and figures; pairs of characters elsewhere."""
    for piece in PIECE.findall(text.casefold()):
        if UNSPACED.match(piece):
            yield from (piece[at : at + GRAM_CHARACTERS] for at in range(len(piece) - 1))
        elif len(piece) > SHORT_WORD_CHARACTERS or piece.isdigit():
            yield piece[:BEGINNING_CHARACTERS]


@dataclass(frozen=True, slots=True)
class _Told:
    """A text taken apart once: sets of beginnings, passage by passage, and its runs."""

    passages: tuple[frozenset[str], ...]
    runs: set[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> "_Told":
        return cls(tuple(_passages(text)), _runs(text))

    @property
    def words(self) -> frozenset[str]:
        return frozenset().union(*self.passages)

    @property
    def places(self) -> Iterator[frozenset[str]]:
        """Passages next to each other, for a paraphrase cuts its sentences elsewhere."""
        for at in range(max(1, len(self.passages) - PLACE_PASSAGES + 1)):
            yield frozenset().union(*self.passages[at : at + PLACE_PASSAGES])


def _passages(text: str) -> Iterator[frozenset[str]]:
    for sentence in PASSAGE_ENDS.split(text):
        words = list(dict.fromkeys(_beginnings(sentence)))
        for at in range(0, len(words), PASSAGE_WORDS):
            yield frozenset(words[at : at + PASSAGE_WORDS])


def _retold(one: _Told, other: _Told, spread: Mapping[str, int], films: int) -> float:
    """`spread` says how many of the owner's films, the other one among them, have each word."""
    passages = (*one.passages, *other.passages)
    counts, theirs = Counter(it for words in passages for it in words), other.words
    most = math.log(films + FILMS_BESIDE)
    weights = {
        word: math.log(len(passages) / count)
        * (1 - math.log(1 + spread.get(word, 0) - (word in theirs)) / most)
        for word, count in counts.items()
    }
    return min(_told_again(one, other, weights), _told_again(other, one, weights))


def _told_again(one: _Told, other: _Told, weights: Mapping[str, float]) -> float:
    """The share of one's weight that stands together in places of the other.

    In order: a passage's place is never before that of the passage before it, and the heaviest
    choice of such places counts (as a longest common subsequence is found).
    """
    standing = defaultdict[str, list[int]](list)
    reached = [0.0]
    for at, words in enumerate(other.places):
        reached.append(0.0)
        for word in words:
            standing[word].append(at)
    anywhere = 0.0
    for words in one.passages:
        gains = _gains(words, standing, weights)
        anywhere += max(gains.values(), default=0.0)
        for at in range(1, len(reached)):
            reached[at] = max(reached[at - 1], reached[at] + gains.get(at - 1, 0.0))
    whole = sum(weights[word] for words in one.passages for word in words)
    return max(reached[-1], OUT_OF_ORDER * anywhere) / whole if whole else 0.0


def _gains(
    words: frozenset[str], standing: Mapping[str, Sequence[int]], weights: Mapping[str, float]
) -> dict[int, float]:
    """What a passage has in common with each place, by weight, where that is more than chance."""
    together, gains = Counter[int](), defaultdict[int, float](float)
    for word in words:
        for at in standing.get(word, ()):
            together[at] += 1
            gains[at] += weights[word]
    least = min(TOGETHER_MIN, len(words))
    return {at: gain for at, gain in gains.items() if together[at] >= least}


def _share(runs: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> float:
    return len(runs & others) / len(runs) if runs else 0.0


def _between(value: float, none: float, full: float) -> float:
    return max(0.0, min(1.0, (value - none) / (full - none)))
