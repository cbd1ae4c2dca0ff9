"""What is asked of a provider about a key, what it tells, and how that goes wrong."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from adapters.providers.endpoint import Endpoint
from processors.errors import InvalidInput, OutcomeUnknown, Unavailable

DEFAULT = "default"
"""The manner of a voice of which no other is named; Google's follows a language."""

VOICE_UNKNOWN = "voice-unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a key may use a model, and the voices that are configured by their manner."""

    endpoint: Endpoint
    model: str
    voices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """In words; `retires_on` where the provider names the day on which the model ends.

    `lacks`: what only some films need, and is not there.
    """

    said: str
    retires_on: date | None = None
    lacks: str = ""


@contextmanager
def free_of_charge(provider: str) -> Iterator[None]:
    """An answer that was lost is Unavailable: looking does nothing, and costs nothing."""
    try:
        yield
    except OutcomeUnknown as lost:
        raise Unavailable(f"{provider} did not answer in time, or not to its end") from lost


def lacking(provider: str, voices: Mapping[str, str], unknown: Collection[str]) -> str:
    """A sentence on voices, of those configured, that the provider does not know; `unknown` ids.

    Raises InvalidInput (`voice-unknown`) where every default is among them: most films ask for it.
    """
    lost = {manner: id for manner, id in voices.items() if id in unknown}
    if not lost:
        return ""
    named = ", ".join(f"{id} ({manner})" for manner, id in lost.items())
    sentence = f"{provider} has no voice {named} for this key; name one that it has"
    usual = {it for it in voices if it.split()[-1:] == [DEFAULT]} or set(voices)
    if usual <= set(lost):
        raise InvalidInput(sentence, code=VOICE_UNKNOWN)
    return sentence
