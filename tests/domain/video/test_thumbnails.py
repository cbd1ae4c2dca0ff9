"""A person's choice among the thumbnails that were made."""

from dataclasses import replace

import pytest

from domain.mode import Mode
from domain.pipeline import wants
from domain.video import Stage, editing
from domain.video.changes import MetadataChange, SceneChange, ThumbnailChange, VariantChange
from domain.video.events import VideoEdited
from domain.work import Inspect
from tests.domain.video.history import (
    APPROVED,
    FILMED,
    FIRST,
    INSPECTED,
    METADATA,
    THUMBNAIL,
    TITLE,
    VARIANTS,
    a_video,
)
from tests.given import CHANNEL, VIDEO_STREAM, YOU, blob

OTHER = blob("other")
CHOSEN = VideoEdited(CHANNEL, VariantChange(THUMBNAIL, VARIANTS[2].wide, 3), YOU)
OWN = VideoEdited(CHANNEL, ThumbnailChange(THUMBNAIL, OTHER), YOU)


def test_one_that_was_made_is_chosen_by_its_number() -> None:
    a_video.given(*INSPECTED).when(lambda it: editing.choose_thumbnail(it, 3, YOU)).then(CHOSEN)


@pytest.mark.parametrize("variant", [0, 4])
def test_one_that_was_not_made_cannot_be_chosen(variant: int) -> None:
    story = a_video.given(*INSPECTED)
    story.when(lambda it: editing.choose_thumbnail(it, variant, YOU)).then_refused(
        "variant-unknown"
    )


def test_the_one_that_stands_is_not_chosen_again() -> None:
    a_video.given(*INSPECTED).when(lambda it: editing.choose_thumbnail(it, 2, YOU)).then_nothing()


def test_nothing_is_chosen_once_the_film_is_approved() -> None:
    story = a_video.given(*INSPECTED, APPROVED)
    story.when(lambda it: editing.choose_thumbnail(it, 3, YOU)).then_refused("not-editable")


def test_a_choice_voids_what_was_ready_and_may_be_taken_back() -> None:
    its = a_video.given(*INSPECTED, CHOSEN).state
    assert (its.stage, its.sidecar, its.parts.thumbnail) == (
        Stage.MAKING,
        None,
        VARIANTS[2].wide,
    )
    (back,) = editing.choose_thumbnail(its, 2, YOU)
    assert a_video.given(*INSPECTED, CHOSEN, back).state.parts.thumbnail == THUMBNAIL


def test_a_chosen_one_is_as_real_as_the_call_that_made_it() -> None:
    assert a_video.given(*INSPECTED, CHOSEN).state.parts.film_modes == (Mode.OFFLINE,)


@pytest.mark.parametrize(
    "change", [MetadataChange(METADATA, OTHER, "New"), SceneChange(FIRST, OTHER, 0)]
)
def test_a_chosen_one_goes_with_the_title_and_the_picture_that_it_shows(
    change: MetadataChange | SceneChange,
) -> None:
    edited = VideoEdited(CHANNEL, change, YOU)
    parts = a_video.given(*FILMED, CHOSEN, edited).state.parts
    assert (parts.thumbnail, parts.variants) == (None, ())
    kept = a_video.given(*FILMED, OWN, edited).state.parts
    assert (kept.thumbnail, kept.variants) == (OTHER, ())


def test_one_that_was_made_may_take_the_place_of_a_persons_own() -> None:
    back = VideoEdited(CHANNEL, VariantChange(OTHER, THUMBNAIL, 2), YOU)
    parts = a_video.given(*FILMED, OWN, back).state.parts
    assert (parts.thumbnail, parts.own_thumbnail) == (THUMBNAIL, False)


def test_the_cover_is_the_upright_one_of_the_thumbnail_that_stands() -> None:
    assert a_video.given(*FILMED).state.parts.cover == VARIANTS[1].tall
    assert a_video.given(*FILMED, CHOSEN).state.parts.cover == VARIANTS[2].tall


def test_a_persons_own_thumbnail_has_no_cover() -> None:
    assert a_video.given(*FILMED, OWN).state.parts.cover is None


def test_an_inspection_stored_without_its_cover_is_still_wanted() -> None:
    (wanted,) = wants(a_video.given(*FILMED).state, VIDEO_STREAM)
    assert isinstance(wanted, Inspect)
    assert wanted.cover == VARIANTS[1].tall
    assert replace(wanted, cover=None) == wanted


def test_another_description_keeps_them_all() -> None:
    edited = VideoEdited(CHANNEL, MetadataChange(METADATA, OTHER, TITLE), YOU)
    assert a_video.given(*FILMED, edited).state.parts.variants == VARIANTS
