"""Which mark a film has to carry, by the marks of the pictures and clips it shows."""

from collections.abc import Iterable
from pathlib import Path

from adapters.images.backdrop import MARK
from adapters.provenance import jpeg, mp4
from adapters.provenance.xmp import known, told_in
from domain.provenance import DigitalSource, combined

CAPTIONS_AND_VOICE = DigitalSource.ALGORITHMIC
"""Drawn and spoken by rules; a voice that was learnt will have to say so."""
PROBED_BYTES = 256 * 1024
"""Of each end of a file that is no JPEG: where films carry what they say of themselves."""

_JPEG = b"\xff\xd8\xff"
_COMMENT_WITHIN = 4_096


def mark_film(film: Path, shown: Iterable[Path]) -> None:
    """Marks a finished film in its own file; its samples stay as they are."""
    mp4.mark(film, combined([CAPTIONS_AND_VOICE, *map(source_in, shown)]))


def source_in(path: Path) -> DigitalSource | None:
    """How a file says it was made; None where it says nothing."""
    with path.open("rb") as file:
        head = file.read(PROBED_BYTES)
        if head.startswith(_JPEG):
            return source_of(head + file.read())
        file.seek(max(file.seek(0, 2) - PROBED_BYTES, 0))
        return told_in(head + file.read())


def source_of(image: bytes) -> DigitalSource | None:
    """The same of a picture; what was drawn for a card carries a comment."""
    try:
        told = known(jpeg.mark_of(image))
    except ValueError:
        return None
    is_card = MARK in image[:_COMMENT_WITHIN]
    return told or (DigitalSource.ALGORITHMIC if is_card else None)
