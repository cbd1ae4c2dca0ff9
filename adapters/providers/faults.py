"""What a fault of an HTTP request means, where a provider says no more than the usual.

No message of a provider is told: it may quote texts or keys. Its codes are, where they are words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.providers.transport import AnswerTooLarge, unsent
from adapters.providers.waiting import wait_s
from domain.prices import Usage
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

WORD = re.compile(r"[\w.\[\]-]{1,80}")
SERVER = 500
TOO_LARGE = "answer-too-large"


@dataclass(frozen=True, slots=True)
class Faults:
    """Those of one call: `estimate` is what an answer that came, but was lost, has cost."""

    name: str
    model: str
    estimate: tuple[Usage, ...]

    def connection(self, cause: BaseException | None) -> CallError:
        if unsent(cause):
            return Unavailable(
                f"{self.name} could not be reached; nothing was sent, it is asked again"
            )
        if isinstance(cause, AnswerTooLarge):
            sentence = f"{self.name} sent far more than an answer has; it was cut off"
            return Unavailable(sentence, code=TOO_LARGE, usage=self.estimate)
        return self.unknown("took the request, and its answer was lost")

    def unknown(self, what: str) -> OutcomeUnknown:
        return OutcomeUnknown(f"{self.name} {what}; it may have been done and charged")

    def status(self, status: int, headers: Mapping[str, str], said: Iterable[str]) -> CallError:
        """By the status alone; `said` are the provider's own words for it."""
        after_s = wait_s(headers)
        if status >= SERVER:
            return Unavailable(f"{self.name} failed with status {status}", after_s=after_s)
        match status:
            case 401 | 403:
                return KeyRefused(f"{self.name} does not take this key, or not for this; renew it")
            case 402:
                return self.no_funds()
            case 429:
                return RateLimited(f"{self.name} is asked too often at once", after_s=after_s)
            case 408 | 409 | 425:
                return Unavailable(f"{self.name} could not do it now", after_s=after_s)
        why = ", ".join(word(it) for it in said) or "no reason"
        return InvalidInput(f"{self.name} does not take the request (status {status}: {why})")

    def no_funds(self) -> NoFunds:
        return NoFunds(f"{self.name} has no funds or plan left for this; top the account up")

    def gone(self) -> ModelGone:
        return ModelGone(f"{self.name} has no model {self.model} (any more); configure another")


def word(text: str) -> str:
    """A provider's code, or `?` where it is a sentence."""
    return text if WORD.fullmatch(text) else "?"
