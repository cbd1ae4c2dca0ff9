"""How far a script says again what an earlier film of the same owner said.

Two measures, of which the higher counts. Words taken over are found by runs of five words
(containment, Broder 1997); a paraphrase, whose runs all differ, by the beginnings of its longer
words, which names, figures and most stems keep: the cosine of their counts, each weighed by how
few of the compared texts have it. The bounds of both lie between three scripts retold by hand
(0.26 to 0.43) and pairs of scripts on other matters (0.10 at most).

A translation shares neither runs nor words, and is not found. The lengths of its sentences, aligned
(Gale and Church, 1993), tell nine translations (0.06 to 0.24) from six other films on the same
matters (1.03 or more); but where sentences are all about as long, as in 142 of 190 pairs of other
texts, they say nothing, and names and figures in their order are those of the matter.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.ids import ChannelId, VideoId
from domain.script import Verdict

EARLIER_MAX = 50
"""So many of the owner's latest films are compared."""

RUN_WORDS = 5
BEGINNING_CHARACTERS, SHORT_WORD_CHARACTERS = 5, 4
GRAM_CHARACTERS = 2

OVERLAP_FREE, OVERLAP_SAME = 0.1, 0.5
LIKENESS_FREE, LIKENESS_SAME = 0.12, 0.26
FLAGGED_BELOW = 0.5

SPACELESS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
PIECE = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
UNSPACED = re.compile(rf"[{SPACELESS}]")


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
    likeness: float

    @property
    def originality(self) -> float:
        """1 for a script of its own, 0 for one that was told before."""
        taken = _between(self.overlap, OVERLAP_FREE, OVERLAP_SAME)
        retold = _between(self.likeness, LIKENESS_FREE, LIKENESS_SAME)
        return round(1 - max(taken, retold), 4)

    @property
    def reason(self) -> str:
        return (
            f"{self.overlap:.0%} of its five-word runs, and {self.likeness:.0%} of its words by"
            f" weight, were said before in “{self.earlier.title}”."
        )


def likest(text: str, earlier: Sequence[Earlier]) -> Likeness | None:
    """The earlier film that this text is most like; None where there is none."""
    weights = _weights([text, *(it.text for it in earlier)])
    runs, words = _runs(text), Counter(_beginnings(text))
    found = (
        Likeness(
            it,
            _share(runs, _runs(it.text)),
            _cosine(words, Counter(_beginnings(it.text)), weights),
        )
        for it in earlier
    )
    return min(found, key=lambda it: it.originality, default=None)


def bounded(verdict: Verdict, likeness: Likeness | None) -> Verdict:
    """The verdict with what was measured: no judge can call a told story new.

    A script below half its originality cannot score higher than that.
    """
    if likeness is None:
        return verdict
    originality = min(likeness.originality, verdict.parts.get("originality", 1.0))
    flagged = originality < FLAGGED_BELOW
    return replace(
        verdict,
        score=min(verdict.score, originality) if flagged else verdict.score,
        parts={**verdict.parts, "originality": originality},
        reasons=(*verdict.reasons, likeness.reason),
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


def _weights(texts: Sequence[str]) -> dict[str, float]:
    spread = Counter(it for text in texts for it in set(_beginnings(text)))
    return {it: math.log(1 + (1 + len(texts)) / count) for it, count in spread.items()}


def _cosine(one: Counter[str], other: Counter[str], weights: dict[str, float]) -> float:
    product = sum(_weight(one, it, weights) * _weight(other, it, weights) for it in one)
    lengths = math.prod(
        math.sqrt(sum(_weight(words, it, weights) ** 2 for it in words)) for words in (one, other)
    )
    return product / lengths if lengths else 0.0


def _weight(words: Counter[str], word: str, weights: dict[str, float]) -> float:
    return math.sqrt(words[word]) * weights[word]


def _share(runs: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> float:
    return len(runs & others) / len(runs) if runs else 0.0


def _between(value: float, none: float, full: float) -> float:
    return max(0.0, min(1.0, (value - none) / (full - none)))
