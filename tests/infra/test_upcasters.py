"""Old shapes of events that something has to be added to."""

import pytest

from domain.call import CallFailed, CallIntended
from domain.caption_look import CLEAR
from domain.event import Event
from domain.film_format import STANDARD_FORMAT
from domain.job import JobOpened
from domain.scene.look import USUAL
from domain.video.changes import SceneChange, ThumbnailChange
from domain.video.events import (
    SceneIllustrated,
    ThumbnailMade,
    VideoEdited,
    VideoFailed,
    VideoRequested,
)
from domain.work import (
    Illustrate,
    Inspect,
    JudgeScript,
    MakeThumbnail,
    Narrate,
    Package,
    Render,
    Work,
    WriteScript,
)
from infra.ledger.mapper import Mapper
from tests.history.samples import stored


def lifted(topic: str, version: int = 1) -> list[Event]:
    """What was stored in that version, as it is loaded now."""
    old = [it for it in stored() if (it.topic, it.event_version) == (topic, version)]
    assert old
    return [Mapper().recorded(it).event for it in old]


def works(version: int = 1) -> list[Work]:
    found = [*lifted("job.opened", version), *lifted("video.failed", version)]
    return [it.work for it in found if isinstance(it, JobOpened | VideoFailed)]


def test_films_asked_for_before_are_full_hd_of_pictures_with_the_usual_looks() -> None:
    for it in lifted("video.requested"):
        assert isinstance(it, VideoRequested)
        assert (it.format, it.captions, it.look) == (STANDARD_FORMAT, CLEAR, USUAL)
        assert {picture.cut for picture in it.pictures} <= {None}


def test_films_begun_before_are_made_as_they_would_have_been() -> None:
    films = [it for it in works() if isinstance(it, Render)]
    assert films
    for it in films:
        assert (it.format, it.captions, it.look) == (STANDARD_FORMAT, CLEAR, USUAL)
        assert (it.footage, it.music, it.channel_name) == ((), None, "")


def test_pictures_to_be_made_before_are_of_full_hd_and_show_no_clip() -> None:
    given = [it for it in works() if isinstance(it, Illustrate)]
    assert {it.format for it in given} == {STANDARD_FORMAT}
    assert {picture.cut for it in given for picture in it.pictures} == {None}


@pytest.mark.parametrize("version", [1, 2])
def test_films_inspected_before_went_out_without_an_upright_thumbnail(version: int) -> None:
    inspected = [it for it in works(version) if isinstance(it, Inspect)]
    assert {it.cover for it in inspected} == {None}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_thumbnails_begun_before_look_as_they_would_have(version: int) -> None:
    begun = [it for it in works(version) if isinstance(it, MakeThumbnail)]
    assert {it.look for it in begun} == {USUAL}


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_scripts_begun_before_speak_as_they_would_have(version: int) -> None:
    begun = [it for it in works(version) if isinstance(it, WriteScript | Package)]
    assert {it.personality for it in begun} == {""}


@pytest.mark.parametrize("version", [1, 2])
def test_films_asked_for_before_have_no_personality(version: int) -> None:
    asked = lifted("video.requested", version)
    assert {it.personality for it in asked if isinstance(it, VideoRequested)} == {""}


def test_calls_made_before_were_paid_to_nobody_and_named_by_none() -> None:
    intended, failed = lifted("call.intended"), lifted("call.failed")
    assert {it.estimate for it in intended if isinstance(it, CallIntended)} == {()}
    assert {it.request_id for it in failed if isinstance(it, CallFailed)} == {""}


def test_scenes_shown_before_show_no_clip() -> None:
    found = lifted("video.scene-illustrated")
    assert {it.footage for it in found if isinstance(it, SceneIllustrated)} == {None}


def test_a_thumbnail_made_before_is_the_only_one() -> None:
    found = lifted("video.thumbnail-made")
    assert {it.variants for it in found if isinstance(it, ThumbnailMade)} == {()}


def test_edits_made_before_do_not_know_whose_file_a_picture_was() -> None:
    changes = [it.change for it in lifted("video.edited") if isinstance(it, VideoEdited)]
    pictures = [it for it in changes if isinstance(it, SceneChange | ThumbnailChange)]
    assert {it.source for it in pictures} == {None}
    assert {it.footage for it in pictures if isinstance(it, SceneChange)} == {None}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_films_asked_for_before_have_a_script_written_from_their_text(version: int) -> None:
    asked = lifted("video.requested", version)
    assert {it.verbatim for it in asked if isinstance(it, VideoRequested)} == {False}


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_scripts_begun_before_were_nobodys_own_text_or_voice(version: int) -> None:
    begun = works(version)
    drafts = [it for it in begun if isinstance(it, WriteScript | JudgeScript)]
    voices = [it for it in begun if isinstance(it, Narrate)]
    assert {it.verbatim for it in drafts} == {False}
    assert {it.recording for it in voices} == {None}


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6])
def test_voices_begun_before_take_what_they_take(version: int) -> None:
    begun = works(version)
    assert {it.voice for it in begun if isinstance(it, WriteScript)} == {""}
    assert {it.seconds for it in begun if isinstance(it, Narrate)} == {None}


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_films_asked_for_before_were_made_from_a_text(version: int) -> None:
    asked = [it for it in lifted("video.requested", version) if isinstance(it, VideoRequested)]
    assert {it.topic for it in asked} == {""}
    assert None not in {it.source for it in asked}


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7])
def test_films_inspected_before_name_no_pages_as_their_sources(version: int) -> None:
    inspected = [it for it in works(version) if isinstance(it, Inspect)]
    assert {it.brief for it in inspected} == {None}
