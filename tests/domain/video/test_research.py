"""A film from a topic: what is found out first, and what is made from it."""

from dataclasses import replace

import pytest

from domain import video
from domain.event import Decision, Event
from domain.mode import Mode
from domain.pipeline import wants
from domain.research import TOPIC_MAX
from domain.video import Stage, Video
from domain.video.events import VideoCancelled, VideoFailed, VideoRequested, VideoRetried
from domain.video.research import report
from domain.work import Inspect, JudgeScript, Package, Work, WriteScript
from tests.domain.video.history import (
    BRIEF,
    DRAFTED,
    FILMED,
    FOUND,
    OF_TOPIC,
    RESEARCH,
    RESEARCHED,
    SCRIPTED,
    TOPIC,
    a_video,
)
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, SOURCE, TEXT, VIDEO_STREAM, YOU

WRITE = WriteScript(FOUND, "en", 45, 1)
REALLY = replace(RESEARCHED, mode=Mode.LIVE)


def wanted(*history: Event) -> list[Work]:
    return list(wants(a_video.given(*history).state, VIDEO_STREAM))


def after(history: list[Event]) -> list[Event]:
    """The same film from a topic."""
    return [OF_TOPIC, REALLY, *history[1:]]


def reports(it: Video) -> Decision:
    return report(it, RESEARCHED)


def test_a_topic_is_researched_before_anything_is_written() -> None:
    a_video.when(lambda it: video.request(it, OF_TOPIC)).then(OF_TOPIC)
    assert wanted(OF_TOPIC) == [RESEARCH]
    assert wanted(OF_TOPIC, RESEARCHED) == [WRITE]


def test_a_source_text_needs_no_research() -> None:
    assert wanted(REQUESTED) == [WriteScript(SOURCE, "en", 45, 1)]
    a_video.given(REQUESTED).when(reports).then_nothing()


def test_what_was_found_is_what_is_judged_and_packaged() -> None:
    assert wanted(*after([REQUESTED, DRAFTED])) == [JudgeScript(FOUND, "en", 45, 1, SCRIPT)]
    assert Package(FOUND, "en", 45, SCRIPT) in wanted(*after(SCRIPTED))


def test_a_topic_is_researched_once() -> None:
    a_video.given(OF_TOPIC).when(reports).then(RESEARCHED)
    a_video.given(OF_TOPIC, RESEARCHED).when(reports).then_nothing()


def test_research_that_failed_is_asked_for_again_by_a_retry() -> None:
    failed = VideoFailed(CHANNEL, JOB, RESEARCH, "nothing-found", "nothing was found")
    assert a_video.given(OF_TOPIC, failed).state.stage is Stage.FAILED
    assert wanted(OF_TOPIC, failed) == []
    assert wanted(OF_TOPIC, failed, VideoRetried(YOU)) == [RESEARCH]


def test_a_cancelled_topic_is_not_researched() -> None:
    assert wanted(OF_TOPIC, VideoCancelled(CHANNEL, YOU, "enough")) == []


def test_a_film_knows_its_brief_and_that_its_facts_were_really_looked_for() -> None:
    (work,) = wanted(*after(FILMED))
    assert isinstance(work, Inspect)
    assert work.brief == BRIEF
    assert work.modes == (Mode.LIVE, Mode.OFFLINE)
    (work,) = wanted(*FILMED)
    assert isinstance(work, Inspect)
    assert work.brief is None


def test_only_a_source_text_is_a_file_with_rights() -> None:
    assert TEXT not in a_video.given(*after(FILMED)).state.assets
    assert TEXT in a_video.given(*FILMED).state.assets


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(OF_TOPIC, topic=""), "source-or-topic"),
        (replace(REQUESTED, topic=TOPIC), "source-or-topic"),
        (replace(OF_TOPIC, topic="x" * (TOPIC_MAX + 1)), "topic-too-long"),
        (replace(OF_TOPIC, topic="ice\u202e"), "hidden-character"),
        (replace(OF_TOPIC, verbatim=True), "recording-of-a-topic"),
    ],
)
def test_a_film_is_made_from_one_thing_that_can_be_told(wrong: VideoRequested, code: str) -> None:
    a_video.when(lambda it: video.request(it, wrong)).then_refused(code)


def test_the_longest_topic_is_taken() -> None:
    longest = replace(OF_TOPIC, topic="x" * TOPIC_MAX)
    a_video.when(lambda it: video.request(it, longest)).then(longest)
