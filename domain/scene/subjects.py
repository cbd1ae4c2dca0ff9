"""Whether figures of several years are figures of one thing, by the words beside them.

A clause goes on with what the first one named if it begins with a pronoun, names nothing, or
repeats its words; one word of its own may stand where a verb does. Whatever else it names is
taken for another thing: a chart less is better than a wrong one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.scene.clauses import is_leading

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PRONOUN = re.compile(
    "it|its|they|their|them|this|that|these|er|sie|es|dieser|diese|dieses|il|elle|ils|elles|cela"
    "|ce|c'est|él|ella|ellos|ellas|esto|ele|ela|eles|elas|isso|esso|essa|essi|lui|lei|hij|zij|ze"
    "|het|den|det|han|hon|hun|on|ona|ono|oni|он|она|оно|они|это|هو|هي"
)
_EMPTY = re.compile(
    "already|bereits|schon|déjà|ya|già|já|reeds|redan|już|уже|year|years|jahr|jahre|année|an|año"
    "|ano|anno|jaar|år|rok|roku|год|году|still|again|later|noch|wieder|ago"
)
_VERB_FIRST = ("de", "nl", "sv", "da", "no", "nb", "nn", "is")
"""After a year, the verb comes before what it is said of."""
_OWN_MAX = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said before a figure and after it; whether its year stands before all that."""

    before: str
    after: str
    dated_first: bool = True


def are_of_one_subject(told: Sequence[Clause], language: str) -> bool:
    """Whether all clauses speak of what the first one speaks of."""
    first, *others = told
    named = {*_words(first.before), *_words(first.after)}
    return all(_goes_on(it, named, language) for it in others)


def _goes_on(clause: Clause, named: set[str], language: str) -> bool:
    before = _words(clause.before)
    if any(it not in named and not _PRONOUN.fullmatch(it) for it in _words(clause.after)):
        return False
    own = [it for it in before if it not in named and not _PRONOUN.fullmatch(it)]
    if not before or any(_PRONOUN.fullmatch(it) for it in before):
        return len(own) <= _OWN_MAX
    turned = clause.dated_first and language.lower().split("-")[0] in _VERB_FIRST
    others = before[1:] if turned else before[:-1]
    return not own or (bool(others) and all(it in named for it in others))


def _words(text: str) -> list[str]:
    """Those that name something or say what it does."""
    found = (it.casefold() for it in _WORD.findall(text))
    return [it for it in found if not (is_leading(it) or _EMPTY.fullmatch(it))]
