"""The look of a film's captions: asked for, changed, and what is made again for it."""

import pytest

from domain.caption_look import CLEAR, PRESETS, AskedLook, CaptionPreset
from domain.ids import video_stream
from domain.pipeline import wants
from domain.video import Stage, editing
from domain.video.changes import CaptionsChange
from domain.video.events import VideoEdited
from domain.work import Render
from tests.domain.video.history import APPROVED, INSPECTED, THUMBNAIL, a_video
from tests.given import CHANNEL, VIDEO, YOU

BOLD = PRESETS[CaptionPreset.BOLD]
CHANGED = VideoEdited(CHANNEL, CaptionsChange(CLEAR, BOLD), YOU)


def test_another_look_is_a_change_like_any_other() -> None:
    asked = AskedLook(CaptionPreset.BOLD)
    story = a_video.given(*INSPECTED)
    story.when(lambda it: editing.edit_captions(it, asked, YOU)).then(CHANGED)
    story.when(lambda it: editing.edit_captions(it, AskedLook(), YOU)).then_nothing()


def test_only_the_film_is_made_again() -> None:
    its = a_video.given(*INSPECTED, CHANGED).state
    assert (its.stage, its.captions, its.parts.film) == (Stage.MAKING, BOLD, None)
    assert its.parts.thumbnail == THUMBNAIL
    (render,) = wants(its, video_stream(VIDEO))
    assert isinstance(render, Render)
    assert render.captions == BOLD


@pytest.mark.parametrize("asked", [AskedLook(size_percent=10), AskedLook(colour="red")])
def test_a_look_that_cannot_be_is_refused(asked: AskedLook) -> None:
    story = a_video.given(*INSPECTED)
    code = "caption-range" if asked.size_percent else "caption-colour"
    story.when(lambda it: editing.edit_captions(it, asked, YOU)).then_refused(code)


def test_an_approved_film_keeps_its_captions() -> None:
    story = a_video.given(*INSPECTED, APPROVED)
    asked = AskedLook(CaptionPreset.BOLD)
    story.when(lambda it: editing.edit_captions(it, asked, YOU)).then_refused("not-editable")
