"""From a source as written (Markdown or plain) to blocks of words that can be spoken."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from adapters.script.language import Language
from adapters.script.language import language as language_of

HEADING_WORDS_MAX = 14
HEADING_CHARACTERS_MAX = 120
ENDINGS = ".!?…。！？．。।؟۔"
CLOSERS = "\"'”’»)]）」』】*_"

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
UNSPOKEN = (
    re.compile(r"^(```|~~~).*?(^\1|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"^\[\^?[^\]\n]{1,200}\]:.*$", re.MULTILINE),
    re.compile(r"!\[[^\]\n]{0,200}\](\([^)\n]{0,200}\)|\[[^\]\n]{0,200}\])"),
    re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]"),
)
# What stands between each pair is for the browser alone.
UNSPOKEN_PAIRS = (
    (re.compile("<!--"), re.compile("-->")),
    *(
        (re.compile(rf"<{tag}\b", re.IGNORECASE), re.compile(rf"</{tag}\s*>", re.IGNORECASE))
        for tag in ("head", "script", "style", "noscript", "template", "svg")
    ),
)
OWN_LINES = (
    (re.compile(r"<br\b[^<>]{0,1000}>", re.IGNORECASE), "\n"),
    (re.compile(r"<h[1-6]\b[^<>]{0,1000}>\s*", re.IGNORECASE), "\n\n# "),
    (re.compile(r"<li\b[^<>]{0,1000}>\s*", re.IGNORECASE), "\n\n- "),
    (
        re.compile(
            r"</?(?:address|article|aside|blockquote|body|caption|dd|div|dl|dt|fieldset|figcaption|"
            r"figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|table|"
            r"tbody|td|tfoot|th|thead|title|tr|ul)\b[^<>]{0,1000}>",
            re.IGNORECASE,
        ),
        "\n\n",
    ),
)
# Every repetition has a bound, so that no text is read over and over.
INLINE = (
    (re.compile(r"\[([^\]\n]{1,200})\]\([^)\n]{0,200}\)"), r"\1"),
    (re.compile(r"\[(\^[^\]\n]{1,200}|\d{1,3}|citation needed)\]", re.IGNORECASE), ""),
    (re.compile(r"\[([^\]\n]{1,200})\]\[[^\]\n]{0,200}\]"), r"\1"),
    (re.compile(r"\s*[(<]\s*(https?://|www\.|mailto:)[^\s)>]{0,200}[)>]"), ""),
    (re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE), ""),
    (re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,!?\"”»)]))[¹²³⁰⁴-⁹]+(?=[\s.,;:!?]|$)"), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.{1,200}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,200}?)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,200}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{0,200})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)
RULE = re.compile(r"^\s*([-*_=~•·+#]\s*){3,}$")
ATX_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$")
UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,})\s*$")
ITEM = re.compile(r"^\s*([-*+•‣◦–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\([ivx]{1,5}\))\s+(?=\S)")
NUMBERED_CLAUSE = re.compile(r"^\s*\d{1,2}(\.\d{1,2})+\.?\s+(?=[^\W\d_a-zà-ÿ])")
TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$|^\s*:?-{3,}:?\s*\|")
BLANK = re.compile(r"^\s*$")
UNSPOKEN_LINES = (BLANK, RULE, UNDERLINE, TABLE_ROW)
SPEAKER = re.compile(r"^\s*[^\W\d_][\w .'-]{0,30}:\s+\S")
QUOTED = re.compile(r"^\s*(>\s?)+")


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str


def blocks(source: str, language: Language, *, plain_headings: bool = True) -> list[Block]:
    """Headings, paragraphs and list items in order, without marks that are not words.

    `plain_headings`: short open lines that stand alone before a paragraph are headings, too.

    Beyond removing marks one thing is added: a full stop where a line of a list, or a
    paragraph, ends without any, since a voice would run on into the next.
    """
    text = FRONT_MATTER.sub("", source)
    for unspoken in UNSPOKEN:
        text = unspoken.sub("", text)
    text = _without_markup(text)
    found = (_block(kind, lines, language) for kind, lines in _grouped(text))
    return list(_finished([it for it in found if it.text], language, plain_headings=plain_headings))


def spoken_words(source: str, tag: str) -> str:
    """All that a source says, headings included, without any marks."""
    return " ".join(it.text for it in blocks(source, language_of(tag)))


def _without_markup(text: str) -> str:
    """HTML's blocks on lines of their own, what it hides left out."""
    for opening, closing in UNSPOKEN_PAIRS:
        text = "".join(_outside(text, opening, closing))
    for tag, lines in OWN_LINES:
        text = tag.sub(lines, text)
    return text


def _outside(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> Iterator[str]:
    """The stretches outside every pair; one that is never closed hides nothing."""
    at = 0
    while (start := opening.search(text, at)) and (end := closing.search(text, start.end())):
        yield text[at : start.start()]
        at = end.end()
    yield text[at:]


def closed(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip(CLOSERS).endswith(tuple(ENDINGS))


def _grouped(text: str) -> Iterator[tuple[Kind, list[str]]]:
    kind, lines = Kind.PARAGRAPH, list[str]()
    for raw in text.split("\n"):
        line = QUOTED.sub("", raw)
        started = _started_by(line, kind if lines else Kind.PARAGRAPH)
        if started is None:
            lines.append(line)
            continue
        if UNDERLINE.match(line) and len(lines) == 1:
            kind = Kind.HEADING
        yield kind, lines
        kind, lines = started
    yield kind, lines


def _started_by(line: str, kind: Kind) -> tuple[Kind, list[str]] | None:
    """The block that a line begins, or None where it goes on with the one before."""
    if heading := ATX_HEADING.match(line):
        return Kind.HEADING, [heading[1]]
    if any(it.match(line) for it in UNSPOKEN_LINES):
        return Kind.PARAGRAPH, []
    if item := ITEM.match(line):
        text = line[item.end() :]
        return Kind.HEADING if text.isupper() else Kind.ITEM, [text]
    if clause := NUMBERED_CLAUSE.match(line):
        return Kind.PARAGRAPH, [line[clause.end() :]]
    if kind is Kind.HEADING or SPEAKER.match(line):
        return Kind.PARAGRAPH, [line]
    return None


def _block(kind: Kind, lines: list[str], language: Language) -> Block:
    text = ("" if language.ideographic else " ").join(it.strip() for it in lines)
    text = " ".join(html.unescape(text).split())
    for mark, kept in INLINE:
        text = mark.sub(kept, text)
    return Block(kind, " ".join(text.split()))


def _finished(spoken: list[Block], language: Language, *, plain_headings: bool) -> Iterator[Block]:
    """Mark plain headings where they are wanted; close all other open ends."""
    for at, block in enumerate(spoken):
        stands_over = plain_headings and at + 1 < len(spoken)
        if block.kind is Kind.HEADING or _open(block):
            yield block
        elif block.kind is Kind.PARAGRAPH and stands_over and _like_heading(block.text):
            yield Block(Kind.HEADING, block.text)
        else:
            yield Block(block.kind, _close(block.text, language))


def _open(block: Block) -> bool:
    return closed(block.text) or block.text[-1] == ":"


def _like_heading(text: str) -> bool:
    short = len(text.split()) <= HEADING_WORDS_MAX and len(text) <= HEADING_CHARACTERS_MAX
    return short and text[-1] not in ",;-–—" and not SPEAKER.match(text)


def _close(text: str, language: Language) -> str:
    return text.rstrip(" ,;-–—") + language.full_stop
