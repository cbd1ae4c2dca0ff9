"""Where the words of Thai end, which writes none apart: by BudouX' model, made for line breaks."""

from collections.abc import Iterable
from functools import cache

import budoux

_FIRST, _LAST = "\u0e01", "\u0e5b"


def divided(text: str) -> Iterable[str]:
    """The words of a text in Thai; any other is one."""
    if not any(_FIRST <= it <= _LAST for it in text):
        return (text,)
    return tuple(_thai().parse(text))


@cache
def _thai() -> budoux.Parser:
    return budoux.load_default_thai_parser()
