"""Where a text may break: the pieces that stay whole, how wide they are, what ends a thought.

Scripts with spaces break between words. Han, kana and their punctuation break between
characters, except before a mark that may not begin a line and after one that may not end
one (kinsoku, JIS X 4051). Thai, which writes no spaces, breaks where its words end, as whoever
knows them says. A grapheme cluster is never cut.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from domain.graphemes import clusters

Divide = Callable[[str], Iterable[str]]
"""Cuts a text into its words where its script writes none apart."""

# ruff: noqa: RUF001  every script's own marks are meant
_NEVER_FIRST = frozenset(
    "、。，．・：；？！%‰％℃…‥〜ー々〻ヽヾゝゞ!,.:;?\"'ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿゝゞ゛゜ーｰ〳〵゠–～ๆฯ؟،؛۔।॥"
)
_NEVER_LAST = frozenset("$£¥￥＄¿¡")
_SENTENCE_ENDS = frozenset(".!?…。！？．؟۔।॥")
_CLAUSE_ENDS = frozenset(",;:—–、，；：،؛·")
_CLOSERS = "\"'”’»›«“)]}）」』】〉》〕］｝"
_ABBREVIATION_MAX = 3
_WHOLE_SHARE_MAX = 1.5
_SET_APART_MAX = 20
_WIDE = 2
_JOINER, _CLUSTER_MAX = "\u200d", 3


def undivided(text: str) -> Iterable[str]:
    return (text,)


def width(text: str) -> int:
    """Columns on screen: 2 for a wide character or a picture, 0 for a mark on another."""
    if text.isascii():
        return len(text)
    return sum(map(_cluster_columns, clusters(text)))


def pieces(word: str, width_max: int, divide: Divide = undivided) -> Iterator[str]:
    """The parts of a word without white space between which lines may end.

    What holds no such place is one piece of up to 1.5 × `width_max`, as a line is made smaller to
    fit; wider, it is cut by force into parts of at most `width_max`.
    """
    ends = set(accumulate(map(len, divide(word)))) if any(map(_is_unspaced, word)) else set()
    whole, at = "", 0
    for cluster in clusters(word):
        if whole and (_may_break(whole, cluster) or (at in ends and _is_free(whole, cluster))):
            yield from _cut(whole, width_max)
            whole = ""
        whole += cluster
        at += len(cluster)
    yield from _cut(whole, width_max)


def phrase_ends(words: Sequence[str], divide: Divide) -> set[int]:
    """After how many characters of the words, told without spaces, their phrases end.

    A short word that spaces set apart holds no end: whoever wrote it knows best.
    """
    ends = set(accumulate(map(len, divide("".join(words)))))
    at = 0
    for word in words:
        if len(words) > 1 and width(word) <= _SET_APART_MAX:
            ends.difference_update(range(at + 1, at + len(word)))
        at += len(word)
    return ends


def are_written_on(one: str, two: str) -> bool:
    """Whether no space is due between two words, though one may stand there."""
    return is_ideographic(one[-1]) and is_ideographic(two[0])


def _cut(whole: str, width_max: int) -> Iterator[str]:
    if width(whole) <= _WHOLE_SHARE_MAX * width_max:
        yield whole
        return
    piece = ""
    for cluster in clusters(whole):
        if piece and _must_break(piece, cluster, width_max):
            yield piece
            piece = ""
        piece += cluster
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


def _is_free(piece: str, cluster: str) -> bool:
    """Whether a line may end here, as far as marks are concerned."""
    return not _never_first(cluster[0]) and not _never_last(piece[-1])


def _may_break(piece: str, cluster: str) -> bool:
    if not _is_free(piece, cluster) or not _cluster_columns(cluster):
        return False
    return is_ideographic(piece[-1]) or is_ideographic(cluster[0]) or _is_wide_mark(piece[-1])


def _is_wide_mark(letter: str) -> bool:
    return _never_first(letter) and _columns(letter) == _WIDE


def _is_unspaced(letter: str) -> bool:
    """Thai and Lao letters."""
    return "\u0e01" <= letter <= "\u0edf"


def _must_break(piece: str, cluster: str, width_max: int) -> bool:
    columns = _cluster_columns(cluster)
    return columns > 0 and width(piece) + columns > width_max


def _cluster_columns(cluster: str) -> int:
    columns = sum(map(_columns, cluster))
    return min(columns, _WIDE) if _JOINER in cluster or columns > _CLUSTER_MAX else columns
