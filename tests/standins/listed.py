"""Which models a provider has: those of its price lists, so that there is one list of names."""

from functools import cache

from domain.prices import SNAPSHOT
from infra.prices import price_book


@cache
def listed(provider: str) -> frozenset[str]:
    """Those with a price, and those that still are to be retired."""
    book = price_book()
    priced = (it.model for it in book.prices if it.provider == provider)
    retiring = (it.model for it in book.retirements if it.provider == provider)
    return frozenset((*priced, *retiring))


def is_listed(model: str, names: frozenset[str]) -> bool:
    """By its name, or as a dated state of it."""
    return bool({model, SNAPSHOT.sub("", model)} & names)
