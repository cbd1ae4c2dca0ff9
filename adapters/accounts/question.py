"""What is asked of a provider about a key, what it tells, and how that goes wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from adapters.providers.endpoint import Endpoint
from processors.errors import OutcomeUnknown, Unavailable


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a key may use a model, and the voices that are configured by their manner."""

    endpoint: Endpoint
    model: str
    voices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """In words; `retires_on` where the provider names the day on which the model ends."""

    said: str
    retires_on: date | None = None


@contextmanager
def free_of_charge(provider: str) -> Iterator[None]:
    """An answer that was lost is Unavailable: looking does nothing, and costs nothing."""
    try:
        yield
    except OutcomeUnknown as lost:
        raise Unavailable(f"{provider} did not answer in time, or not to its end") from lost
