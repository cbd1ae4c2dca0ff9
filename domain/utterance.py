"""Utterances: how a script is divided where a voice takes only so many characters at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.script import Script

CONTEXT_MAX = 300
"""So many characters before and after are told to a voice, for its tone alone."""

_CLAUSE = re.compile(r"(?<=[,;:–—，、；：])\s+")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of one scene (counted from 0), and what is said before it and after it."""

    scene: int
    text: str
    before: str = ""
    after: str = ""


def utterances(script: Script, characters_max: int) -> tuple[Utterance, ...]:
    """Whole scenes where they fit, else sentences, clauses, words, in this order.

    The texts of a scene, split at white space, are the words of the scene. A word that is
    longer than `characters_max` stays whole.
    """
    parts = [
        (n, text)
        for n, scene in enumerate(script.scenes)
        for text in _fitted(scene.sentences, characters_max)
    ]
    texts = [text for _, text in parts]
    return tuple(
        Utterance(scene, text, *_around(texts, at)) for at, (scene, text) in enumerate(parts)
    )


def _around(texts: Sequence[str], at: int) -> tuple[str, str]:
    before = texts[at - 1][-CONTEXT_MAX:] if at else ""
    after = texts[at + 1][:CONTEXT_MAX] if at + 1 < len(texts) else ""
    return before, after


def _fitted(sentences: Sequence[str], characters_max: int) -> Iterator[str]:
    """As few pieces as may be, each no longer than that."""
    taken = ""
    for piece in _pieces(sentences, characters_max):
        joined = f"{taken} {piece}" if taken else piece
        if taken and len(joined) > characters_max:
            yield taken
            joined = piece
        taken = joined
    if taken:
        yield taken


def _pieces(sentences: Sequence[str], characters_max: int) -> Iterator[str]:
    for sentence in sentences:
        if len(sentence) <= characters_max:
            yield sentence
            continue
        for clause in _CLAUSE.split(sentence):
            yield from [clause] if len(clause) <= characters_max else clause.split()
