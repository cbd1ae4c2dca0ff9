"""How long voices take: what was learned of each, shared by all workers, and may be lost."""

from typing import Protocol

from domain.voice_length import Voice


class VoiceLengths(Protocol):
    async def of(self, voice: Voice) -> float:
        """What it takes over what is usual; 1 where nobody heard it yet."""
        ...

    async def hear(self, voice: Voice, spoken_s: float, usual_s: float) -> None:
        """Learns what a film's text took, and what such a text usually takes."""
        ...


class Unlearned:
    """Implements the port `VoiceLengths` where nothing is kept."""

    async def of(self, _voice: Voice) -> float:
        return 1.0

    async def hear(self, _voice: Voice, _spoken_s: float, _usual_s: float) -> None:
        return
