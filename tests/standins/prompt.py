"""A prompt as a stand-in reads it, whatever the dialect that it came in."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

MARKED = re.compile(
    r"<(?P<mark>[a-z][\w-]*)(?:\s[^<>]*)?>\s*(?P<inside>.*?)\s*</(?P=mark)>", re.DOTALL
)
FENCED = re.compile(
    r"^(?P<mark>```|\"\"\"|-----+|=====+)\w*\n(?P<inside>.*?)\n(?P=mark)", re.DOTALL | re.MULTILINE
)
SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?](?!\s|$)[^.!?。！？\n]+)*[.!?。！？]+[\"”’»」)]*")
GAPS_MIN, WIDE_MIN = 2, 4
"""A sentence has three words, or four signs of a script that sets none apart."""
WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Prompt:
    """Who is asked, what the rules are, what the rest says, and the shape to answer in."""

    model: str
    system: str
    user: str
    schema: Mapping[str, Any] | None = None
    name: str = ""

    @property
    def everything(self) -> str:
        return f"{self.system}\n{self.user}"

    @property
    def marked(self) -> dict[str, str]:
        """What stands between `<mark>` and `</mark>`, innermost, by the mark's name."""
        found: dict[str, str] = {}
        for it in MARKED.finditer(self.user):
            inside = {
                name: text for name, text in _inner(it["inside"]).items() if name not in found
            }
            found |= {it["mark"]: it["inside"], **inside}
        return found

    @property
    def document(self) -> dict[str, Any]:
        """What the user's side says where it is one JSON document; else nothing."""
        try:
            found = json.loads(self.user)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def data(self) -> str:
        """The longest text between data markers that has sentences; without any, all of it.

        Of a document, its numbered sentences.
        """
        numbered = self.document.get("sentences")
        if numbered:
            return "\n".join(it["text"] for it in numbered)
        fenced = (it["inside"] for it in FENCED.finditer(self.user))
        apart = [it for it in chain(self.marked.values(), fenced) if sentences_of(it)]
        return max(apart, key=len, default=self.user)


def _inner(text: str) -> dict[str, str]:
    return {it["mark"]: it["inside"] for it in MARKED.finditer(text)}


def sentences_of(text: str) -> list[str]:
    """Sentences in order, on one line each, without marks of lists; what is no sentence is left."""
    found = (_tidy(it.group()) for it in SENTENCE.finditer(text))
    return [it for it in found if it.count(" ") >= GAPS_MIN or sum(map(is_wide, it)) >= WIDE_MIN]


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def content_text(content: object) -> str:
    """The words of a message's content: a string, or parts with a `text`."""
    if isinstance(content, str):
        return content
    if isinstance(content, Iterable):
        parts = (it.get("text", "") for it in content if isinstance(it, Mapping))
        return "\n".join(it for it in parts if isinstance(it, str))
    return ""


def by_role(messages: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """(rules, rest) of a conversation."""
    rules: list[str] = []
    rest: list[str] = []
    for it in messages:
        into = rules if it.get("role") in ("system", "developer") else rest
        into.append(content_text(it.get("content")))
    return "\n".join(rules), "\n".join(rest)


def _tidy(sentence: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"^[\s#>*\-–•]+", "", sentence)).strip()


def is_wide(character: str) -> bool:
    return ord(character) >= 0x2E80
