"""Where seals are anchored: a place outside the database that only grows."""

from typing import Protocol


class Anchors(Protocol):
    """An append-only place outside the database: named bytes, written once, never changed.

    Names are `folder/file`, each part of letters, digits, `.`, `_` and `-`.
    """

    async def add(self, name: str, data: bytes) -> None:
        """On disk, or stored, when it returns; the same bytes again change nothing.

        Raises AnchorTaken where other bytes stand there, InvalidInput (`anchor-name`).
        """
        ...

    async def read(self, name: str) -> bytes | None:
        """The bytes, or None where nothing stands under this name."""
        ...

    async def names(self, prefix: str) -> list[str]:
        """Whole names that begin with the prefix, such as `seals/`, sorted."""
        ...
