from dataclasses import asdict, replace

import pytest

from domain.event import Event
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
    ScriptRejected,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoFlagged,
    VideoRejected,
    VideoRetried,
)
from domain.video.narration_events import NarrationChosen
from domain.work import Given, Inspect, Narrate
from projections.table import Row
from projections.video import PROJECTION
from tests.domain.video.history import (
    APPROVED,
    BRIEF,
    FACTS,
    FILM,
    FILMED,
    FIRST,
    FOUND,
    GATHERED,
    INSPECTED,
    METADATA,
    NARRATION,
    OF_TOPIC,
    OFFLINE,
    PUBLIC,
    RESEARCHED,
    SCRIPTED,
    SIDECAR,
    THUMBNAIL,
    TIMELINE,
    TITLE,
    TOPIC,
    VERDICT,
)
from tests.given import (
    CHANNEL,
    DECIDED,
    JOB,
    NOON,
    REQUESTED,
    SCRIPT,
    TUNE,
    VIDEO,
    VIDEO_STREAM,
    YOU,
    blob,
)
from tests.projections.tables import rows, told

OTHER = blob("other")
INSPECT = Inspect(FILM, TIMELINE, THUMBNAIL, METADATA, DECIDED, (), (OFFLINE,))
FAILED = VideoFailed(CHANNEL, JOB, Narrate(SCRIPT, "en"), "no-voice", "there is no such voice")
KIDS = replace(DECIDED, audience=replace(DECIDED.audience, made_for_kids=True))


def video(*events: Event) -> Row:
    return rows(told(PROJECTION, VIDEO_STREAM, *events), "videos")[(VIDEO,)]


def edited(change: EditChange) -> Row:
    return video(*INSPECTED, APPROVED, VideoEdited(CHANNEL, change, YOU))


def test_a_requested_video_is_on_the_board() -> None:
    row = video(REQUESTED)
    assert (row["stage"], row["channel_id"], row["aspect"]) == ("making", CHANNEL, "16:9")
    assert (row["requested_at"], row["requested_position"]) == (NOON, 1)
    assert (row["realistic"], row["made_for_kids"], row["paid_promotion"]) == (False, False, False)


def test_a_researched_topic_has_a_brief_and_its_facts_as_source() -> None:
    row = video(OF_TOPIC)
    assert (row["topic"], row["source_asset"], row["source"], row["brief"]) == (TOPIC, *[None] * 3)
    row = video(OF_TOPIC, RESEARCHED)
    assert (row["source"], row["brief"], row["findings"], row["pages"]) == (FOUND, BRIEF, 12, 5)
    assert video(REQUESTED)["topic"] is None


def test_an_accepted_script_has_scenes_and_a_score() -> None:
    row = video(*SCRIPTED)
    assert (row["script"], row["score"], row["verdict"]) == (SCRIPT, 0.9, VERDICT)
    assert (row["drafts"], row["scenes"], row["scenes_illustrated"]) == (1, 2, 0)


def test_a_rejected_draft_is_counted() -> None:
    row = video(REQUESTED, ScriptRejected(JOB, SCRIPT, 0.5, VERDICT))
    assert (row["drafts_rejected"], row["score"], row["script"]) == (1, 0.5, None)


def test_a_flagged_video_waits_for_a_person() -> None:
    row = video(REQUESTED, VideoFlagged(CHANNEL, JOB, SCRIPT, 0.4, VERDICT))
    assert (row["stage"], row["drafts_rejected"], row["score"]) == ("flagged", 1, 0.4)


def test_parts_appear_as_they_are_made() -> None:
    row = video(*FILMED)
    assert (row["made_title"], row["made_metadata"]) == (TITLE, METADATA)
    assert (row["narration"], row["alignment"]) == (NARRATION, "exact")
    assert (row["film"], row["made_thumbnail"]) == (FILM, THUMBNAIL)
    assert {name: row[name] for name in asdict(FACTS)} == asdict(FACTS)


def test_every_scene_has_its_picture() -> None:
    tables = told(PROJECTION, VIDEO_STREAM, *GATHERED)
    assert [it["image"] for it in rows(tables, "video_scenes").values()] == [
        FIRST,
        blob("second picture"),
    ]
    assert video(*GATHERED)["scenes_illustrated"] == 2


def test_an_inspected_film_is_ready() -> None:
    row = video(*INSPECTED)
    assert (row["stage"], row["sidecar"]) == ("ready", SIDECAR)


def test_a_published_film_says_who_approved_it_and_where_it_is() -> None:
    row = video(*PUBLIC)
    assert (row["stage"], row["approved_by"], row["approved_film"]) == ("published", YOU, FILM)
    assert (row["platform"], row["location"], row["published_mode"]) == (
        "folder",
        "films/1",
        "offline",
    )


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (VideoRejected(CHANNEL, YOU, "dull"), "rejected"),
        (VideoCancelled(CHANNEL, YOU, "dull"), "cancelled"),
    ],
)
def test_a_person_says_why(event: Event, stage: str) -> None:
    row = video(*INSPECTED, event)
    assert (row["stage"], row["reason"]) == (stage, "dull")


