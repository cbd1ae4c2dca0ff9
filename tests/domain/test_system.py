from dataclasses import replace

from domain import system
from domain.system import EventDiscarded
from tests.given import CHANNEL_STREAM, YOU
from tests.story import Story

DISCARDED = EventDiscarded("channel", 3, CHANNEL_STREAM, "channel.paused", "a broken import", YOU)
main = Story(system.evolve)


def test_an_event_is_discarded_with_a_reason() -> None:
    main.when(lambda it: system.discard(it, DISCARDED)).then(DISCARDED)


def test_without_a_reason_it_is_not() -> None:
    unsaid = replace(DISCARDED, reason=" ")
    main.when(lambda it: system.discard(it, unsaid)).then_refused("reason-missing")


def test_an_event_is_discarded_once_for_each_view() -> None:
    again, elsewhere = replace(DISCARDED, reason="again"), replace(DISCARDED, view="audit")
    done = main.given(DISCARDED)
    done.when(lambda it: system.discard(it, again)).then_nothing()
    done.when(lambda it: system.discard(it, elsewhere)).then(elsewhere)
