"""Bidirectional text: in which order characters are seen (Unicode Standard Annex #9, rev. 50).

Rules are named as there: P the paragraph, X explicit marks, W weak types, N neutrals and
brackets, I implicit levels, L lines. An even level runs from the left, an odd one from the right.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from domain.bidi.explicit import ISOLATES, REMOVED, Sign, explicit, first_strong
from domain.bidi.resolving import resolve
from domain.bidi.runs import sequences

_RTL_LANGUAGES = frozenset(("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "iw"))


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction, outside isolates, is written from the right."""
    return first_strong([unicodedata.bidirectional(it) for it in text]) in ("R", "AL")


def is_rtl_language(tag: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return tag.lower().split("-")[0] in _RTL_LANGUAGES


def levels(text: str, *, rtl: bool | None = None) -> tuple[int, ...]:
    """The level of every character of a paragraph; its direction is `rtl`, else the text's own.

    White space at the end keeps the paragraph's level (L1); marks of direction take that of what
    stands before them.
    """
    base = int(is_rtl(text) if rtl is None else rtl)
    classes = [unicodedata.bidirectional(it) or "L" for it in text]
    signs = explicit(classes, base)
    for run in list(sequences(signs, base)):
        resolve(run, text)
    return tuple(_at_line_ends(classes, signs, base))


def visual_order(levels: Sequence[int]) -> list[int]:
    """The places of what has these levels, from left to right (L2)."""
    order = list(range(len(levels)))
    odd = [it for it in levels if it % 2]
    for level in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = 0
        for high, group in groupby(order, key=lambda it: levels[it] >= level):
            end = start + len(list(group))
            if high:
                order[start:end] = order[start:end][::-1]
            start = end
    return order


def _at_line_ends(classes: Sequence[str], signs: Sequence[Sign], base: int) -> list[int]:
    """L1, and levels for what X9 leaves out."""
    made: list[int] = []
    for kind, it in zip(classes, signs, strict=True):
        made.append((made[-1] if made else base) if kind in REMOVED else it.level)
    trailing = True
    for n in reversed(range(len(made))):
        if classes[n] in ("B", "S"):
            trailing = True
        elif classes[n] not in ("WS", *ISOLATES, "PDI", *REMOVED):
            trailing = False
        if trailing:
            made[n] = base
    return made
