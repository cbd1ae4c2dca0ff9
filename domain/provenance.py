"""What a picture or a film is made of, in the words that other programs read.

The terms are IPTC's NewsCodes `digitalsourcetype`; platforms label a file by them.
"""

from collections.abc import Iterable
from enum import StrEnum

CODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class DigitalSource(StrEnum):
    """Trained: by a model that learnt from samples. Algorithmic: by rules alone."""

    TRAINED = "trainedAlgorithmicMedia"
    WITH_TRAINED = "compositeWithTrainedAlgorithmicMedia"
    ALGORITHMIC = "algorithmicMedia"
    SYNTHETIC = "compositeSynthetic"

    @property
    def uri(self) -> str:
        return CODES + self.value


def combined(parts: Iterable[DigitalSource | None]) -> DigitalSource:
    """Of what is put together from these; None is what a person gave and nothing marks."""
    kinds = set(parts)
    if kinds == {DigitalSource.TRAINED}:
        return DigitalSource.TRAINED
    if kinds & {DigitalSource.TRAINED, DigitalSource.WITH_TRAINED}:
        return DigitalSource.WITH_TRAINED
    if kinds == {DigitalSource.ALGORITHMIC}:
        return DigitalSource.ALGORITHMIC
    return DigitalSource.SYNTHETIC
