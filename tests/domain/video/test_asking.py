"""What a person may ask of a film, and what an edit undoes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.event import Decision, Event
from domain.rights import Audience
from domain.video import Stage, Video, editing
from domain.video.changes import (
    DecidedChange,
    EditChange,
    MetadataChange,
    SceneChange,
    ScriptChange,
    ThumbnailChange,
    VariantChange,
)
from domain.video.events import (
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoRejected,
    VideoRetried,
)
from domain.video.state import Parts
from domain.work import Narrate
from tests.domain.video.history import (
    APPROVED,
    FILM,
    FILMED,
    FIRST,
    INSPECTED,
    METADATA,
    PUBLIC,
    SCRIPTED,
    SECOND,
    SIDECAR,
    THUMBNAIL,
    TITLE,
    a_video,
)
from tests.given import CHANNEL, DECIDED, JOB, NOON, SCRIPT, YOU, blob

CANCELLED = VideoCancelled(CHANNEL, YOU, "enough")
KIDS = replace(DECIDED, audience=Audience(made_for_kids=True, decided_by=YOU))
OTHER = blob("other")


def approves(it: Video) -> Decision:
    return it.approve(YOU, FILM, SIDECAR, None)


def edited(change: EditChange) -> VideoEdited:
    return VideoEdited(CHANNEL, change, YOU)


def after(change: EditChange, *history: Event) -> Video:
    return a_video.given(*(history or INSPECTED), edited(change)).state


def test_a_person_approves_exactly_the_film_they_saw() -> None:
    a_video.given(*INSPECTED).when(approves).then(APPROVED)


def test_a_publication_may_wait_for_its_time() -> None:
    story = a_video.given(*INSPECTED)
    story.when(lambda it: it.approve(YOU, FILM, SIDECAR, NOON)).then(
        replace(APPROVED, publish_at=NOON)
    )


@pytest.mark.parametrize(("film", "sidecar"), [(OTHER, SIDECAR), (FILM, OTHER)])
def test_another_film_or_metadata_is_not_approved(film: str, sidecar: str) -> None:
    story = a_video.given(*INSPECTED)
    story.when(lambda it: it.approve(YOU, film, sidecar, None)).then_refused(  # type: ignore[arg-type]  # plain text stands for a blob
        "approval-outdated"
    )


def test_only_a_ready_film_is_approved_or_rejected() -> None:
    a_video.given(*FILMED).when(approves).then_refused("not-ready")
    a_video.given(*FILMED).when(lambda it: it.reject(YOU, "dull")).then_refused("not-ready")


def test_a_person_rejects_a_film() -> None:
    rejected = VideoRejected(CHANNEL, YOU, "dull")
    story = a_video.given(*INSPECTED)
    story.when(lambda it: it.reject(YOU, "dull")).then(rejected)
    assert story.given(rejected).state.stage is Stage.REJECTED


def test_a_person_stops_the_making_once() -> None:
    a_video.given(*SCRIPTED).when(lambda it: it.cancel(YOU, "enough")).then(CANCELLED)
    a_video.given(*SCRIPTED, CANCELLED).when(lambda it: it.cancel(YOU, "")).then_nothing()


def test_what_is_public_is_not_cancelled() -> None:
    a_video.given(*PUBLIC).when(lambda it: it.cancel(YOU, "oops")).then_refused("published")


EDITS: list[tuple[Callable[[Video], Decision], EditChange]] = [
    (lambda it: editing.edit_script(it, OTHER, 3, YOU), ScriptChange(SCRIPT, OTHER, 3)),
    (
        lambda it: editing.edit_metadata(it, OTHER, "New", YOU),
        MetadataChange(METADATA, OTHER, "New"),
    ),
    (lambda it: editing.edit_scene(it, 1, OTHER, YOU), SceneChange(SECOND, OTHER, 1)),
    (lambda it: editing.edit_thumbnail(it, OTHER, YOU), ThumbnailChange(THUMBNAIL, OTHER)),
    (lambda it: editing.choose_thumbnail(it, 1, YOU), VariantChange(THUMBNAIL, blob("foot"), 1)),
    (lambda it: editing.edit_decided(it, KIDS, YOU), DecidedChange(DECIDED, KIDS)),
]


@pytest.mark.parametrize(("edit", "change"), EDITS)
def test_a_person_changes_any_part(edit: Callable[[Video], Decision], change: EditChange) -> None:
    a_video.given(*INSPECTED).when(edit).then(edited(change))


@pytest.mark.parametrize(("edit", "_"), EDITS)
@pytest.mark.parametrize("history", [PUBLIC, [*INSPECTED, APPROVED], [*INSPECTED, CANCELLED]])
def test_a_film_on_its_way_out_is_not_edited(
    edit: Callable[[Video], Decision], _: EditChange, history: list[Event]
) -> None:
    a_video.given(*history).when(edit).then_refused("not-editable")


@pytest.mark.parametrize(("edit", "change"), EDITS)
def test_the_same_edit_twice_is_one(edit: Callable[[Video], Decision], change: EditChange) -> None:
    a_video.given(*INSPECTED, edited(change)).when(edit).then_nothing()


@pytest.mark.parametrize("scene", [-1, 2])
def test_a_scene_that_is_not_there_is_not_edited(scene: int) -> None:
    story = a_video.given(*INSPECTED)
    story.when(lambda it: editing.edit_scene(it, scene, OTHER, YOU)).then_refused("scene-unknown")


@pytest.mark.parametrize(("_", "change"), EDITS)
def test_any_edit_voids_what_was_ready(_: object, change: EditChange) -> None:
    its = after(change)
    assert (its.stage, its.sidecar, its.approval) == (Stage.MAKING, None, None)


def test_another_script_undoes_all_but_what_a_person_made() -> None:
    assert after(ScriptChange(SCRIPT, OTHER, 3)).parts == Parts(script=OTHER, images=(None,) * 3)


def test_a_persons_own_title_and_thumbnail_outlive_a_new_script() -> None:
    own = (
        edited(MetadataChange(METADATA, OTHER, "New")),
        edited(ThumbnailChange(THUMBNAIL, FIRST)),
    )
    parts = after(ScriptChange(SCRIPT, OTHER, 1), *INSPECTED, *own).parts
    assert (parts.metadata, parts.title, parts.thumbnail) == (OTHER, "New", FIRST)


def test_another_title_asks_for_another_thumbnail_and_keeps_the_film() -> None:
    parts = after(MetadataChange(METADATA, OTHER, "New")).parts
    assert (parts.film, parts.thumbnail) == (FILM, None)


def test_another_description_keeps_the_thumbnail() -> None:
    assert after(MetadataChange(METADATA, OTHER, TITLE)).parts.thumbnail == THUMBNAIL


def test_another_picture_asks_for_another_film() -> None:
    parts = after(SceneChange(SECOND, OTHER, 1)).parts
    assert (parts.images, parts.film, parts.thumbnail) == ((FIRST, OTHER), None, THUMBNAIL)


def test_another_first_picture_asks_for_another_thumbnail() -> None:
    assert after(SceneChange(FIRST, OTHER, 0)).parts.thumbnail is None


def test_a_persons_own_thumbnail_outlives_another_first_picture() -> None:
    own = edited(ThumbnailChange(THUMBNAIL, SECOND))
    assert after(SceneChange(FIRST, OTHER, 0), *INSPECTED, own).parts.thumbnail == SECOND


def test_a_publication_that_failed_is_tried_again_under_the_same_approval() -> None:
    failed = VideoFailed(CHANNEL, JOB, Narrate(SCRIPT, "en"), "disk-full", "the disk is full")
    its = a_video.given(*INSPECTED, APPROVED, failed, VideoRetried(YOU)).state
    assert its.stage is Stage.APPROVED
