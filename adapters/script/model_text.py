"""What a model wrote, made fit to be spoken and shown: no markup, no addresses, within limits."""

import re
import unicodedata
from collections.abc import Iterator

from adapters.script.cleaning import blocks
from adapters.script.language import Language
from adapters.script.sentences import split

SENTENCE_CHARACTERS_MAX = 400

ADDRESS = re.compile(
    r"://|\bwww\.|\S@\S|(?<!\w)[@#]\w|\b[\w-]+\.(?:com|net|org|io|co|info|biz|xyz|ru|cn|me|tv)\b"
    r"|\+?\d[\d\s().-]{8,}\d|\b(?:0x|bc1)[0-9a-z]{8,}",
    re.IGNORECASE,
)
"""Links, mail, handles, hashtags, telephone numbers, wallets: nothing of it is spoken or shown."""

REFUSED_SIGNS = str.maketrans("", "", "<>{}")


def plain(text: str, language: Language) -> str:
    """One line without markup, marks of direction, or anything that prints nothing."""
    visible = "".join(" " if it.isspace() else it for it in text if _visible(it))
    found = blocks(visible, language)
    return " ".join(" ".join(it.text for it in found).translate(REFUSED_SIGNS).split())


def _visible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] != "C"


def spoken(text: str, language: Language) -> Iterator[str]:
    """The sentences of a text that can be spoken; those with an address, or too long, are not."""
    for it in split(plain(text, language), language):
        if len(it) <= SENTENCE_CHARACTERS_MAX and not ADDRESS.search(it):
            yield it


def label(text: str, language: Language) -> str:
    """A title, heading or tag on one line; nothing where it holds an address."""
    visible = "".join(" " if it.isspace() else it for it in text if _visible(it))
    line = " ".join(visible.translate(REFUSED_SIGNS).replace("*", "").strip("#_ ").split())
    return "" if ADDRESS.search(line) else line.removesuffix(language.full_stop or ".")
