from dataclasses import replace

from domain import system
from domain.system import EncoderProbed, EventDiscarded
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


def test_what_an_encoder_does_is_told_where_it_is_new() -> None:
    works, broken = (
        EncoderProbed("h264_nvenc 62", works=True, why=""),
        EncoderProbed("h264_nvenc 62", works=False, why="busy"),
    )
    main.when(lambda it: system.probe(it, broken)).then(broken)
    main.given(broken).when(lambda it: system.probe(it, broken)).then_nothing()
    main.given(broken).when(lambda it: system.probe(it, works)).then(works)
    main.given(broken, works).when(lambda it: system.probe(it, broken)).then(broken)


def test_one_encoder_says_nothing_of_another() -> None:
    one, other = (EncoderProbed(it, works=True, why="") for it in ("libx264 62", "libx265 62"))
    main.given(one, DISCARDED).when(lambda it: system.probe(it, other)).then(other)
    main.given(one, other).when(lambda it: system.probe(it, one)).then_nothing()
