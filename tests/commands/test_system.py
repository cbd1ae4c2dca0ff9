from commands.system import DiscardEvent, TellEncoder
from domain.system import MAIN, EncoderProbed
from tests.commands.stage import Stage
from tests.domain.test_system import DISCARDED


def test_what_was_discarded_is_written_down_in_the_systems_own_stream() -> None:
    stage = Stage()
    stage.does(DiscardEvent(DISCARDED))
    assert stage.since == [(MAIN, DISCARDED)]


def test_what_a_machine_can_do_is_written_down_once() -> None:
    stage, works = Stage(), EncoderProbed("libx264 62", works=True, why="")
    for _ in range(2):
        stage.does(TellEncoder(works))
    assert stage.since == [(MAIN, works)]
