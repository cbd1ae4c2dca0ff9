"""Characters that nobody sees, in what a person writes: they make one name look like another, turn
a line round, or carry words that only a program reads.

Refused are controls (C0, C1), what formats (Cf: marks of direction, zero width spaces, soft
hyphens, tags), separators of lines and paragraphs, blank letters, and selectors in a row. Joiners
stay where a script or a picture needs them (after the manner of RFC 5892, appendix A), tags within
a flag, and the signs of Arabic and Syriac numbers, which are Cf and seen.
"""

import unicodedata

from domain.event import Refused

JOINERS, JOINER = "\u200c\u200d", "\u200d"
JOINING_SCRIPTS = (
    (0x0600, 0x0E00), (0x0F00, 0x10A0), (0x1780, 0x18B0), (0x1A20, 0x1AB0), (0x1B00, 0x1C80),
    (0xA800, 0xA830), (0xA840, 0xAAE0), (0xABC0, 0xAC00), (0xFB50, 0xFE00), (0xFE70, 0xFEFF),
    (0x10A00, 0x11C00), (0x1E900, 0x1E960),
)  # fmt: skip
"""Arabic, Syriac, the scripts of India and of its neighbours, Mongolian."""

PICTURES = (
    (0xA9, 0xAF), (0x203C, 0x2050), (0x2122, 0x213A), (0x2190, 0x2C00), (0x1F000, 0x1FB00),
)  # fmt: skip
FLAG, TAGS = "\U0001f3f4", (0xE0020, 0xE0080)
SELECTORS = ((0xFE00, 0xFE10), (0xE0100, 0xE01F0))
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
SEEN = frozenset([*map(chr, range(0x0600, 0x0606)), *"\u06dd\u070f\u0890\u0891\u08e2"])
HIDDEN_KINDS = ("Cc", "Cf", "Cs", "Zl", "Zp")
LINES = "\n\t"


def complaint(text: str, *, lines: bool = False) -> str | None:
    """What is wrong with it, to follow its name; None where all can be seen.

    `lines`: line breaks and tabs are part of it.
    """
    for at, letter in enumerate(text):
        if lines and letter in LINES:
            continue
        if _hidden(text, at):
            which = f"U+{ord(letter):04X}, no. {at + 1}"
            return f"has a character that nobody sees ({which}); leave it out"
    return None


def refuse_hidden(what: str, text: str, *, lines: bool = False) -> None:
    """Raises Refused (`hidden-character`)."""
    found = complaint(text, lines=lines)
    if found:
        raise Refused("hidden-character", f"{what} {found}")


def _hidden(text: str, at: int) -> bool:
    letter = text[at]
    if letter in JOINERS:
        return not _joins(text[:at], letter, text[at + 1 :])
    if _within(letter, TAGS):
        return not text[:at].rstrip("".join(map(chr, range(*TAGS)))).endswith(FLAG)
    if _within(letter, *SELECTORS):
        return at == 0 or _within(text[at - 1], *SELECTORS)
    kind = unicodedata.category(letter)
    return letter in BLANK_LETTERS or (kind in HIDDEN_KINDS and letter not in SEEN)


def _joins(before: str, joiner: str, after: str) -> bool:
    """Whether there is something to join or to keep apart."""
    if before and _within(before[-1], *JOINING_SCRIPTS):
        return True
    shown = before.rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
    pictures = shown[-1:] and after and _within(shown[-1], *PICTURES)
    return joiner == JOINER and bool(pictures) and _within(after[0], *PICTURES)


def _within(letter: str, *ranges: tuple[int, int]) -> bool:
    """Ranges are up to their ends, not including them."""
    return any(first <= ord(letter) < end for first, end in ranges)
