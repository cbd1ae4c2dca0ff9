"""Models that search the web before they answer, and what they say they have read there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol

from adapters.providers.language_model import Ask, T, Used
from domain.prices import Metering, Provider, Usage
from domain.research import WebSource
from processors.errors import Unavailable
from processors.ports import Metered


@dataclass(frozen=True, slots=True)
class Searched(Generic[T]):
    """An answer, and the pages that the provider itself says were read for it, as it names them."""

    answer: T
    pages: tuple[WebSource, ...]


class SearchingModel(Protocol):
    """As LanguageModel, with the web to read; `ask.searches_max` searches at most.

    That none of its searches worked is Unavailable (`search-failed`), with what it cost.
    """

    @property
    def provider(self) -> Provider: ...

    async def search(self, ask: Ask, shape: type[T]) -> Metered[Searched[T]]: ...


@dataclass(frozen=True, slots=True)
class Searches:
    """What became of an answer's searches: those that worked, and what they found.

    `told` is how many the provider says it bills, where it says so.
    """

    done: int
    told: int | None
    pages: tuple[WebSource, ...]

    @property
    def meter(self) -> dict[str, int]:
        return {"web_search": self.done if self.told is None else self.told}

    def metered(self, its: Used) -> Used:
        """A number that we counted ourselves is no provider's own."""
        counted = self.told is None and its.metering is Metering.EXACT
        return replace(its, metering=Metering.PARTIAL) if counted else its

    def refuse_failed(self, provider: str, usage: tuple[Usage, ...]) -> None:
        """Raises Unavailable (`search-failed`)."""
        if not self.done:
            sentence = f"{provider} did not get to search the web; it is asked again"
            raise Unavailable(sentence, code="search-failed", usage=usage)


def pages_of(found: Iterable[tuple[object, object]]) -> tuple[WebSource, ...]:
    """Each address once, with the first title that goes with it; nothing of either is checked."""
    titles: dict[str, str] = {}
    for url, title in found:
        if isinstance(url, str):
            named = title if isinstance(title, str) else ""
            titles[url] = titles.get(url) or named
    return tuple(WebSource(url, title) for url, title in titles.items())


def listed(holder: object, name: str) -> list[Any]:
    """What an answer may have as a list, whatever its type says; SDKs check nothing they read."""
    found = getattr(holder, name, None)
    return found if isinstance(found, list) else []


def kind(it: object) -> object:
    """The `type` of a part of an answer."""
    return getattr(it, "type", None)
