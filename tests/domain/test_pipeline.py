"""Which work each event calls for: exactly what was not wanted before it."""

from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Event
from domain.job import JobOpened
from domain.mode import Mode
from domain.pipeline import job_id, jobs_after, wants
from domain.scene.look import Look, ThemeName
from domain.video.changes import (
    DecidedChange,
    MetadataChange,
    SceneChange,
    ScriptChange,
    ThumbnailChange,
)
from domain.video.events import (
    PartEvent,
    ScriptEvent,
    ScriptRejected,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoRejected,
    VideoRetried,
)
from domain.work import (
    Inspect,
    MakeThumbnail,
    Narrate,
    Package,
    Publish,
    Work,
    WriteScript,
)
from tests.domain.video.history import (
    ACCEPTED,
    APPROVED,
    DRAFTED,
    FILMED,
    FIRST,
    GATHERED,
    INSPECTED,
    METADATA,
    OF_TOPIC,
    PACKAGED,
    PUBLIC,
    READY,
    RENDERED,
    RESEARCH,
    RESEARCHED,
    SCRIPTED,
    SECOND,
    THUMBNAIL,
    THUMBNAILED,
    VERDICT,
    VOICED,
    a_video,
    illustrated,
)
from tests.given import CHANNEL, DECIDED, JOB, NOON, REQUESTED, SCRIPT, VIDEO_STREAM, YOU, blob

REJECTED = ScriptRejected(JOB, SCRIPT, 0.5, VERDICT)
NARRATION_FAILED = VideoFailed(CHANNEL, JOB, Narrate(SCRIPT, "en"), "c", "s")
OTHER = blob("other")
RESEARCH_FAILED = VideoFailed(CHANNEL, JOB, RESEARCH, "c", "s")


def opened_by(happened: Event, *history: Event) -> list[Work]:
    story = a_video.given(*history)
    before = story.state if history else None
    opened = jobs_after(before, story.given(happened).state, VIDEO_STREAM)
    return [it.work for it in opened]


def kinds(happened: Event, *history: Event) -> list[str]:
    return [it.kind for it in opened_by(happened, *history)]


def modes(*history: Event) -> tuple[Mode, ...]:
    """Those that the inspection of a film is told."""
    (work,) = wants(a_video.given(*history).state, VIDEO_STREAM)
    assert isinstance(work, Inspect)
    return work.modes


def by(made: Event, mode: Mode) -> Event:
    assert isinstance(made, ScriptEvent | PartEvent)
    assert not isinstance(made, ScriptRejected)
    return replace(made, mode=mode)


@pytest.mark.parametrize("n", range(1, len(FILMED)))
def test_a_film_has_the_modes_of_all_the_calls_that_made_and_judged_its_parts(n: int) -> None:
    history = [*FILMED[:n], by(FILMED[n], Mode.LIVE), *FILMED[n + 1 :]]
    assert modes(*history) == (Mode.LIVE, Mode.OFFLINE)


def test_what_a_person_put_in_a_parts_place_leaves_no_mode() -> None:
    made = (by(PACKAGED, Mode.LIVE), by(illustrated(1, SECOND), Mode.SANDBOX))
    history = (*SCRIPTED, VOICED, illustrated(0, FIRST), *made, THUMBNAILED)
    title, picture = MetadataChange(METADATA, OTHER, "Ice"), SceneChange(SECOND, blob("mine"), 1)
    edits = (VideoEdited(CHANNEL, title, YOU), VideoEdited(CHANNEL, picture, YOU))
    assert modes(*history, RENDERED) == (Mode.LIVE, Mode.OFFLINE, Mode.SANDBOX)
    assert modes(*history, *edits, RENDERED, THUMBNAILED) == (Mode.OFFLINE,)


def test_a_request_calls_for_a_script() -> None:
    assert kinds(REQUESTED) == ["write-script"]


def test_a_topic_calls_for_research_and_what_is_found_for_a_script() -> None:
    assert kinds(OF_TOPIC) == ["research"]
    assert kinds(RESEARCHED, OF_TOPIC) == ["write-script"]


def test_nothing_is_made_of_a_topic_before_it_is_researched() -> None:
    edited = VideoEdited(CHANNEL, ScriptChange(None, OTHER, 3), YOU)
    assert kinds(edited, OF_TOPIC) == []
    everything = ["package", "narrate", "illustrate", "illustrate", "illustrate"]
    assert kinds(RESEARCHED, OF_TOPIC, edited) == everything


def test_a_draft_calls_for_a_judge_and_a_poor_one_for_another_draft() -> None:
    assert kinds(DRAFTED, REQUESTED) == ["judge-script"]
    assert kinds(REJECTED, REQUESTED, DRAFTED) == ["write-script"]


def test_a_script_calls_for_words_voice_and_one_picture_a_scene() -> None:
    expected = ["package", "narrate", "illustrate", "illustrate"]
    assert kinds(ACCEPTED, REQUESTED, DRAFTED) == expected


def test_a_title_and_a_first_picture_call_for_a_thumbnail() -> None:
    assert kinds(illustrated(0, FIRST), *SCRIPTED, PACKAGED) == ["make-thumbnail"]
    assert kinds(PACKAGED, *SCRIPTED, illustrated(0, FIRST)) == ["make-thumbnail"]


def test_a_thumbnail_is_made_in_the_look_that_the_film_has() -> None:
    look = Look(ThemeName.PAPER)
    history = [replace(it, look=look) if it is REQUESTED else it for it in SCRIPTED]
    (work,) = opened_by(illustrated(0, FIRST), *history, PACKAGED)
    assert isinstance(work, MakeThumbnail)
    assert work.look == look


