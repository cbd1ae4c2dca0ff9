from dataclasses import replace

from domain.event import Decision
from domain.music import Music
from domain.pipeline import wants
from domain.video import Video
from domain.video.events import MusicChosen, VideoFlagged, VideoRendered
from domain.video.music import choose
from domain.work import Inspect, Render
from tests.domain.video.history import (
    APPROVED,
    FILMED,
    GATHERED,
    INSPECTED,
    RENDERED,
    VERDICT,
    a_video,
)
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, TUNE, VIDEO_STREAM, YOU, blob

TUNED = Music(TUNE, blob("tune"), "tune.flac")
CHOSEN = MusicChosen(CHANNEL, TUNED, "Tune: A. Hand", YOU)


def chooses(video: Video) -> Decision:
    return choose(video, TUNED, "Tune: A. Hand", YOU)


def test_other_music_has_the_film_made_again_and_nothing_else() -> None:
    ready = a_video.given(*INSPECTED)
    ready.when(chooses).then(CHOSEN)
    (work,) = wants(ready.given(CHOSEN).state, VIDEO_STREAM)
    assert isinstance(work, Render)
    assert work.music == TUNED


def test_the_same_music_changes_nothing() -> None:
    a_video.given(*FILMED, CHOSEN).when(chooses).then_nothing()


def test_a_film_is_approved_with_the_music_that_was_heard() -> None:
    a_video.given(*INSPECTED, APPROVED).when(chooses).then_refused("not-editable")


def test_a_film_with_the_music_from_before_is_set_aside() -> None:
    video = a_video.given(*GATHERED)
    (before,) = (it for it in wants(video.state, VIDEO_STREAM) if isinstance(it, Render))
    rendered: VideoRendered = RENDERED
    video.when(lambda it: it.render(before, rendered)).then(rendered)
    video.given(CHOSEN).when(lambda it: it.render(before, rendered)).then_nothing()
    now = replace(before, music=TUNED)
    video.given(CHOSEN).when(lambda it: it.render(now, rendered)).then(rendered)


def test_what_is_owed_for_music_goes_out_with_the_film() -> None:
    state = a_video.given(*GATHERED, CHOSEN, *FILMED[len(GATHERED) :]).state
    (work,) = (it for it in wants(state, VIDEO_STREAM) if isinstance(it, Inspect))
    assert work.attributions == ("Tune: A. Hand",)


def test_what_is_owed_has_to_fit_with_music_too() -> None:
    long = a_video.given(*GATHERED)
    long.when(lambda it: choose(it, TUNED, "A" * 2_001, YOU)).then_refused("attributions-too-long")


def test_a_film_that_waits_for_a_person_has_no_music_chosen() -> None:
    flagged = VideoFlagged(CHANNEL, JOB, SCRIPT, 0.7, VERDICT)
    a_video.given(REQUESTED, flagged).when(chooses).then_refused("not-editable")
