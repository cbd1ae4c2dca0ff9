import pytest

from domain import provider
from domain.provider import Asking, BreakerClosed, BreakerOpened, BreakerProbed, Circuit
from tests.given import NOON, YOU
from tests.story import Story

VOICE, SCRIPTS = Circuit("narrate", "0a1b2c3d"), Circuit("write-script", "0a1b2c3d")
OPENED = BreakerOpened(VOICE, "provider-unavailable", "it is away", 1, NOON)
PROBED, CLOSED = BreakerProbed(VOICE), BreakerClosed(VOICE, "system/breaker")
a_provider = Story(provider.evolve)


def test_every_opening_is_told() -> None:
    for history in ([], [OPENED], [OPENED, CLOSED]):
        a_provider.given(*history).when(lambda it: provider.tell(it, OPENED)).then(OPENED)


@pytest.mark.parametrize("happened", [PROBED, CLOSED])
def test_only_what_is_open_is_probed_and_closed(happened: BreakerProbed | BreakerClosed) -> None:
    a_provider.given(OPENED).when(lambda it: provider.tell(it, happened)).then(happened)
    a_provider.when(lambda it: provider.tell(it, happened)).then_nothing()
    a_provider.given(OPENED, CLOSED).when(lambda it: provider.tell(it, happened)).then_nothing()


def test_a_probe_leaves_it_open() -> None:
    assert a_provider.given(OPENED, PROBED).state == Asking(frozenset({VOICE}))


def test_an_operator_closes_whatever_is_open() -> None:
    other = BreakerOpened(SCRIPTS, "no-funds", "no credit", 1, None)
    story = a_provider.given(other, OPENED)
    story.when(lambda it: provider.reset(it, YOU)).then(
        BreakerClosed(VOICE, YOU), BreakerClosed(SCRIPTS, YOU)
    )
    a_provider.when(lambda it: provider.reset(it, YOU)).then_nothing()
