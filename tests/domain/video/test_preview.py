from dataclasses import replace

from domain.mode import Mode
from domain.music import Music
from domain.pipeline import film_of, jobs_after, wants
from domain.video import Stage, Video, preview
from domain.video.changes import SceneChange
from domain.video.events import (
    MusicChosen,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
)
from domain.video.preview_events import PreviewFailed, PreviewMade, PreviewRequested
from domain.work import Narrate, Preview, Render
from tests.domain.video.history import FILMED, FIRST, GATHERED, INSPECTED, SCRIPTED, a_video
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, TUNE, VIDEO_STREAM, YOU, blob

gathered, inspected = a_video.given(*GATHERED), a_video.given(*INSPECTED)
SMALL = PreviewMade(JOB, blob("preview"), 960, 540, Mode.OFFLINE)
TUNED = Music(TUNE, blob("tune"), "tune.flac")
LOST = PreviewFailed(JOB, "disk-full", "free some space")


def film(video: Video) -> Render:
    its = film_of(video)
    assert its is not None
    return its


VOICED = Narrate(SCRIPT, REQUESTED.voice)
WORK = Preview(film(a_video.given(*GATHERED).state))
ASKED = PreviewRequested(YOU, WORK)


def previews(video: Video) -> list[Preview]:
    return [it for it in wants(video, VIDEO_STREAM) if isinstance(it, Preview)]


def test_a_preview_is_asked_for_once_the_parts_are_there() -> None:
    gathered.when(lambda it: preview.ask(it, film_of(it), YOU)).then(ASKED)
    early = a_video.given(*SCRIPTED)
    early.when(lambda it: preview.ask(it, film_of(it), YOU)).then_refused("preview-too-early")


def test_a_preview_of_a_film_that_failed_before_it_had_its_parts_is_not_called_early() -> None:
    failed = a_video.given(*SCRIPTED, VideoFailed(CHANNEL, JOB, VOICED, "voice-away", "no voice"))
    failed.when(lambda it: preview.ask(it, film_of(it), YOU)).then_refused("preview-lacking")


def test_while_one_is_made_and_once_it_is_no_other_is_asked_for() -> None:
    gathered.given(ASKED, SMALL).when(lambda it: preview.ask(it, film_of(it), YOU)).then_nothing()
    gathered.given(ASKED).when(lambda it: preview.ask(it, film_of(it), YOU)).then_nothing()


def test_asking_opens_one_job_beside_the_films_own() -> None:
    before, after = a_video.given(*GATHERED).state, a_video.given(*GATHERED, ASKED).state
    opened = list(jobs_after(before, after, VIDEO_STREAM))
    assert [it.work for it in opened] == [WORK]
    assert previews(a_video.given(*GATHERED, ASKED, SMALL).state) == []


def test_a_preview_says_nothing_of_where_the_film_stands() -> None:
    before, after = a_video.given(*INSPECTED).state, a_video.given(*INSPECTED, ASKED, SMALL).state
    assert after == replace(before, preview=SMALL.preview, previewed=WORK)
    failed = a_video.given(*INSPECTED, ASKED, LOST).state
    assert (failed.stage, failed.preview, previews(failed)) == (Stage.READY, None, [])


def test_a_preview_that_fails_does_not_fail_the_film() -> None:
    story = inspected.given(ASKED)
    story.when(lambda it: it.fail(JOB, WORK, LOST.code, LOST.sentence)).then(LOST)
    inspected.when(lambda it: it.fail(JOB, WORK, LOST.code, LOST.sentence)).then_nothing()


def test_an_edit_voids_it() -> None:
    edited = VideoEdited(CHANNEL, SceneChange(FIRST, blob("other"), 0, None), YOU)
    shown = a_video.given(*FILMED, ASKED, SMALL, edited).state
    assert (shown.preview, shown.previewing) == (None, None)
    story = a_video.given(*FILMED, ASKED, edited)
    story.when(lambda it: preview.make(it, WORK, SMALL)).then_nothing()


def test_of_a_cancelled_video_nothing_is_made() -> None:
    cancelled = VideoCancelled(CHANNEL, YOU, "")
    story = gathered.given(cancelled)
    story.when(lambda it: preview.ask(it, film_of(it), YOU)).then_refused("preview-cancelled")
    assert previews(a_video.given(*GATHERED, ASKED, cancelled).state) == []


def test_music_taken_back_leaves_no_preview_and_it_may_be_asked_for_again() -> None:
    tuned, silent = MusicChosen(CHANNEL, TUNED, "", YOU), MusicChosen(CHANNEL, None, "", YOU)
    back = a_video.given(*GATHERED, ASKED, SMALL, tuned, silent)
    assert back.state.preview is None
    back.when(lambda it: preview.ask(it, film_of(it), YOU)).then(ASKED)
