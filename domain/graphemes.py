"""Grapheme clusters: what a reader takes for one character, and what is never cut.

The rules are those of UAX #29 (extended grapheme clusters, revision 45), by the categories that
the standard library knows; the few properties that it lacks are tables of this file.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_CLUSTER = re.compile(
    r"RN|[RNC]"
    r"|P*(?:L*(?:V+|vV*|t)T*|L+|T+|II|X(?:[Ekz]*ZX)*|K(?:[EZk]*k[EZk]*K)*|[^RNC])[EZSkz]*"
)
"""Over one class a character: see `_class_of`."""

_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
_PREPENDED = frozenset([*map(chr, range(0x600, 0x606)), *"\u06dd\u070f\u0890\u0891\u08e2\u0d4e"])
_EXTENDING = frozenset(
    "\uff9e\uff9f\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf"
    "\u0ddf\u302e\u302f"
)
_SPACING = frozenset("\u0e33\u0eb3")
_CONSONANTS = (
    (0x0915, 0x0939), (0x0958, 0x095F), (0x0978, 0x097F), (0x0995, 0x09B9), (0x09DC, 0x09DF),
    (0x09F0, 0x09F1), (0x0A95, 0x0AB9), (0x0AF9, 0x0AF9), (0x0B15, 0x0B39), (0x0B5C, 0x0B5F),
    (0x0B71, 0x0B71), (0x0C15, 0x0C39), (0x0C58, 0x0C5A), (0x0D15, 0x0D3A),
)  # fmt: skip
_PICTURES = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
    (0x2139, 0x2139), (0x2194, 0x21AA), (0x231A, 0x23FA), (0x24C2, 0x24C2), (0x25AA, 0x25FE),
    (0x2600, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55), (0x3030, 0x303D), (0x3297, 0x3299),
    (0x1F000, 0x1F0FF), (0x1F10D, 0x1F1E5), (0x1F200, 0x1F3FA), (0x1F400, 0x1FAFF),
)  # fmt: skip
# ruff: noqa: RUF001  signs that look alike are meant
_SHOWN_AS_PICTURE = "\ufe0f"
_PRESENTED = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
"""Emoji_Presentation below U+1F000."""
_JAMO = ((0x1100, 0x115F, "L"), (0xA960, 0xA97C, "L"), (0x1160, 0x11A7, "V"), (0xD7B0, 0xD7C6, "V"),
         (0x11A8, 0x11FF, "T"), (0xD7CB, 0xD7FB, "T"))  # fmt: skip
_SYLLABLES, _FINALS = (0xAC00, 0xD7A3), 28
_INDICATORS, _SKINS, _TAGS = (0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F)


def clusters(text: str) -> Iterator[str]:
    """The clusters of a text, in order; together they are the text."""
    classes = "".join(map(_class_of, text))
    at = 0
    while at < len(text):
        found = _CLUSTER.match(classes, at)
        end = found.end() if found else at + 1
        yield text[at:end]
        at = end


def is_unseen(letter: str) -> bool:
    """White space, joiners, selectors and marks of direction take no glyph of their own."""
    return (
        letter.isspace() or unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"
    )


def is_emoji(cluster: str) -> bool:
    """Whether it is shown as a picture: by itself, or because a selector says so (UTS #51)."""
    first = cluster[0]
    return (
        _SHOWN_AS_PICTURE in cluster or first in _PRESENTED or "\U0001f000" <= first < "\U00020000"
    )


@lru_cache(maxsize=4096)
def _class_of(letter: str) -> str:
    """R, N: CR, LF. C: control. P: prepended. S, E, k: spacing mark, extending, virama.

    Z, z: joiner, non-joiner. L, V, T, v, t: Hangul. I: regional indicator. X: pictograph.
    K: consonant that forms conjuncts. o: any other.
    """
    named = {"\r": "R", "\n": "N", "\u200d": "Z", "\u200c": "z"}.get(letter)
    return named or _by_table(letter) or _by_category(letter) or _by_range(ord(letter))


def _by_table(letter: str) -> str:
    if letter in _LINKERS:
        return "k"
    if letter in _PREPENDED:
        return "P"
    if letter in _SPACING:
        return "S"
    at = ord(letter)
    extends = letter in _EXTENDING or _within(at, (_SKINS, _TAGS))
    return "E" if extends else ""


def _by_category(letter: str) -> str:
    category = unicodedata.category(letter)
    return {"Mn": "E", "Me": "E", "Mc": "S", "Cc": "C", "Cf": "C", "Zl": "C", "Zp": "C"}.get(
        category, ""
    )


def _by_range(at: int) -> str:
    if _within(at, (_SYLLABLES,)):
        return "v" if (at - _SYLLABLES[0]) % _FINALS == 0 else "t"
    if _within(at, (_INDICATORS,)):
        return "I"
    if _within(at, _PICTURES):
        return "X"
    if _within(at, _CONSONANTS):
        return "K"
    return next((it for first, last, it in _JAMO if first <= at <= last), "o")


def _within(at: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= at <= last for first, last in ranges)
