"""Whether a text can be in the language it is said to be in: by its letters and its stop words.

It speaks up only when sure. A wrong alphabet is plain in any text; between languages of one
alphabet another one must hold clearly more of the text's words as stop words than the one said.
"""

import unicodedata
from collections import Counter
from functools import cache

import stopwordsiso

from adapters.script.language import Language, language
from adapters.script.terms import TOKEN
from processors.errors import InvalidInput

_OF_SCRIPTS = {
    "ARABIC": "ar fa ur ps ckb sd ug ku",
    "ARMENIAN": "hy",
    "BENGALI": "bn as",
    "CJK": "zh yue cmn ja ko",
    "CYRILLIC": "ru uk bg be mk sr kk ky tg mn tt uz az",
    "DEVANAGARI": "hi mr ne sa kok",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el grc",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he yi iw",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "LATIN": """af br ca cs da de en eo es et eu fi fr ga gl ha hr hu id it ku la lt lv ms nl no
        nb nn pl pt ro sk sl so st sv sw tl tr vi yo zu az bs cy is lb mt sq sr uz""",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "TIBETAN": "bo dz",
}
LETTERS_MIN, CHARACTERS_READ = 20, 40_000
EXPECTED_SHARE, KANA_SHARE = 0.5, 0.15
WORDS_MIN, CLEAR_SHARE, CLEAR_TIMES = 40, 0.35, 1.8
LIKELY_MAX, NEAR_SHARE = 3, 0.5


def refuse_other_language(text: str, tag: str) -> None:
    """Raises InvalidInput (`language-mismatch`) with the likely language; silent when unsure."""
    likely = likely_instead(text, tag)
    if likely:
        others = " or ".join(likely)
        raise InvalidInput(
            f"This text is not in {tag} but in {others}, it seems; "
            f"ask for it in its own language (--language {likely[0]}).",
            code="language-mismatch",
        )


def likely_instead(text: str, tag: str) -> list[str]:
    """The languages a text is in rather than the one said, likeliest first; none when unsure."""
    spoken_in = language(tag)
    shares = _shares(text)
    expected = scripts_of(tag)
    if not shares or not expected:
        return []
    if spoken_in.code in ("zh", "cmn", "yue") and _kana(shares) >= KANA_SHARE:
        return ["ja"]
    commonest = max(shares, key=lambda it: (shares[it], it))
    if _held(shares, expected) < EXPECTED_SHARE <= shares[commonest]:
        return _likely(_words(text), commonest)
    return _clearly_better(text, spoken_in, commonest)


def letters_share(text: str, tag: str) -> float:
    """The share of a text's letters that its language is written with; 1 when unknown."""
    shares, expected = _shares(text), scripts_of(tag)
    return _held(shares, expected) if shares and expected else 1.0


def scripts_of(tag: str) -> frozenset[str]:
    """The scripts of a language, by the first words of their letters' Unicode names.

    None for a language unknown here, or a tag that names its script (`zh-Latn`).
    """
    code, *further = tag.replace("_", "-").casefold().split("-")
    if any(len(it) == len("latn") and it.isalpha() for it in further):
        return frozenset()
    return frozenset(it for it, codes in _OF_SCRIPTS.items() if code in codes.split())


def _shares(text: str) -> dict[str, float]:
    """Each script's share of the letters; none where there are too few to tell."""
    counts: Counter[str] = Counter()
    for sign, count in Counter(text[:CHARACTERS_READ]).items():
        if sign.isalpha():
            counts[_script(sign)] += count
    total = counts.total()
    return {it: count / total for it, count in counts.items()} if total >= LETTERS_MIN else {}


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNNAMED").partition(" ")[0]


def _held(shares: dict[str, float], expected: frozenset[str]) -> float:
    return sum(share for script, share in shares.items() if script in expected)


def _kana(shares: dict[str, float]) -> float:
    return shares.get("HIRAGANA", 0.0) + shares.get("KATAKANA", 0.0)


def _clearly_better(text: str, said: Language, script: str) -> list[str]:
    words = _words(text)
    if said.spaceless or not said.stop_words or len(words) < WORDS_MIN:
        return []
    own = _stop_share(words, said.code)
    likely = _likely(words, script)
    best = _stop_share(words, likely[0]) if likely else 0.0
    return likely[:1] if best >= max(CLEAR_SHARE, own * CLEAR_TIMES) else []


def _likely(words: list[str], script: str) -> list[str]:
    """The languages of a script by the share of the words that are their stop words."""
    shares = {code: _stop_share(words, code) for code in _OF_SCRIPTS.get(script, "").split()}
    least = NEAR_SHARE * max(shares.values(), default=0.0)
    near = sorted((it for it in shares if shares[it] >= least), key=lambda it: -shares[it])
    return near[:LIKELY_MAX]


def _words(text: str) -> list[str]:
    return TOKEN.findall(text[:CHARACTERS_READ].casefold())


def _stop_share(words: list[str], code: str) -> float:
    held = _stop_words(code)
    return sum(it in held for it in words) / len(words) if words else 0.0


@cache
def _stop_words(code: str) -> frozenset[str]:
    return frozenset(stopwordsiso.stopwords(code))
