"""What a video is made from and for: the request as the making stages see it."""

from dataclasses import dataclass
from enum import StrEnum

SECONDS_MIN, SECONDS_MAX = 10, 600
"""How long a film may be asked for, in seconds of speech."""


class Aspect(StrEnum):
    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"


@dataclass(frozen=True, slots=True)
class Brief:
    """The source text, the wanted length of speech and the language (BCP 47, `en`, `pt-BR`).

    `attempt` counts drafts from 1; another attempt must try other parameters. `personality` is
    how the channel speaks, in its owner's words. `length_ratio` is what the voice that will say
    it takes, over what is usual.
    """

    source: str
    seconds: int
    language: str
    attempt: int = 1
    personality: str = ""
    length_ratio: float = 1.0
