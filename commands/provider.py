"""What is told of providers: that they are left alone, tried again, asked again."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World
from domain import provider
from domain.event import Decision
from domain.ids import provider_stream
from domain.provider import Asking, ProviderEvent


@dataclass(frozen=True, slots=True)
class TellBreaker(Plain):
    """Tells what became of a provider's breaker."""

    name: str
    happened: ProviderEvent

    def steps(self, _: World) -> Steps:
        def decide(it: Asking | None) -> Decision:
            return provider.tell(it, self.happened)

        yield Step(provider_stream(self.name), decide)


@dataclass(frozen=True, slots=True)
class ResetProvider(Plain):
    """An operator lets a provider be asked again at once, whatever kept it from being."""

    name: str
    by: str

    def steps(self, _: World) -> Steps:
        def decide(it: Asking | None) -> Decision:
            return provider.reset(it, self.by)

        yield Step(provider_stream(self.name), decide)
