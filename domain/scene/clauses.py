"""Clauses: the parts of a sentence between its marks, and short texts cut out of them."""

import re
from collections.abc import Iterator

from domain import line_breaks

_CLAUSE = re.compile(r"(?<!\d)[,;:،؛](?=\s)|(?<=\d)[,;:،؛](?=\s)|[、，；：]|\s[–—-]\s")
# ruff: noqa: RUF001  every script's own marks are meant
_JOINING = re.compile(
    "and|or|but|und|oder|aber|sowie|et|ou|mais|y|o|pero|e|ma|mas|en|maar|och|men|og|i|a|oraz"
    "|и|а|но|то"
)
_LEADING = re.compile(
    "from|to|in|into|of|by|at|on|for|with|than|then|until|till|since|after|before|between"
    "|under|over|up|down|about|nearly|only|as|per|von|vom|zu|zum|zur|auf|im|ab|bis|um|mit|bei"
    "|nach|vor|seit|aus|dann|nur|über|unter|de|du|des|à|au|aux|dans|par|pour|sur|puis|jusqu'à"
    "|depuis|del|al|desde|hasta|por|para|con|luego|da|do|di|dal|nel|em|até|no|na|poi|fino|van"
    "|naar|op|tot|met|från|på|av|med|fra|til|z|ze|od|w|we|из|от|до|в|во|на|с|со|к|по|за|затем"
    "|потом|من|إلى|في|से|तक|में"
)
_ARTICLES = re.compile("the|an|der|die|das|den|dem|ein|eine|le|la|les|un|une|el|los|las|il|lo")
_WAITING = re.compile(
    "that|which|who|whose|whom|where|when|while|because|if|although|than|dass|ob|weil|wenn|während"
    "|obwohl|dessen|deren|que|qui|dont|où|quand|si|lorsque|cuyo|cuya|donde|cuando|porque|che|cui"
    "|quando|perché|onde|dat|wat|toen|omdat|som|att|at|fordi|że|który|která|что|который|которая"
)
"""What begins a clause that waits for another."""
_BEFORE_NOUNS = re.compile("a|o|os|as|um|uma|unos|unas|des|gli|het|een|ett")
"""Articles, too, where a phrase begins with them; elsewhere they may be other words."""
_YEAR = re.compile(r"\d{4}")
_EDGES = " \t,;:.!?…。！？،؛、，；：–—-"


def clauses(sentence: str) -> Iterator[str]:
    """The parts between commas, colons and dashes, without their marks."""
    for part in _CLAUSE.split(sentence):
        if bare := trimmed(part):
            yield bare


def trimmed(text: str) -> str:
    """Without marks and space at both ends."""
    return text.strip(_EDGES)


def unjoined(text: str) -> str:
    """Trimmed, without an `and` or the like at its beginning."""
    first, _, others = trimmed(text).partition(" ")
    joins = _JOINING.fullmatch(first.casefold()) and not is_article(first)
    return trimmed(others) if joins else trimmed(text)


def is_doubtful(name: str) -> bool:
    """Whether words beside a figure may belong to another one, and so not name it.

    They do where they hold a year, or begin or end with a word that only leads to others.
    """
    words = trimmed(name).casefold().split()
    if not words or _YEAR.search(name):
        return True
    first = words[1:2] if _JOINING.fullmatch(words[0]) else words[:1]
    led = first and any(it.fullmatch(first[0]) for it in (_LEADING, _WAITING))
    return not first or bool(led) or is_leading(words[-1])


def is_leading(word: str) -> bool:
    """Whether it is a preposition, an article, a conjunction or the like."""
    bare = trimmed(word).casefold()
    return any(it.fullmatch(bare) for it in (_LEADING, _ARTICLES, _JOINING, _WAITING))


def is_article(word: str) -> bool:
    """Whether a phrase may begin with it."""
    bare = trimmed(word).casefold()
    return any(it.fullmatch(bare) for it in (_ARTICLES, _BEFORE_NOUNS))


def is_short(text: str, words_max: int, columns_max: int) -> bool:
    return bool(text) and len(text.split()) <= words_max and line_breaks.width(text) <= columns_max


def raised(text: str) -> str:
    """With a capital where a sentence would have one."""
    return text[:1].upper() + text[1:]
