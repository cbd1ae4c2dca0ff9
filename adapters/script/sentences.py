"""Sentences as they stand in the source, and how well each stands alone."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sentencex

from adapters.script.cleaning import CLOSERS, Block, Kind, closed
from adapters.script.language import Language
from adapters.script.openers import ELLIPTIC, OPENERS

# Splits that the library makes and a reader would not: what ends so, goes on.
GOES_ON = {
    "fr": re.compile(r"\b(M|MM|Mme|Mmes|Mlle|Mgr|Dr|Pr|St|Ste|av|env|vol|n|p|h)\.$"),
    "de": re.compile(r"(?<!\d)\d{1,2}\.$|\b(Dr|Hr|Fr|St|Nr|Abs|Art|Bd|Kap|Abb|Tab|Mio|Mrd)\.$"),
    "es": re.compile(r"\b(Sr|Sra|Srta|Dr|Dra|D|Dña|núm|pág|art|vol|Ud|Uds)\.$"),
    "pt": re.compile(r"\b(Sr|Sra|Dr|Dra|D|núm|pág|art|vol)\.$"),
    "it": re.compile(r"\b(Sig|Sig\.ra|Dott|Prof|art|pag|vol|n)\.$"),
    "en": re.compile(r"\b(No|Nos|Fig|Figs|Eq|vs|cf|al|approx|ca|Art|Sec)\.$"),
}
# Splits that the library misses: words that are abbreviations elsewhere (`mar.` for March).
ENDS = {
    code: re.compile(rf"(\b(?:{words})\.[\"”’»)]*)\s+(?=[\"“«„¿¡(]*[^\W\d_a-zà-ÿ])")
    for code, words in {
        "en": "art|ill|may|May|me|no|ore|fed|am|sat|sun",
        "es": "mar|no|con|en|cap",
        "fr": "art",
        "de": "Art|Mar",
        "pt": "art",
        "it": "mar|sol|via|re|set",
    }.items()
}
NUMBERED_DAYS = ("da", "no", "nb", "fi", "cs", "sk", "hu", "pl", "hr", "sl", "et", "lv", "tr")
QUOTES = (("«", "»"), ("「", "」"), ("『", "』"), ("(", ")"), ("（", "）"))
LOW_QUOTES, HIGH_QUOTES = ("„", "“”"), ("“", "”")
ONLY_CLOSERS = re.compile(rf"^[{re.escape(CLOSERS)}\s.]+")
CLOSED_SPEECH = re.compile("[”」』’]$")
OPENED_SPEECH = re.compile("^[“「『‘]")
MERGED_CHARACTERS_MAX = 400

# A longer one is broken at its own pauses, so that no caption or picture outstays its welcome.
WORDS_MAX, SPACELESS_CHARACTERS_MAX = 45, 120
CUT_WORDS = (8, 18)
CLAUSE_WORDS_MIN, CLAUSE_CHARACTERS_MIN = 6, 20
UNPUNCTUATED = frozenset({"th", "lo", "km", "my"})
SPACES = re.compile(r"\s+")
PAUSES = re.compile(r"(?<=[;:,—–])\s+|(?<=[;，、；：])")
ADDRESS = re.compile(r"https?://|www\.\w|\w@\w")
LEANING_WORTH = 0.55
SPOKEN_ITEM_WORDS_MIN = 7
OPENING_QUOTES = "\"“«„「'‘"
SPOKEN = re.compile(r"[^\W_]")
QUESTION = re.compile(r"[?？؟]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or clause: where it stands, and what it leans on.

    `section` is the heading above it; `paragraph` counts blocks; `leans` says that it needs
    the one before (a pronoun or a connective at its start, or the rest of a split sentence).
    """

    text: str
    at: int
    paragraph: int
    section: str
    first: bool
    leans: bool
    worth: float


def sentences(blocks: Iterable[Block], language: Language) -> list[Sentence]:
    """Every sentence of the blocks in order; long ones in clauses."""
    found: list[Sentence] = []
    section = ""
    for paragraph, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            section = block.text
            continue
        first = True
        for text, continues in _units(block.text, language):
            leans = continues or leans_on_what_came_before(text, language)
            worth = _worth(text, language, leans=leans) * _item_worth(text, block.kind)
            opens = first and not leaves_out(text, language)
            found.append(Sentence(text, len(found), paragraph, section, opens, leans, worth))
            first = False
    return found


def split(text: str, language: Language) -> list[str]:
    """The sentences of one paragraph, each as it stands there."""
    if language.code in UNPUNCTUATED:
        return broken(text, language)
    spans: list[tuple[int, int]] = []
    end = 0
    for part in _segments(text, language):
        start = text.index(part, end)
        end = start + len(part)
        if spans and _belongs(text[slice(*spans[-1])], part, language):
            start = spans.pop()[0]
        spans.append((start, end))
    return [text[start:end] for start, end in spans]


def _segments(text: str, language: Language) -> Iterator[str]:
    ends = ENDS.get(language.code)
    for segment in sentencex.segment(language.code, text):
        marked = ends.sub("\\1\n", segment) if ends else segment
        yield from (it.strip() for it in marked.split("\n") if it.strip())


