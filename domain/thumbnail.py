"""The thumbnails that a film is offered with, and which one stands unless a person chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.ids import BlobId


class ThumbnailLayout(StrEnum):
    """How words and picture stand together.

    `foot`: over the picture's shaded foot; `side`: beside it; `label`: on labels that lie on it.
    """

    FOOT = "foot"
    SIDE = "side"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to show a film: 1280×720 (`wide`) and 1080×1920 (`tall`) with the same words.

    `capital_px` is the height of a capital in the wide one; `contrast` the least (WCAG 2.2) of
    its letters against any pixel beneath them.
    """

    layout: ThumbnailLayout
    words: str
    wide: BlobId
    tall: BlobId
    capital_px: int
    contrast: float


def preferred(variants: Sequence[Variant]) -> Variant:
    """The one with the largest letters; of equals, the first."""
    return max(variants, key=lambda it: it.capital_px)
