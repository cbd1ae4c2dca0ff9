"""Headings on cards and over pictures: a whole phrase, or none.

Whoever wrote a script may have taken a heading out of its text. One word of it says too little,
and a piece that begins or ends with a word that only leads to others is torn off.
"""

import re

from domain import line_breaks
from domain.scene.clauses import is_article, is_leading, trimmed
from domain.script import Scene

COLUMNS_MAX = 48
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def heading_of(scene: Scene, beside: str = "") -> str:
    """The scene's heading as it is shown; empty where it says nothing to what stands `beside`."""
    heading = trimmed(scene.heading)
    words = heading.split()
    if line_breaks.width(heading) > COLUMNS_MAX or is_torn(heading):
        return ""
    if len(words) == 1 and _is_said(words, scene.text):
        return ""
    return "" if _is_said(words, beside) else heading


def is_torn(phrase: str) -> bool:
    """Whether it begins or ends with a word that leads to others, or is nothing but one."""
    words = trimmed(phrase).split()
    if not words:
        return True
    first = is_leading(words[0]) and not (is_article(words[0]) and len(words) > 1)
    return first or is_leading(words[-1])


def _is_said(words: list[str], text: str) -> bool:
    """Whether a text has all of the words; of a script without spaces, all of their letters."""
    folded = text.casefold()
    if any(map(line_breaks.is_ideographic, "".join(words))):
        return " ".join(words).casefold() in folded
    said = set(_WORD.findall(folded))
    return all(it.casefold() in said for word in words for it in _WORD.findall(word))
