"""Rights to a film's files: at the request, at the edit, when it is ready, when it goes out."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commands.ports import Command
from commands.video.asking import RequestVideo
from commands.video.deciding import ApproveVideo, PublishVideo
from commands.video.editing import EditScene, EditThumbnail, EditVideo
from commands.video.reports import Outcome, ReportInspection
from domain.asset import RightsDecided
from domain.brief import Aspect
from domain.channel import AutoPublishGranted
from domain.event import Refused
from domain.ids import AssetId, asset_stream
from domain.job import JobFinished, JobOpened
from domain.mode import Mode
from domain.rights import Rights
from domain.scene.look import Logo
from domain.video.changes import FromAsset, SceneChange, ThumbnailChange, VariantChange
from domain.video.events import PublishApproved, VideoEdited, VideoFailed, VideoReady
from domain.work import Inspect
from tests.commands.stage import ATTRIBUTED, SET_UP, Entry, Stage, its, opened
from tests.domain.video.history import (
    FILM,
    FILMED,
    FIRST,
    INSPECTED,
    METADATA,
    SECOND,
    SIDECAR,
    THUMBNAIL,
    TIMELINE,
    a_video,
    illustrated,
)
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DAY,
    DECIDED,
    JOB,
    NOON,
    PHOTO,
    REQUESTED,
    RIGHTS,
    TEXT,
    VIDEO,
    VIDEO_STREAM,
    YOU,
    blob,
)

EXPIRED = replace(ATTRIBUTED, expires_on=(NOON - DAY).date())
SOON = replace(ATTRIBUTED, expires_on=(NOON + DAY).date())
SHOWN = replace(illustrated(0, FIRST), picture="photo.jpg")
PICTURED = [SHOWN if it == illustrated(0, FIRST) else it for it in FILMED]
WITH_PHOTO = [SHOWN if it == illustrated(0, FIRST) else it for it in INSPECTED]
APPROVE = ApproveVideo(VIDEO, ACCOUNT, YOU, FILM, SIDECAR, None)
INSPECT = Inspect(FILM, TIMELINE, THUMBNAIL, METADATA, DECIDED, (), (Mode.OFFLINE,))
PASSED = ReportInspection(Outcome(VIDEO, JOB, Mode.OFFLINE), INSPECT, SIDECAR, -14.0, -1.2)
JOB_OPENED: Entry = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, INSPECT, None))
REQUEST = RequestVideo(VIDEO, ACCOUNT, CHANNEL, TEXT, (PHOTO,), Aspect.WIDE, 45, None, None)


def under(rights: Rights) -> Entry:
    return asset_stream(PHOTO), RightsDecided(rights)


def refused(stage: Stage, command: Command) -> Refused:
    with pytest.raises(Refused) as refusal:
        stage.does(command)
    assert stage.since == []
    return refusal.value


def test_a_film_is_not_asked_for_with_a_file_that_may_not_be_used() -> None:
    refusal = refused(Stage([*SET_UP, under(EXPIRED)]), REQUEST)
    assert (refusal.code, "photo.jpg" in refusal.sentence) == ("rights-expired", True)


def test_a_film_is_not_ready_while_a_file_of_it_may_not_be_used() -> None:
    stage = Stage([*SET_UP, *its(*PICTURED), JOB_OPENED, under(EXPIRED)])
    stage.does(PASSED)
    failed = [it for it in stage.events if isinstance(it, VideoFailed)]
    assert [(it.code, "photo.jpg" in it.sentence) for it in failed] == [("rights-expired", True)]
    assert JobFinished(used=True) in stage.events
    assert not any(isinstance(it, VideoReady) for it in stage.events)


def test_a_film_whose_files_may_be_used_is_ready() -> None:
    stage = Stage([*SET_UP, *its(*PICTURED), JOB_OPENED, under(SOON)])
    stage.does(PASSED)
    assert any(isinstance(it, VideoReady) for it in stage.events)


@pytest.mark.parametrize("command", [APPROVE, PublishVideo(VIDEO, ACCOUNT)])
def test_rights_that_expired_meanwhile_keep_a_film_from_going_out(command: Command) -> None:
    granted: Entry = (CHANNEL_STREAM, AutoPublishGranted(YOU, NOON + DAY, 1))
    stage = Stage([*SET_UP, *its(*WITH_PHOTO), granted, under(EXPIRED)])
    assert refused(stage, command).code == "rights-expired"


def test_rights_have_to_hold_on_the_day_of_publication() -> None:
    stage = Stage([*SET_UP, *its(*WITH_PHOTO), under(SOON)])
    late = replace(APPROVE, publish_at=NOON + timedelta(days=3))
    assert refused(stage, late).code == "rights-expired"
    stage.does(replace(APPROVE, publish_at=NOON + DAY))
    assert any(isinstance(it, PublishApproved) for it in stage.events)


def test_a_picture_that_is_not_shown_keeps_nothing_back() -> None:
    stage = Stage([*SET_UP, *its(*INSPECTED), under(EXPIRED)])
    stage.does(APPROVE)
    assert any(isinstance(it, PublishApproved) for it in stage.events)


def edit(*edits: EditScene | EditThumbnail) -> EditVideo:
    return EditVideo(VIDEO, ACCOUNT, YOU, edits)


def test_an_edit_says_which_file_it_shows_and_what_is_owed_for_it() -> None:
    stage = Stage([*SET_UP, *its(*INSPECTED)])
    new = blob("photo")
    stage.does(edit(EditScene(1, new, asset_id=PHOTO), EditThumbnail(new, PHOTO)))
    source = FromAsset(PHOTO, ATTRIBUTED.attribution)
    changes = [it.change for it in stage.events if isinstance(it, VideoEdited)]
    assert changes == [
        SceneChange(SECOND, new, 1, source=source),
        ThumbnailChange(THUMBNAIL, new, source),
    ]


def test_what_an_edit_owes_reaches_the_description_once_and_goes_with_it() -> None:
    source = FromAsset(PHOTO, ATTRIBUTED.attribution)
    scene = VideoEdited(CHANNEL, SceneChange(SECOND, blob("photo"), 1, source=source), YOU)
    thumbnail = VideoEdited(CHANNEL, ThumbnailChange(THUMBNAIL, blob("photo"), source), YOU)
    video = a_video.given(*INSPECTED, scene, thumbnail).state
    assert (video.attributions, video.assets) == ((ATTRIBUTED.attribution,), (TEXT, PHOTO))
    back = VideoEdited(CHANNEL, SceneChange(blob("photo"), SECOND, 1), YOU)
    again = VideoEdited(CHANNEL, VariantChange(blob("photo"), THUMBNAIL, 2), YOU)
    video = a_video.given(*INSPECTED, scene, thumbnail, back, again).state
    assert (video.attributions, video.assets) == ((), (TEXT,))


def test_an_edit_with_a_file_that_may_not_be_used_is_refused() -> None:
    forbidden = replace(RIGHTS, commercial_use=False)
    stage = Stage([*SET_UP, *its(*INSPECTED), under(forbidden)])
    refusal = refused(stage, edit(EditScene(1, blob("photo"), asset_id=PHOTO)))
    assert refusal.code == "commercial-use-missing"


def test_more_than_fits_a_description_is_not_owed() -> None:
    long = replace(RIGHTS, attribution="©" * 1_001)
    stage = Stage([*SET_UP, *its(*INSPECTED), under(long)])
    refusal = refused(stage, edit(EditScene(1, blob("photo"), asset_id=PHOTO)))
    assert refusal.code == "attributions-too-long"


def test_a_channels_logo_is_a_file_of_its_films_too() -> None:
    look = replace(REQUESTED.look, logo=Logo(PHOTO, blob("photo")))
    film = [replace(REQUESTED, look=look) if it == REQUESTED else it for it in INSPECTED]
    stage = Stage([*SET_UP, *its(*film), under(EXPIRED)])
    assert refused(stage, APPROVE).code == "rights-expired"


def test_an_edit_with_a_file_that_nobody_uploaded_is_refused() -> None:
    stage = Stage([*SET_UP, *its(*INSPECTED)])
    refusal = refused(stage, edit(EditScene(1, blob("photo"), asset_id=AssetId(UUID(int=404)))))
    assert refusal.code == "asset-unknown"
