"""What a person may ask of a video, over all the streams that have a say."""

from dataclasses import replace

import pytest

from commands.channel import DecideLook, DecidePersonality
from commands.ports import Command
from commands.video.asking import RequestVideo
from commands.video.deciding import ApproveVideo, CancelVideo, PublishVideo, RejectVideo, RetryVideo
from commands.video.editing import (
    EditDecided,
    EditMetadata,
    EditScene,
    EditScript,
    EditThumbnail,
    EditVideo,
)
from domain.asset import AssetKind
from domain.brief import Aspect
from domain.caption_look import PRESETS, AskedLook, CaptionPlace, CaptionPreset
from domain.channel import (
    AutoPublishGranted,
    AutoPublishUsed,
    CaptionsDecided,
    ChannelPaused,
    FormatDecided,
    LookDecided,
)
from domain.clip import WHOLE, ClipSound, Cut
from domain.event import Refused
from domain.film_format import AskedFormat, Codec, FilmFormat, Resolution
from domain.ids import asset_stream
from domain.job import JobOpened
from domain.rights import Audience
from domain.scene.look import AskedFilmLook
from domain.video.events import (
    PublishApproved,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoRejected,
    VideoRequested,
    VideoRetried,
)
from domain.work import Narrate, WriteScript
from tests.commands.stage import PICTURE, SET_UP, UPLOADED, Entry, Stage, its
from tests.domain.video.history import FILM, INSPECTED, SCRIPTED, SIDECAR, TOPIC
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DAY,
    DECIDED,
    JOB,
    NOON,
    OPENED,
    OTHER_ACCOUNT,
    PHOTO,
    SCRIPT,
    TEXT,
    TUNE,
    VIDEO,
    YOU,
    blob,
)

REQUEST = RequestVideo(VIDEO, ACCOUNT, CHANNEL, TEXT, (PHOTO,), Aspect.WIDE, 45, None, None)
OF_TOPIC = replace(REQUEST, source=None, topic=TOPIC)
APPROVE = ApproveVideo(VIDEO, ACCOUNT, YOU, FILM, SIDECAR, None)
PUBLISH = PublishVideo(VIDEO, ACCOUNT)
GRANTED: Entry = (CHANNEL_STREAM, AutoPublishGranted(YOU, NOON + DAY, 1))
PAUSED: Entry = (CHANNEL_STREAM, ChannelPaused(YOU, "a strike"))
FAILED = VideoFailed(CHANNEL, JOB, Narrate(SCRIPT, "en"), "c", "s")
KIDS = replace(DECIDED, audience=Audience(made_for_kids=True, decided_by=YOU))
READY = [*SET_UP, *its(*INSPECTED)]
CLIP: Entry = (asset_stream(PHOTO), replace(PICTURE, kind=AssetKind.CLIP))
WITH_CLIP = [CLIP if event is PICTURE else (stream, event) for stream, event in SET_UP]


def requested(stage: Stage, command: RequestVideo = REQUEST) -> VideoRequested:
    stage.does(command)
    (happened,) = (it for it in stage.events if isinstance(it, VideoRequested))
    return happened


def refused(stage: Stage, command: Command) -> str:
    with pytest.raises(Refused) as refusal:
        stage.does(command)
    assert stage.since == []
    return refusal.value.code


def test_a_request_takes_what_it_does_not_say_from_its_channel() -> None:
    stage = Stage()
    happened = requested(stage)
    assert (happened.language, happened.voice, happened.decided) == ("en", "en", DECIDED)
    assert stage.works == ["write-script"]


def test_a_request_may_decide_for_itself() -> None:
    happened = requested(Stage(), replace(REQUEST, language="de", decided=KIDS))
    assert (happened.language, happened.decided) == ("de", KIDS)


def test_a_request_says_of_the_format_what_is_not_to_be_the_channels() -> None:
    channels: Entry = (CHANNEL_STREAM, FormatDecided(FilmFormat(Resolution.HD, 50), YOU))
    asked = replace(REQUEST, format=AskedFormat(codec=Codec.HEVC))
    happened = requested(Stage([*SET_UP, channels]), asked)
    assert happened.format == FilmFormat(Resolution.HD, 50, Codec.HEVC)


