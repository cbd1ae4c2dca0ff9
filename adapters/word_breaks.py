"""Where words and phrases end that are written without spaces: by BudouX' models, for reading."""

from collections.abc import Iterable
from functools import cache

import budoux

_THAI, _KANA, _HAN = ("\u0e01", "\u0e5b"), ("\u3040", "\u30ff"), ("\u4e00", "\u9fff")


def divided(text: str) -> Iterable[str]:
    """The words of a text in Thai, the phrases of one in Japanese or Chinese; any other is one."""
    if _holds(text, _THAI):
        return tuple(_thai().parse(text))
    if _holds(text, _KANA):
        return tuple(_japanese().parse(text))
    return tuple(_chinese().parse(text)) if _holds(text, _HAN) else (text,)


def _holds(text: str, letters: tuple[str, str]) -> bool:
    first, last = letters
    return any(first <= it <= last for it in text)


@cache
def _thai() -> budoux.Parser:
    return budoux.load_default_thai_parser()


@cache
def _japanese() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@cache
def _chinese() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()
