"""Sharing: finished segments for whichever machine goes on with a film.

The cache of each machine stands before it. A segment's key names what it shows and the encoder's
build, so that one that is found fits the others.
"""

from pathlib import Path
from typing import Protocol


class SharedSegments(Protocol):
    """Never in the way of a film: what cannot be found or kept is made again."""

    async def find(self, key: str) -> Path | None:
        """A file with the segment, to be read only."""
        ...

    async def keep(self, key: str, path: Path) -> None: ...


class Alone:
    """Implements SharedSegments where films are made by one machine."""

    async def find(self, key: str) -> Path | None:  # noqa: ARG002 - of the protocol
        return None

    async def keep(self, key: str, path: Path) -> None:
        """Its cache has it."""