def test_what_is_owed_to_others_is_carried_to_the_description() -> None:
    assert requested(Stage()).attributions == ("Photo: A. Lens, CC BY 4.0",)


def test_a_paused_channel_takes_no_requests() -> None:
    assert refused(Stage([*SET_UP, PAUSED]), REQUEST) == "channel-paused"


def test_a_film_without_decisions_is_not_made() -> None:
    bare: list[Entry] = [(CHANNEL_STREAM, OPENED), *SET_UP[3:]]
    assert refused(Stage(bare), REQUEST) == "rights-undecided"
    with pytest.raises(Refused, match=r"under what .*ice.txt.*; and nobody decided .*disclosure"):
        Stage(bare).does(REQUEST)
    assert refused(Stage([it for it in bare if it[1] != UPLOADED]), REQUEST) == "asset-unknown"


def test_a_film_whose_audience_nobody_decided_is_not_made() -> None:
    bare: list[Entry] = [(CHANNEL_STREAM, OPENED), *SET_UP[4:]]
    owned = replace(REQUEST, source=TEXT, pictures=())
    with_rights = [*bare, (asset_stream(TEXT), UPLOADED), (asset_stream(TEXT), SET_UP[5][1])]
    assert refused(Stage(with_rights), owned) == "undecided"


def test_a_picture_is_no_source_and_a_text_no_picture() -> None:
    assert refused(Stage(), replace(REQUEST, source=PHOTO)) == "asset-kind"
    assert refused(Stage(), replace(REQUEST, pictures=(TEXT,))) == "asset-kind"


def test_the_receipt_of_a_request_names_its_video() -> None:
    assert Stage().does(REQUEST).ids == {"video_id": str(VIDEO)}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (APPROVE, PublishApproved(CHANNEL, YOU, FILM, SIDECAR, None)),
        (RejectVideo(VIDEO, ACCOUNT, YOU, "dull"), VideoRejected(CHANNEL, YOU, "dull")),
        (CancelVideo(VIDEO, ACCOUNT, YOU, "enough"), VideoCancelled(CHANNEL, YOU, "enough")),
    ],
)
def test_a_person_decides_about_a_ready_film(command: Command, expected: object) -> None:
    stage = Stage(READY)
    stage.does(command)
    assert stage.events[0] == expected


def test_an_approval_opens_the_publication() -> None:
    stage = Stage(READY)
    stage.does(APPROVE)
    assert stage.works == ["publish"]


def test_a_retry_opens_what_failed() -> None:
    stage = Stage([*SET_UP, *its(*SCRIPTED, FAILED)])
    stage.does(RetryVideo(VIDEO, ACCOUNT, YOU))
    assert stage.events[0] == VideoRetried(YOU)
    assert stage.works == ["narrate"]


def test_a_ready_film_is_published_under_its_channels_grant() -> None:
    stage = Stage([*READY, GRANTED])
    stage.does(PUBLISH)
    assert stage.events[:2] == [
        AutoPublishUsed(VIDEO, NOON.date()),
        PublishApproved(CHANNEL, f"grant/{CHANNEL}", FILM, SIDECAR, None),
    ]
    assert stage.works == ["publish"]


def test_without_a_grant_a_person_has_to_look() -> None:
    assert refused(Stage(READY), PUBLISH) == "not-approved"


def test_a_film_that_is_not_ready_is_not_published() -> None:
    assert refused(Stage([*SET_UP, *its(*SCRIPTED)]), PUBLISH) == "not-ready"


@pytest.mark.parametrize("history", [SET_UP, READY])
def test_another_accounts_video_is_as_unknown_as_none(history: list[Entry]) -> None:
    asked = replace(APPROVE, account_id=OTHER_ACCOUNT)
    assert refused(Stage(list(history)), asked) == "video-unknown"