def leans_on_what_came_before(text: str, language: Language) -> bool:
    """Whether it opens with a word that points back (`However`, `It`), or leaves one out."""
    opener = OPENERS.get(language.code)
    return bool(opener and opener.match(text)) or leaves_out(text, language)


def leaves_out(text: str, language: Language) -> bool:
    """Whether it leaves to the one before what it speaks of (`Fire, not water, ended it.`)."""
    elliptic = ELLIPTIC.get(language.code)
    return bool(elliptic and elliptic.search(text))


def _units(text: str, language: Language) -> Iterator[tuple[str, bool]]:
    for sentence in split(text, language):
        for at, clause in enumerate(clauses(sentence, language)):
            if SPOKEN.search(clause):
                yield clause, at > 0


def clauses(sentence: str, language: Language) -> list[str]:
    """A sentence in one piece, or, where it is too long to listen to, at its own pauses.

    A piece that is too long even so (a transcript without punctuation) is cut between words.
    """
    longest = _longest(language)
    if _length(sentence, language) <= longest:
        return [sentence]
    pieces = broken(sentence, language)
    return [part for piece in pieces for part in _cut(piece, longest, language)]


def _cut(piece: str, longest: int, language: Language) -> list[str]:
    if _length(piece, language) <= longest:
        return [piece]
    if language.spaceless:
        return [piece[at : at + longest] for at in range(0, len(piece), longest)]
    words, parts = piece.split(" "), list[str]()
    while words:
        at = _cut_at(words, language)
        parts.append(" ".join(words[:at]))
        words = words[at:]
    return parts


def _cut_at(words: list[str], language: Language) -> int:
    """Before the last `and` that makes a piece of easy length, else at that length."""
    least, most = CUT_WORDS
    if len(words) <= most:
        return len(words)
    links = [at for at in range(least, most) if words[at].casefold() in language.links]
    return links[-1] if links else most


def broken(sentence: str, language: Language, share: float = 1.0) -> list[str]:
    """A sentence at its own pauses (white space in Thai), no piece too short to say.

    `share` of the usual least length suffices.
    """
    least = share * (CLAUSE_CHARACTERS_MIN if language.spaceless else CLAUSE_WORDS_MIN)
    pauses = SPACES if language.code in UNPUNCTUATED else PAUSES
    spans: list[tuple[int, int]] = []
    start = 0
    for pause in pauses.finditer(sentence):
        if _length(sentence[start : pause.start()], language) >= least:
            spans.append((start, pause.start()))
            start = pause.end()
    if spans and _length(sentence[start:], language) < least:
        start = spans.pop()[0]
    return [sentence[first:last] for first, last in (*spans, (start, len(sentence)))]


def _belongs(before: str, after: str, language: Language) -> bool:
    if len(before) + len(after) > MERGED_CHARACTERS_MAX:
        return False
    goes_on = GOES_ON.get(language.code) or _NUMBERED.get(language.code)
    return (
        bool(goes_on and goes_on.search(before))
        or after[0].islower()
        or bool(ONLY_CLOSERS.fullmatch(after))
        or _unclosed(before)
        or (language.ideographic and _said(before, after))
    )


_NUMBERED = dict.fromkeys(NUMBERED_DAYS, re.compile(r"(?<!\d)\d{1,2}\.$"))


def _said(before: str, after: str) -> bool:
    """`「…。」と言った`: the words after a closed quotation say who spoke."""
    return bool(CLOSED_SPEECH.search(before)) and not OPENED_SPEECH.match(after)


def _unclosed(text: str) -> bool:
    pairs = (*QUOTES, LOW_QUOTES if "„" in text else HIGH_QUOTES)
    opened = any(
        text.count(opening) > sum(text.count(it) for it in closing) for opening, closing in pairs
    )
    return opened or text.count('"') % 2 == 1


def _worth(text: str, language: Language, *, leans: bool) -> float:
    """How far a sentence may be heard alone: 1 as it is, less for each thing it lacks."""
    lacks = (
        (leans, LEANING_WORTH),
        (bool(QUESTION.search(text)), 0.35),
        (text.endswith(":") or _unclosed(text) or bool(ADDRESS.search(text)), 0.05),
        (not (closed(text) or language.code in UNPUNCTUATED), 0.15),
        (text[:1] in OPENING_QUOTES, 0.6),
        (text[:1].islower(), 0.5),
    )
    return math.prod(worth for lacking, worth in lacks if lacking)


def _item_worth(text: str, kind: Kind) -> float:
    """Short lines of a list (`200 g of flour`) are things to read, not to hear."""
    scrap = kind is Kind.ITEM and len(text.split()) < SPOKEN_ITEM_WORDS_MIN
    return 0.3 if scrap else 1.0


def _length(text: str, language: Language) -> int:
    return len(text) if language.spaceless else len(text.split())


def _longest(language: Language) -> int:
    return SPACELESS_CHARACTERS_MAX if language.spaceless else WORDS_MAX
