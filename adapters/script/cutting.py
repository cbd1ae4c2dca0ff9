"""Where a line is cut that is too long, or was cut elsewhere: at a clause, else at a word."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from adapters.script.language import Language
from adapters.script.phrases import cut_at_words, pauses
from adapters.script.terms import TOKEN

WORDS_MIN, WORTH_SHARE = 4, 1 / 3
"""A clause of fewer words tells nothing; one that is much shorter than there is room gives way."""

JOINTS = {
    "en": "and or but nor that which who whose where when while because so if as until unless",
    "de": "und oder aber sondern dass weil wenn als ob wo obwohl bevor damit",
    "es": "y e o u pero sino que porque cuando donde mientras aunque",
    "fr": "et ou mais qui que dont parce quand où si comme lorsque puisque",
    "it": "e ed o ma che perché quando dove mentre se come",
    "pt": "e ou mas que porque quando onde enquanto se como",
    "nl": "en of maar die dat omdat toen wanneer waar terwijl als",
}
"""Words that begin another part of a sentence."""

BRACKETS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("„", "“"))


def cut_at_clause(text: str, characters_max: int, language: Language) -> str:
    """All of it, or its beginning up to a pause, a joint, or a word of meaning; never torn."""
    if len(text) <= characters_max:
        return text.strip()
    at_pause = [it.start() for it in pauses(text) if it.start() <= characters_max]
    for ends in (at_pause, _joints(text, characters_max, language)):
        whole = [text[:end].strip() for end in ends]
        worth = [it for it in whole if _is_worth(it, characters_max, language)]
        if worth:
            return worth[-1]
    return _closed(cut_at_words(text, characters_max, language))


def is_torn(line: str, sentences: Iterable[str], language: Language) -> bool:
    """Whether a line is the beginning of a sentence, cut where its thought goes on."""
    if language.spaceless:
        return False
    words = [it[0] for it in TOKEN.finditer(line)]
    beginnings = (it for it in sentences if words and it.casefold().startswith(line.casefold()))
    return any(_goes_on(words, it[len(line) :], language) for it in beginnings)


def _goes_on(words: Sequence[str], rest: str, language: Language) -> bool:
    """Whether what follows in the sentence is part of the same thought, or of the same word."""
    if not rest[:1].isspace():
        return rest[:1].isalnum()
    following = rest.strip().partition(" ")[0].casefold()
    long = len(words) >= WORDS_MIN and following not in _of(language)
    return bool(following) and (language.stop(words[-1]) or long)


def _is_worth(piece: str, characters_max: int, language: Language) -> bool:
    """Long enough, with no bracket left open."""
    long = language.spaceless or len(piece.split()) >= WORDS_MIN
    return long and len(piece) >= WORTH_SHARE * characters_max and _closed(piece) == piece


def _joints(text: str, characters_max: int, language: Language) -> list[int]:
    """Ends of the words before a joint that are no joints or stop words themselves."""
    words = [it for it in TOKEN.finditer(text) if it.start() <= characters_max]
    joints = _of(language)
    return [
        word.end()
        for word, following in pairwise(words)
        if following[0].casefold() in joints and not language.stop(word[0])
    ]


def _closed(text: str) -> str:
    """Without what stands in a bracket or in quotation marks that are not closed."""
    for opening, closing in BRACKETS:
        at = text.rfind(opening)
        if at >= 0 and closing not in text[at + 1 :]:
            text = text[:at].rstrip(" ,;:–—-")
    return text


def _of(language: Language) -> frozenset[str]:
    return frozenset(JOINTS.get(language.code, "").split())
