"""Where a text may break: the pieces that stay whole, how wide they are, what ends a thought.

Scripts with spaces break between words. Han, kana and their punctuation break between
characters, except before a mark that may not begin a line and after one that may not end
one (kinsoku, JIS X 4051).
"""

import unicodedata
from collections.abc import Iterator

# ruff: noqa: RUF001  every script's own marks are meant
_NEVER_FIRST = frozenset(
    "、。，．・：；？！%‰％℃…‥〜ー々〻ヽヾゝゞ!,.:;?\"'ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
_NEVER_LAST = frozenset("$£¥￥＄¿¡")
_SENTENCE_ENDS = frozenset(".!?…。！？．؟۔।॥")
_CLAUSE_ENDS = frozenset(",;:—–、，；：،؛·")
_CLOSERS = "\"'”’»›«“)]}）」』】〉》〕］｝"
_ABBREVIATION_MAX = 3
_WHOLE_SHARE_MAX = 1.5
_WIDE = 2


def width(text: str) -> int:
    """Columns on screen: 2 for a wide or full-width character, 0 for a mark on another."""
    return sum(_columns(it) for it in text)


def pieces(word: str, width_max: int) -> Iterator[str]:
    """The parts of a word without white space between which lines may end.

    What holds no such place is one piece of up to 1.5 × `width_max`, as a line is made smaller to
    fit; wider, it is cut by force into parts of at most `width_max`.
    """
    whole = ""
    for letter in word:
        if whole and _may_break(whole, letter):
            yield from _cut(whole, width_max)
            whole = ""
        whole += letter
    yield from _cut(whole, width_max)


def _cut(whole: str, width_max: int) -> Iterator[str]:
    if width(whole) <= _WHOLE_SHARE_MAX * width_max:
        yield whole
        return
    piece = whole[:1]
    for letter in whole[1:]:
        if _must_break(piece, letter, width_max):
            yield piece
            piece = ""
        piece += letter
    yield piece


def ends_sentence(word: str) -> bool:
    """Whether a sentence ends here; `Dr.` and an initial do not end one."""
    bare = word.rstrip(_CLOSERS)
    if not bare or bare[-1] not in _SENTENCE_ENDS:
        return False
    return not (bare.endswith(".") and len(bare) <= _ABBREVIATION_MAX and bare[0].isupper())


def ends_clause(word: str) -> bool:
    """Whether a reader pauses here within a sentence."""
    bare = word.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _CLAUSE_ENDS


def begins_line_badly(word: str) -> bool:
    """Whether a line should not begin with this word: closing marks that stand alone."""
    return all(map(_never_first, word))


def ends_line_badly(word: str) -> bool:
    """Whether a line should not end with this word: an opening mark that stands alone."""
    return all(map(_never_last, word))


def is_ideographic(letter: str) -> bool:
    """Whether lines of this character's script break between characters (Hangul's do not)."""
    name = unicodedata.name(letter, "")
    return name.startswith(("CJK ", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "BOPOMOFO"))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else 1


def _never_first(letter: str) -> bool:
    return letter in _NEVER_FIRST or unicodedata.category(letter) in ("Pe", "Pf")


def _never_last(letter: str) -> bool:
    return letter in _NEVER_LAST or unicodedata.category(letter) in ("Ps", "Pi")


def _may_break(piece: str, letter: str) -> bool:
    if _never_first(letter) or _never_last(piece[-1]) or not _columns(letter):
        return False
    return is_ideographic(piece[-1]) or is_ideographic(letter) or _is_wide_mark(piece[-1])


def _is_wide_mark(letter: str) -> bool:
    return _never_first(letter) and _columns(letter) == _WIDE


def _must_break(piece: str, letter: str, width_max: int) -> bool:
    return _columns(letter) > 0 and width(piece) + _columns(letter) > width_max
