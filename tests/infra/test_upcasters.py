"""Old shapes of events that something has to be added to."""

from domain.caption_look import CLEAR
from domain.film_format import STANDARD_FORMAT
from domain.job import JobOpened
from domain.scene.look import USUAL
from domain.video.events import SceneIllustrated, VideoFailed, VideoRequested
from domain.work import Illustrate, Render
from infra.ledger.mapper import Mapper
from tests.history.samples import stored

OLD = [it for it in stored() if it.event_version == 1]


def test_films_from_before_there_were_formats_are_full_hd() -> None:
    lifted = [Mapper().recorded(it).event for it in OLD if it.topic == "video.requested"]
    assert lifted
    for it in lifted:
        assert isinstance(it, VideoRequested)
        assert it.format == STANDARD_FORMAT


def test_work_from_before_there_were_formats_makes_full_hd() -> None:
    lifted = [
        Mapper().recorded(it).event for it in OLD if it.topic in ("job.opened", "video.failed")
    ]
    works = [it.work for it in lifted if isinstance(it, JobOpened | VideoFailed)]
    made = [it for it in works if isinstance(it, Illustrate | Render)]
    assert {type(it) for it in made} == {Illustrate, Render}
    assert all(it.format == STANDARD_FORMAT for it in made)


def test_what_was_made_before_there_were_clips_shows_none() -> None:
    lifted = [Mapper().recorded(it).event for it in stored()]
    given = [it for one in lifted if isinstance(one, VideoRequested) for it in one.pictures]
    works = [it.work for it in lifted if isinstance(it, JobOpened | VideoFailed)]
    pictures = [it.pictures for it in works if isinstance(it, Illustrate)]
    assert {None} < {it.cut for it in (*given, *(one for many in pictures for one in many))}
    assert () in {it.footage for it in works if isinstance(it, Render)}
    assert None in {it.footage for it in lifted if isinstance(it, SceneIllustrated)}


def test_captions_from_before_there_were_looks_are_clear() -> None:
    lifted = [Mapper().recorded(it).event for it in stored() if it.event_version < 4]
    asked = {it.captions for it in lifted if isinstance(it, VideoRequested)}
    works = [it.work for it in lifted if isinstance(it, JobOpened | VideoFailed)]
    assert asked == {it.captions for it in works if isinstance(it, Render)} == {CLEAR}


def test_films_from_before_there_was_music_have_none() -> None:
    old = [it for it in stored() if it.event_version < 5]
    lifted = [
        Mapper().recorded(it).event for it in old if it.topic in ("job.opened", "video.failed")
    ]
    works = [it.work for it in lifted if isinstance(it, JobOpened | VideoFailed)]
    assert {it.music for it in works if isinstance(it, Render)} == {None}


def test_films_from_before_there_were_themes_have_the_usual_look() -> None:
    lifted = [Mapper().recorded(it).event for it in stored() if it.event_version < 3]
    works = [it.work for it in lifted if isinstance(it, JobOpened | VideoFailed)]
    films = [it for it in works if isinstance(it, Render)]
    requested = {it.look for it in lifted if isinstance(it, VideoRequested)}
    assert {it.look for it in films} == requested == {USUAL}
