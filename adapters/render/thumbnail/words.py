"""The words on a thumbnail: fewer than the title has, since that stands beside it anyway."""

import re

from adapters.fonts import showable
from domain.line_breaks import width
from domain.thumbnail import ThumbnailLayout

LONG_COLUMNS, SHORT_COLUMNS = 66, 46
"""What can be read at 168 pixels wide on a whole thumbnail, and on half of one."""

_SUBTITLE = re.compile(r"\s*(?:[:|：]\s|\s[–—|-]\s|[：])")
_WORDS_MIN = 2
_HANGING = " ,;:–—-،؛、，；："
_CUT = "…"


def words(title: str, layout: ThumbnailLayout) -> str:
    """`label` says what follows a colon or dash, where that can stand alone; the others not."""
    plain = showable(title).strip()
    match layout:
        case ThumbnailLayout.FOOT:
            return shortened(head(plain), LONG_COLUMNS)
        case ThumbnailLayout.SIDE:
            return shortened(head(plain), SHORT_COLUMNS)
        case ThumbnailLayout.LABEL:
            return shortened(tail(plain), SHORT_COLUMNS)


def head(title: str) -> str:
    """What stands before a colon or a dash, where it can stand alone: fewer words, larger."""
    before = _SUBTITLE.split(title, maxsplit=1)[0]
    return before if len(before.split()) >= _WORDS_MIN else title


def tail(title: str) -> str:
    """What stands after it, begun with a capital; else the head."""
    after = "".join(_SUBTITLE.split(title, maxsplit=1)[1:]).strip()
    if len(after.split()) < _WORDS_MIN:
        return head(title)
    return after[0].upper() + after[1:]


def shortened(text: str, columns_max: int) -> str:
    """Whole words as far as they fit, with an ellipsis where some are left out."""
    if width(text) <= columns_max:
        return text
    kept = text
    while kept and width(kept) > columns_max:
        kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
    return kept.rstrip(_HANGING) + _CUT
