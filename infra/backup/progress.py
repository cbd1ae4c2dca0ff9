"""How far a backup or a restore is."""

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how many of it are done, and how many there are."""


def silent(_what: str, _done: int, _total: int) -> None:
    """For whoever does not want to know."""
