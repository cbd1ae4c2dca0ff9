from commands.system import DiscardEvent
from domain.system import MAIN
from tests.commands.stage import Stage
from tests.domain.test_system import DISCARDED


def test_what_was_discarded_is_written_down_in_the_systems_own_stream() -> None:
    stage = Stage()
    stage.does(DiscardEvent(DISCARDED))
    assert stage.since == [(MAIN, DISCARDED)]