def test_script_and_title_are_written_as_the_channel_speaks() -> None:
    story = a_video.given(replace(REQUESTED, personality="Dry wit."))
    (script,) = wants(story.state, VIDEO_STREAM)
    package = next(wants(story.given(DRAFTED, ACCEPTED).state, VIDEO_STREAM))
    assert isinstance(script, WriteScript)
    assert isinstance(package, Package)
    assert script.personality == package.personality == "Dry wit."


def test_the_last_part_calls_for_the_film() -> None:
    assert kinds(GATHERED[-1], *GATHERED[:-1]) == ["render"]
    gathered = [it for it in GATHERED if it is not VOICED]
    assert kinds(VOICED, *gathered) == ["render"]


def test_the_film_and_its_thumbnail_call_for_an_inspection() -> None:
    assert kinds(THUMBNAILED, *GATHERED, RENDERED) == ["inspect"]
    assert kinds(RENDERED, *GATHERED, THUMBNAILED) == ["inspect"]


def test_a_ready_film_waits_for_a_person() -> None:
    assert kinds(READY, *FILMED) == []


def test_an_approval_calls_for_publishing_exactly_what_was_approved() -> None:
    (work,) = opened_by(APPROVED, *INSPECTED)
    assert isinstance(work, Publish)
    assert (work.film, work.sidecar) == (APPROVED.film, APPROVED.sidecar)


def test_a_publication_waits_for_its_time() -> None:
    story = a_video.given(*INSPECTED)
    approved = type(APPROVED)(CHANNEL, YOU, APPROVED.film, APPROVED.sidecar, NOON)
    (opened,) = jobs_after(story.state, story.given(approved).state, VIDEO_STREAM)
    assert opened.not_before == NOON


def test_what_is_over_calls_for_nothing() -> None:
    assert kinds(PUBLIC[-1], *PUBLIC[:-1]) == []
    assert kinds(VideoCancelled(CHANNEL, YOU, ""), *GATHERED) == []
    assert kinds(VideoRejected(CHANNEL, YOU, ""), *INSPECTED) == []


def test_a_failure_lets_the_other_parts_go_on_and_a_retry_opens_only_what_failed() -> None:
    assert kinds(NARRATION_FAILED, *SCRIPTED) == []
    assert kinds(illustrated(0, FIRST), *SCRIPTED, PACKAGED, NARRATION_FAILED) == ["make-thumbnail"]
    assert kinds(VideoRetried(YOU), *SCRIPTED, NARRATION_FAILED) == ["narrate"]


def test_an_inspection_that_failed_is_followed_by_a_new_film() -> None:
    (inspect,) = opened_by(THUMBNAILED, *GATHERED, RENDERED)
    assert isinstance(inspect, Inspect)
    failed = VideoFailed(CHANNEL, JOB, inspect, "frozen", "it stands still")
    assert kinds(failed, *FILMED) == []
    assert kinds(VideoRetried(YOU), *FILMED, failed) == ["render"]


def test_an_edit_makes_again_only_what_lies_downstream() -> None:
    def after(change: object) -> list[str]:
        return kinds(VideoEdited(CHANNEL, change, YOU), *INSPECTED)  # type: ignore[arg-type]  # one of the changes

    everything = ["package", "narrate", "illustrate", "illustrate", "illustrate"]
    assert after(ScriptChange(SCRIPT, OTHER, 3)) == everything
    assert after(MetadataChange(METADATA, OTHER, "New")) == ["make-thumbnail"]
    assert after(SceneChange(SECOND, OTHER, 1)) == ["render"]
    assert after(ThumbnailChange(THUMBNAIL, OTHER)) == ["inspect"]
    assert after(DecidedChange(DECIDED, DECIDED)) == ["inspect"]


def test_other_streams_call_for_nothing() -> None:
    assert list(jobs_after(None, "a channel", VIDEO_STREAM)) == []


def test_one_event_opens_jobs_with_ids_of_their_own_and_always_the_same() -> None:
    story = a_video.given(REQUESTED, DRAFTED)
    opened = list(jobs_after(story.state, story.given(ACCEPTED).state, VIDEO_STREAM))
    ids = [job_id(UUID(int=1), it) for it in opened]
    assert len(set(ids)) == len(opened) == 4
    assert ids == [job_id(UUID(int=1), it) for it in opened]


STEPS = [
    REQUESTED,
    OF_TOPIC,
    RESEARCHED,
    RESEARCH_FAILED,
    DRAFTED,
    REJECTED,
    ACCEPTED,
    PACKAGED,
    VOICED,
    illustrated(0, FIRST),
    illustrated(1, SECOND),
    RENDERED,
    THUMBNAILED,
    READY,
    NARRATION_FAILED,
    VideoRetried(YOU),
    VideoCancelled(CHANNEL, YOU, ""),
    VideoEdited(CHANNEL, ScriptChange(SCRIPT, OTHER, 3), YOU),
]


@given(st.sampled_from([REQUESTED, OF_TOPIC]), st.lists(st.sampled_from(STEPS), max_size=25))
def test_any_history_folds_and_never_opens_work_that_is_wanted_already(
    begun: Event, history: list[Event]
) -> None:
    stories = [a_video.given(begun, *history[:n]) for n in range(len(history) + 1)]
    for before, after in pairwise(stories):
        opened: list[JobOpened] = list(jobs_after(before.state, after.state, VIDEO_STREAM))
        assert len({it.work for it in opened}) == len(opened)
        still = {it.work for it in jobs_after(None, before.state, VIDEO_STREAM)}
        assert still.isdisjoint(it.work for it in opened)