def test_several_edits_are_made_together() -> None:
    edits = (
        EditScript(blob("new script"), 3),
        EditMetadata(blob("new metadata"), "New"),
        EditScene(0, blob("new picture")),
        EditThumbnail(blob("new thumbnail")),
        EditDecided(KIDS),
    )
    stage = Stage(READY)
    stage.does(EditVideo(VIDEO, ACCOUNT, YOU, edits))
    edited = [it.change.field for it in stage.events if isinstance(it, VideoEdited)]
    assert edited == ["script", "metadata", "scene", "thumbnail", "decided"]


def test_one_edit_that_cannot_be_undoes_them_all() -> None:
    edits = (EditThumbnail(blob("new thumbnail")), EditScene(9, PICTURE.blob))
    assert refused(Stage(READY), EditVideo(VIDEO, ACCOUNT, YOU, edits)) == "scene-unknown"


def test_a_clip_among_the_pictures_is_shown_whole_and_muted_unless_it_is_cut() -> None:
    cut = Cut(1_000, 4_000, ClipSound.DUCKED)
    for cuts, shown in ((), WHOLE), (((PHOTO, cut),), cut):
        happened = requested(Stage(WITH_CLIP), replace(REQUEST, cuts=cuts))
        assert [it.cut for it in happened.pictures] == [shown]


def test_a_picture_has_no_cut() -> None:
    assert [it.cut for it in requested(Stage(SET_UP)).pictures] == [None]
    cut = replace(REQUEST, cuts=((PHOTO, WHOLE),))
    assert refused(Stage(SET_UP), cut) == "cut-of-no-clip"


def test_a_request_says_of_the_captions_what_is_not_to_be_the_channels() -> None:
    channels: Entry = (CHANNEL_STREAM, CaptionsDecided(PRESETS[CaptionPreset.BOLD], YOU))
    asked = replace(REQUEST, captions=AskedLook(place=CaptionPlace.HIGH))
    look = requested(Stage([*SET_UP, channels]), asked).captions
    assert (look.preset, look.weight, look.place) == ("custom", 850, "high")


def test_a_film_speaks_as_its_channel_did_when_it_was_asked_for() -> None:
    stage = Stage()
    stage.does(DecidePersonality(CHANNEL, ACCOUNT, YOU, "Dry wit."))
    assert requested(stage).personality == "Dry wit."
    (opened,) = (it for it in stage.events if isinstance(it, JobOpened))
    assert isinstance(opened.work, WriteScript)
    assert opened.work.personality == "Dry wit."
    stage.does(DecidePersonality(CHANNEL, ACCOUNT, YOU, ""))
    assert stage.works == ["write-script"]


def test_captions_that_cannot_be_read_are_refused_with_the_request() -> None:
    with pytest.raises(Refused) as refused:
        requested(Stage(), replace(REQUEST, captions=AskedLook(colour="#000000")))
    assert refused.value.code == "caption-contrast"


def test_a_channels_logo_is_a_picture_and_its_rights_are_those_of_the_film() -> None:
    text = DecideLook(CHANNEL, ACCOUNT, YOU, AskedFilmLook(), TEXT)
    assert refused(Stage(), text) == "asset-kind"
    stage = Stage()
    stage.does(DecideLook(CHANNEL, ACCOUNT, YOU, AskedFilmLook(), PHOTO))
    (decided,) = (it for it in stage.events if isinstance(it, LookDecided))
    assert decided.look.logo is not None
    assert decided.look.logo.asset_id == PHOTO
    assert requested(stage, replace(REQUEST, pictures=())).look == decided.look


def test_a_topic_is_asked_for_without_a_text_and_researched_first() -> None:
    stage = Stage()
    happened = requested(stage, OF_TOPIC)
    assert (happened.topic, happened.source_asset, happened.source) == (TOPIC, None, None)
    assert happened.attributions == ("Photo: A. Lens, CC BY 4.0",)
    assert stage.works == ["research"]


def test_a_text_and_a_topic_are_not_asked_for_at_once_nor_neither() -> None:
    assert refused(Stage(), replace(REQUEST, topic=TOPIC)) == "source-or-topic"
    assert refused(Stage(), replace(OF_TOPIC, topic="")) == "source-or-topic"


def test_nobody_can_have_recorded_a_topic() -> None:
    assert refused(Stage(), replace(OF_TOPIC, narration=TUNE)) == "recording-of-a-topic"
