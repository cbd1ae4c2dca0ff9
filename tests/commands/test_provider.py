from commands.provider import ResetProvider, TellBreaker
from domain.ids import provider_stream
from tests.commands.stage import Stage
from tests.domain.test_provider import CLOSED, OPENED, VOICE
from tests.given import YOU

STREAM = provider_stream("elevenlabs")


def test_what_becomes_of_a_breaker_is_told_in_its_providers_stream() -> None:
    stage = Stage()
    for it in (OPENED, CLOSED, CLOSED):
        stage.does(TellBreaker("elevenlabs", it))
    assert stage.since == [(STREAM, OPENED), (STREAM, CLOSED)]


def test_an_operator_resets_a_provider() -> None:
    stage = Stage([(STREAM, OPENED)])
    stage.does(ResetProvider("elevenlabs", YOU))
    (closed,) = stage.events
    assert closed == type(CLOSED)(VOICE, YOU)
