"""What the stages of the making decide."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import video
from domain.brief import Aspect
from domain.clip import ClipSound, Footage
from domain.event import Decision
from domain.pipeline import wants
from domain.video import Stage, Video, editing
from domain.video.asking import kept_name
from domain.video.events import (
    ScriptDrafted,
    ScriptRejected,
    VideoCancelled,
    VideoFailed,
    VideoFlagged,
    VideoRetried,
)
from domain.work import Inspect, MakeThumbnail, Narrate, Package, Render
from tests.domain.video.history import (
    ACCEPTED,
    DRAFTED,
    FILM,
    FILMED,
    FIRST,
    GATHERED,
    INSPECTED,
    METADATA,
    NARRATION,
    OFFLINE,
    PACKAGED,
    PUBLIC,
    PUBLISHED,
    READY,
    RENDERED,
    SCRIPTED,
    SECOND,
    THUMBNAIL,
    THUMBNAILED,
    TIMELINE,
    TITLE,
    VARIANTS,
    VERDICT,
    VOICED,
    a_video,
    illustrated,
)
from tests.given import (
    CHANNEL,
    DECIDED,
    JOB,
    OTHER_JOB,
    REQUESTED,
    SCRIPT,
    SOURCE,
    VIDEO_STREAM,
    YOU,
    blob,
)

PACKAGE = Package(SOURCE, "en", 45, SCRIPT)
NARRATE = Narrate(SCRIPT, "en")
RENDER = Render(SCRIPT, NARRATION, (FIRST, SECOND), Aspect.WIDE)
MAKE_THUMBNAIL = MakeThumbnail(TITLE, FIRST, "en", str(CHANNEL))
INSPECT = Inspect(FILM, TIMELINE, THUMBNAIL, METADATA, DECIDED, (), (OFFLINE,))
REJECTED = ScriptRejected(JOB, SCRIPT, 0.5, VERDICT)
OTHER = blob("another script")


def scores(score: float) -> Callable[[Video], Decision]:
    return lambda it: it.judge_script(JOB, SCRIPT, score, VERDICT, OFFLINE)


def test_a_video_is_requested_once() -> None:
    a_video.when(lambda it: video.request(it, REQUESTED)).then(REQUESTED)
    a_video.given(REQUESTED).when(lambda it: video.request(it, REQUESTED)).then_refused(
        "video-exists"
    )


@pytest.mark.parametrize("seconds", [9, 601])
def test_a_film_is_neither_a_blink_nor_a_lecture(seconds: int) -> None:
    asked = replace(REQUESTED, seconds=seconds)
    a_video.when(lambda it: video.request(it, asked)).then_refused("seconds-out-of-range")


def test_a_film_takes_so_many_pictures_and_attributions_and_no_more() -> None:
    crowded = replace(REQUESTED, pictures=REQUESTED.pictures * 17)
    a_video.when(lambda it: video.request(it, crowded)).then_refused("too-many-pictures")
    indebted = replace(REQUESTED, attributions=("©" * 1_001,))
    a_video.when(lambda it: video.request(it, indebted)).then_refused("attributions-too-long")
    wordy = replace(REQUESTED, attributions=("©" * 1_000,), personality="é" * 201)
    a_video.when(lambda it: video.request(it, wordy)).then_refused("words-too-long")


def test_a_draft_waits_to_be_judged() -> None:
    story = a_video.given(REQUESTED)
    story.when(lambda it: it.draft_script(JOB, 1, SCRIPT, 2, OFFLINE)).then(DRAFTED)


def test_a_draft_of_an_attempt_that_is_over_is_set_aside() -> None:
    story = a_video.given(REQUESTED, DRAFTED, REJECTED)
    story.when(lambda it: it.draft_script(JOB, 1, OTHER, 2, OFFLINE)).then_nothing()
    second = ScriptDrafted(JOB, 2, OTHER, 2, OFFLINE)
    story.when(lambda it: it.draft_script(JOB, 2, OTHER, 2, OFFLINE)).then(second)


def test_a_second_draft_of_the_same_attempt_is_set_aside() -> None:
    story = a_video.given(REQUESTED, DRAFTED)
    story.when(lambda it: it.draft_script(OTHER_JOB, 1, OTHER, 2, OFFLINE)).then_nothing()


def test_a_good_draft_is_accepted() -> None:
    story = a_video.given(REQUESTED, DRAFTED)
    story.when(scores(0.75)).then(replace(ACCEPTED, score=0.75))


def test_a_poor_draft_is_sent_back() -> None:
    story = a_video.given(REQUESTED, DRAFTED)
    story.when(scores(0.74)).then(replace(REJECTED, score=0.74))


def test_the_third_poor_draft_flags_the_video() -> None:
    poor = (DRAFTED, REJECTED, replace(DRAFTED, attempt=2), REJECTED, replace(DRAFTED, attempt=3))
    flagged = VideoFlagged(CHANNEL, JOB, SCRIPT, 0.7, VERDICT)
    story = a_video.given(REQUESTED, *poor)
    story.when(scores(0.7)).then(flagged)
    assert story.given(flagged).state.stage is Stage.FLAGGED


def test_a_verdict_on_a_draft_that_is_gone_is_set_aside() -> None:
    a_video.given(REQUESTED).when(scores(0.9)).then_nothing()


def test_a_script_is_packaged_once() -> None:
    def package(it: Video) -> Decision:
        return it.package(JOB, PACKAGE, METADATA, TITLE, OFFLINE)

    a_video.given(*SCRIPTED).when(package).then(PACKAGED)
    a_video.given(*SCRIPTED, PACKAGED).when(package).then_nothing()


def test_a_script_is_voiced_once() -> None:
    a_video.given(*SCRIPTED).when(lambda it: it.voice(NARRATE, VOICED)).then(VOICED)
    story = a_video.given(*SCRIPTED, VOICED)
    story.when(lambda it: it.voice(NARRATE, VOICED)).then_nothing()


def test_a_voice_for_another_script_is_set_aside() -> None:
    story = a_video.given(*SCRIPTED)
    story.when(lambda it: it.voice(replace(NARRATE, script=OTHER), VOICED)).then_nothing()


def test_each_scene_is_illustrated_once() -> None:
    story = a_video.given(*SCRIPTED)
    story.when(lambda it: it.illustrate(illustrated(1, SECOND))).then(illustrated(1, SECOND))
    story = story.given(illustrated(1, SECOND))
    story.when(lambda it: it.illustrate(illustrated(1, FIRST))).then_nothing()


def test_a_picture_for_a_scene_that_is_not_there_is_set_aside() -> None:
    story = a_video.given(*SCRIPTED)
    story.when(lambda it: it.illustrate(illustrated(2, FIRST))).then_nothing()


def test_a_film_is_rendered_from_the_parts_that_hold() -> None:
    a_video.given(*GATHERED).when(lambda it: it.render(RENDER, RENDERED)).then(RENDERED)
    other = replace(RENDER, images=(SECOND, FIRST))
    a_video.given(*GATHERED).when(lambda it: it.render(other, RENDERED)).then_nothing()
    a_video.given(*FILMED).when(lambda it: it.render(RENDER, RENDERED)).then_nothing()


def test_a_thumbnail_is_made_for_the_title_that_holds() -> None:
    def make(work: MakeThumbnail) -> Callable[[Video], Decision]:
        return lambda it: it.make_thumbnail(JOB, work, VARIANTS, OFFLINE)

    a_video.given(*GATHERED).when(make(MAKE_THUMBNAIL)).then(THUMBNAILED)
    a_video.given(*GATHERED).when(make(replace(MAKE_THUMBNAIL, title="?"))).then_nothing()
    a_video.given(*GATHERED).when(make(replace(MAKE_THUMBNAIL, image=SECOND))).then_nothing()
    a_video.given(*FILMED).when(make(MAKE_THUMBNAIL)).then_nothing()


def test_a_film_that_passed_is_ready() -> None:
    a_video.given(*FILMED).when(lambda it: it.inspect(INSPECT, READY)).then(READY)


def test_an_inspection_of_another_film_is_set_aside() -> None:
    other = replace(INSPECT, film=blob("another film"))
    a_video.given(*FILMED).when(lambda it: it.inspect(other, READY)).then_nothing()
    a_video.given(*INSPECTED).when(lambda it: it.inspect(INSPECT, READY)).then_nothing()


def test_a_failed_step_fails_the_video_with_a_sentence() -> None:
    failed = VideoFailed(CHANNEL, JOB, NARRATE, "voice-unknown", "there is no such voice")
    story = a_video.given(*SCRIPTED)
    story.when(lambda it: it.fail(JOB, NARRATE, failed.code, failed.sentence)).then(failed)


def test_a_failure_of_a_film_that_nobody_wants_any_more_says_nothing() -> None:
    story = a_video.given(*SCRIPTED, VideoCancelled(CHANNEL, YOU, "enough"))
    story.when(lambda it: it.fail(JOB, NARRATE, "c", "s")).then_nothing()


def test_what_failed_is_tried_again_when_a_person_asks() -> None:
    failed = VideoFailed(CHANNEL, JOB, NARRATE, "c", "s")
    a_video.given(*SCRIPTED, failed).when(lambda it: it.retry(YOU)).then(VideoRetried(YOU))


def test_a_video_that_did_not_fail_is_not_tried_again() -> None:
    a_video.given(*SCRIPTED).when(lambda it: it.retry(YOU)).then_refused("nothing-to-retry")


def test_a_film_that_did_not_pass_is_rendered_anew_on_retry() -> None:
    failed = VideoFailed(CHANNEL, JOB, INSPECT, "frozen", "it stands still")
    story = a_video.given(*FILMED, failed, VideoRetried(YOU))
    assert story.state.parts.film is None
    assert story.state.stage is Stage.MAKING


def test_what_went_public_is_recorded_whatever_was_decided_meanwhile_and_once() -> None:
    story = a_video.given(*INSPECTED, VideoCancelled(CHANNEL, YOU, "enough"))
    story.when(lambda it: it.publish(PUBLISHED)).then(PUBLISHED)
    a_video.given(*PUBLIC).when(lambda it: it.publish(PUBLISHED)).then_nothing()


FOOTAGE = Footage(blob("clip"), "hive.mp4", 0, 4_000, ClipSound.MUTED)
FIRST_IS_A_CLIP = [
    *SCRIPTED,
    PACKAGED,
    VOICED,
    replace(illustrated(0, FIRST), picture="hive.mp4", footage=FOOTAGE),
    illustrated(1, SECOND),
]


def test_a_film_with_a_clip_is_rendered_from_its_footage() -> None:
    its = a_video.given(*FIRST_IS_A_CLIP).state
    (render,) = (it for it in wants(its, VIDEO_STREAM) if isinstance(it, Render))
    assert render.footage == (FOOTAGE, None)
    assert list(its.render(render, RENDERED)) == [RENDERED]
    assert list(its.render(replace(render, footage=()), RENDERED)) == []


def test_a_clip_gives_way_to_a_picture_and_can_be_cut_again() -> None:
    its = a_video.given(*FIRST_IS_A_CLIP)
    shorter = replace(FOOTAGE, out_ms=2_000)
    cut = its.given(*editing.edit_scene(its.state, 0, FIRST, YOU, shorter))
    assert cut.state.parts.footage == (shorter, None)
    pictured = its.given(*editing.edit_scene(its.state, 0, FIRST, YOU))
    assert pictured.state.parts.footage == ()
    its.when(lambda it: editing.edit_scene(it, 0, FIRST, YOU, FOOTAGE)).then_nothing()


def test_a_files_name_is_kept_in_whole_characters() -> None:
    assert kept_name("3 hive.mp4") == "3 hive.mp4"
    assert kept_name("ä" * 40) == "ä" * 30
    assert kept_name("a" + "ä" * 40) == "a" + "ä" * 29
