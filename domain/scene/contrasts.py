"""Contrasts in a text: two sides of one sentence, by its figures or by a word that sets apart."""

import re
from itertools import pairwise

from domain.scene.cards import Comparison, Side
from domain.scene.clauses import clauses, is_doubtful, is_short, raised, trimmed
from domain.scene.figures import Found, figures

WORDS_MAX, COLUMNS_MAX = 9, 56
HEAD_WORDS_MAX, HEAD_COLUMNS_MAX = 4, 24
# ruff: noqa: RUF001  every script's own marks are meant
_APART = re.compile(
    r"(?:,|;|—|–|،|，|、)\s*(?:but|whereas|while|yet|aber|während|dagegen|sondern|mais|tandis que"
    r"|alors que|pero|mientras que|sino|mas|enquanto|ma|mentre|maar|terwijl|men|medan|ale"
    r"|podczas gdy|а|но|тогда как|але|ama|fakat|لكن|بينما|אבל|בעוד|लेकिन|जबकि|แต่"
    r"|但是|但|而|しかし|一方|하지만|반면)(?:(?![^\W\d_])\s*|(?<=[但是而し方]))"
    r"|\s(?:vs\.?|versus|gegenüber|contra)\s",
    re.IGNORECASE,
)


def comparison(sentence: str, heading: str, language: str) -> Comparison | None:
    """The two sides of a sentence that sets two things against each other."""
    return _by_figures(sentence, heading, language) or _by_words(sentence, heading)


def _by_words(sentence: str, heading: str) -> Comparison | None:
    parts = _APART.split(sentence)
    if len(parts) != len(("left", "right")):
        return None
    left = next(reversed(list(clauses(parts[0]))), "")
    right = next(clauses(parts[1]), "")
    if all(is_short(it, WORDS_MAX, COLUMNS_MAX) for it in (left, right)):
        return Comparison(heading, Side(raised(left)), Side(raised(right)))
    return None


def _by_figures(sentence: str, heading: str, language: str) -> Comparison | None:
    """Exactly two figures of one unit, each with a few words of its own before it."""
    found = [it for it in figures(sentence, language) if not it.figure.is_year]
    if len(found) != len(("left", "right")) or found[0].figure.unit != found[1].figure.unit:
        return None
    if found[0].figure.unit == ("", ""):
        return None
    starts = [0, found[0].end, len(sentence)]
    labels = [
        _label(sentence[a:b], it, a) for (a, b), it in zip(pairwise(starts), found, strict=True)
    ]
    fit = (is_short(it, HEAD_WORDS_MAX, HEAD_COLUMNS_MAX) for it in labels)
    if not all(fit) or any(is_doubtful(it) for it in labels):
        return None
    one, two = (Side(it.figure.text, raised(name)) for it, name in zip(found, labels, strict=True))
    return Comparison(heading, one, two)


def _label(part: str, found: Found, start: int) -> str:
    """What stands between the figure before and this one, from its last clause."""
    before = part[: found.start - start]
    told = _APART.split(before)[-1]
    return trimmed(next(reversed(list(clauses(told))), ""))