def test_a_failure_is_shown_until_it_is_tried_again() -> None:
    failed, retried = video(*SCRIPTED, FAILED), video(*SCRIPTED, FAILED, VideoRetried(YOU))
    assert (failed["stage"], failed["failure_kind"]) == ("failed", "narrate")
    assert (failed["failure_code"], failed["failure"]) == ("no-voice", "there is no such voice")
    assert (retried["stage"], retried["failure"], retried["retried_position"]) == (
        "making",
        None,
        5,
    )


def test_a_film_that_did_not_pass_is_told_from_other_failures() -> None:
    assert video(*FILMED, replace(FAILED, work=INSPECT))["inspect_failed_position"] == 10
    assert video(*FILMED, FAILED)["inspect_failed_position"] == 0


@pytest.mark.parametrize(
    "change",
    [
        ScriptChange(SCRIPT, OTHER, 3),
        MetadataChange(METADATA, OTHER, "Ice forgets"),
        SceneChange(FIRST, OTHER, 0),
        ThumbnailChange(THUMBNAIL, OTHER),
        DecidedChange(DECIDED, KIDS),
    ],
)
def test_any_edit_voids_the_approval(change: EditChange) -> None:
    row = edited(change)
    assert (row["stage"], row["sidecar"], row["approved_film"]) == ("making", None, None)


def test_another_script_leaves_nothing_that_was_made_of_the_one_before() -> None:
    row = edited(ScriptChange(SCRIPT, OTHER, 3))
    gone = ("made_metadata", "made_title", "narration", "film", "made_thumbnail", "duration_ms")
    assert [row[it] for it in gone] == [None] * len(gone)
    assert (row["script"], row["scenes"], row["scenes_illustrated"]) == (OTHER, 3, 0)


def test_a_persons_own_words_and_thumbnail_stay() -> None:
    row = video(
        *INSPECTED,
        VideoEdited(CHANNEL, MetadataChange(METADATA, OTHER, "Mine"), YOU),
        VideoEdited(CHANNEL, ThumbnailChange(THUMBNAIL, OTHER), YOU),
        VideoEdited(CHANNEL, ScriptChange(SCRIPT, OTHER, 3), YOU),
    )
    assert (row["own_metadata"], row["own_title"], row["own_thumbnail"]) == (OTHER, "Mine", OTHER)


def test_another_picture_needs_another_film_and_the_first_another_thumbnail() -> None:
    first, second = edited(SceneChange(FIRST, OTHER, 0)), edited(SceneChange(FIRST, OTHER, 1))
    assert (first["film"], first["made_thumbnail"]) == (None, None)
    assert (second["film"], second["made_thumbnail"]) == (None, THUMBNAIL)


def test_a_picture_given_for_a_scene_without_one_is_counted() -> None:
    given = VideoEdited(CHANNEL, SceneChange(None, OTHER, 1), YOU)
    assert video(*SCRIPTED, given)["scenes_illustrated"] == 1
    assert edited(SceneChange(FIRST, OTHER, 0))["scenes_illustrated"] == 2


def test_another_decision_is_shown() -> None:
    assert edited(DecidedChange(DECIDED, KIDS))["made_for_kids"] is True


def test_the_timeline_tells_every_event_in_a_sentence() -> None:
    tables = told(PROJECTION, VIDEO_STREAM, *SCRIPTED)
    assert [it["sentence"] for it in rows(tables, "video_events").values()] == [
        "Video of 45 s in en, 16:9, requested",
        "Draft 1 written, 2 scenes",
        "Script accepted with a score of 0.90",
    ]
    assert list(rows(tables, "video_events")) == [(1, 0), (2, 0), (3, 0)]


def test_a_thumbnail_that_was_chosen_stands_in_place_of_a_persons_own() -> None:
    own = VideoEdited(CHANNEL, ThumbnailChange(THUMBNAIL, OTHER), YOU)
    chosen = VideoEdited(CHANNEL, VariantChange(OTHER, blob("foot"), 1), YOU)
    row = video(*FILMED, own, chosen)
    assert (row["own_thumbnail"], row["made_thumbnail"]) == (None, blob("foot"))


def test_whose_voice_is_heard_is_shown_and_what_was_spoken_before_is_void() -> None:
    mine = Given(TUNE, blob("mine"), "mine.wav")
    given = [*INSPECTED, APPROVED, NarrationChosen(CHANNEL, mine, "", YOU)]
    row = video(*given)
    assert (row["recording_asset"], row["recording_name"]) == (TUNE, "mine.wav")
    assert (row["narration"], row["alignment"], row["film"]) == (None, None, None)
    assert (row["stage"], row["approved_by"], row["verbatim"]) == ("making", None, False)
    back = video(*given, NarrationChosen(CHANNEL, None, "", YOU))
    assert (back["recording_asset"], back["recording_name"]) == (None, None)
    assert video(replace(REQUESTED, verbatim=True))["verbatim"] is True
