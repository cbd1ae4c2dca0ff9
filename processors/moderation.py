"""Moderation: what comes in is looked at before anybody writes, and what was written after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.prices import Provider, Usage
from processors.fallback import chain
from processors.job import LeasedJob
from processors.ports import Metered


@dataclass(frozen=True, slots=True)
class Moderated:
    """A text that nothing speaks against: the category that came nearest, and how near (0 to 1)."""

    nearest: str
    score: float


class Moderator(Protocol):
    @property
    def provider(self) -> Provider: ...

    async def moderate(self, text: str) -> Metered[Moderated]:
        """Raises ContentRefused, which names every category that a part of the text falls in."""
        ...


async def moderate(
    job: LeasedJob[Any], moderators: Sequence[Moderator], what: str, text: str
) -> None:
    """Nothing where no moderator is configured. Raises CallError, ContentRefused above all."""
    if not moderators:
        return
    await job.calls.first(
        chain(
            f"moderate-{what}",
            moderators,
            request=text,
            answer=Moderated,
            send=lambda it: it.moderate(text),
            estimate=(Usage("moderation", 1),),
            asked=(text,),
        )
    )
