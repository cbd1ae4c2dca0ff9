"""The renderer has to know which images carry their own words."""

from dataclasses import replace

from domain.pipeline import wants
from domain.video import Video
from domain.video.changes import SceneChange
from domain.video.events import VideoEdited
from domain.work import Render
from tests.domain.video.history import (
    ACCEPTED,
    DRAFTED,
    FIRST,
    SECOND,
    VOICED,
    a_video,
    illustrated,
)
from tests.given import CHANNEL, REQUESTED, VIDEO_STREAM, YOU

A_CARD = replace(illustrated(0, FIRST), picture=None)
A_PICTURE = replace(illustrated(1, SECOND), picture="photo.jpg")
STORY = a_video.given(REQUESTED, DRAFTED, ACCEPTED, VOICED, A_CARD, A_PICTURE)


def to_render(video: Video) -> Render:
    (work,) = (it for it in wants(video, VIDEO_STREAM) if isinstance(it, Render))
    return work


def test_images_made_here_are_rendered_as_cards() -> None:
    assert to_render(STORY.state).cards == (0,)


def test_a_card_that_a_person_replaced_is_a_picture() -> None:
    replaced = VideoEdited(CHANNEL, SceneChange(FIRST, SECOND, 0), YOU)
    assert to_render(STORY.given(replaced).state).cards == ()


def test_an_image_of_a_scene_that_is_not_there_is_no_card() -> None:
    beyond = replace(illustrated(7, FIRST), picture=None)
    assert STORY.given(beyond).state.parts.cards == {0}
