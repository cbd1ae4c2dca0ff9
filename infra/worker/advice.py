"""What a person can do about a fault of a provider here: by the names of settings, never a key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.prices import Provider
from infra.security.provider_keys import source, variable
from infra.settings.providers import Providers, entries
from processors.errors import CallError, InvalidInput, KeyRefused, ModelGone

Advise = Callable[[CallError, Provider], None]
CHAINS = ("research", "script", "judge", "package", "moderation", "voice", "images")
VOICE_UNKNOWN = "voice-unknown"


def silent(_: CallError, __: Provider) -> None:
    """Adds nothing."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Says in a fault's sentence which setting it is about, as this installation has it."""

    its: Providers

    def __call__(self, fault: CallError, by: Provider) -> None:
        where = next(self._where(fault, by), "")
        if where and where not in fault.sentence:
            fault.sentence = f"{fault.sentence.rstrip('.')}: {where}."

    def _where(self, fault: CallError, by: Provider) -> Iterator[str]:
        match fault:
            case KeyRefused():
                url = getattr(self.its, f"{by.name}_url", "")
                yield f"{source(by.name) or variable(by.name)} holds it, {url} was asked"
            case ModelGone():
                named = " and ".join(self._naming(by)) or "a setting"
                yield f"{by.name}:{by.model} stands in {named}"
            case InvalidInput(code=code) if code == VOICE_UNKNOWN:
                yield f"PROVIDERS__{by.name.upper()}_VOICES names those that are asked for"

    def _naming(self, by: Provider) -> Iterator[str]:
        chains = ((it, getattr(self.its, it, "")) for it in CHAINS)
        for work, chain in chains:
            if chain and (by.name, by.model) in entries(chain):
                yield f"PROVIDERS__{work.upper()}"
