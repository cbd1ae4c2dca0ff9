"""What may be asked of an account that is being erased, and what its erasure comes to."""

from dataclasses import replace
from uuid import UUID

import pytest

from commands.account import (
    LiftLegalHold,
    PlaceLegalHold,
    RepeatErasure,
    ReportErasure,
    RequestErasure,
    StopVideo,
)
from commands.asset import DecideRights, UploadAsset
from commands.channel import (
    DecideDefaults,
    GrantAutoPublish,
    OpenChannel,
    PauseChannel,
    ResumeChannel,
    RevokeAutoPublish,
)
from commands.job import FailJob
from commands.ports import Command
from commands.video.asking import RequestVideo
from commands.video.deciding import ApproveVideo, CancelVideo, PublishVideo, RejectVideo, RetryVideo
from commands.video.editing import EditDecided, EditVideo
from domain.account import (
    AccountErased,
    ErasureBegun,
    ErasureFailed,
    ErasureRefused,
    Hold,
    HoldReason,
)
from domain.asset import AssetKind
from domain.brief import Aspect
from domain.event import Event, Refused
from domain.ids import AccountId, JobId, StreamId, account_stream, job_stream, key_of
from domain.job import JobFinished, JobOpened
from domain.video.events import VideoCancelled
from domain.work import EraseAccount
from tests.commands.stage import SET_UP, Stage, its
from tests.domain.video.history import INSPECTED, PUBLIC
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DECIDED,
    HOUR,
    NOON,
    OTHER_ACCOUNT,
    PHOTO,
    RIGHTS,
    SOURCE,
    TEXT,
    VIDEO,
    YOU,
    blob,
)

BEGUN = (account_stream(ACCOUNT), ErasureBegun(YOU))
ERASE = RequestErasure(ACCOUNT, YOU)
PERSONS: list[Command] = [
    UploadAsset(TEXT, ACCOUNT, AssetKind.TEXT, SOURCE, 9, "text/plain", "a.txt", None),
    DecideRights(PHOTO, ACCOUNT, RIGHTS),
    OpenChannel(CHANNEL, ACCOUNT, "Deep Sea", "en", "default"),
    DecideDefaults(CHANNEL, ACCOUNT, DECIDED, None),
    PauseChannel(CHANNEL, ACCOUNT, YOU, ""),
    ResumeChannel(CHANNEL, ACCOUNT, YOU),
    GrantAutoPublish(CHANNEL, ACCOUNT, YOU, NOON + HOUR, 1),
    RevokeAutoPublish(CHANNEL, ACCOUNT, YOU),
    RequestVideo(VIDEO, ACCOUNT, CHANNEL, TEXT, (), Aspect.WIDE, 45, None, None),
    EditVideo(VIDEO, ACCOUNT, YOU, (EditDecided(DECIDED),)),
    ApproveVideo(VIDEO, ACCOUNT, YOU, blob("film"), blob("sidecar"), None),
    RejectVideo(VIDEO, ACCOUNT, YOU, ""),
    CancelVideo(VIDEO, ACCOUNT, YOU, ""),
    RetryVideo(VIDEO, ACCOUNT, YOU),
    PublishVideo(VIDEO, ACCOUNT),
    PlaceLegalHold(ACCOUNT, YOU, Hold(HoldReason.BOOKS, None)),
]


def stage(*more: tuple[StreamId, Event]) -> Stage:
    return Stage([*SET_UP, *more])


def job_of(it: Stage) -> JobId:
    (stream,) = (stream for stream, event in it.since if isinstance(event, JobOpened))
    return JobId(UUID(key_of(stream)))


@pytest.mark.parametrize("asked", PERSONS, ids=lambda it: type(it).__name__)
def test_nothing_that_a_person_asks_is_done_for_an_account_that_is_being_erased(
    asked: Command,
) -> None:
    erasing = stage(*its(*INSPECTED), BEGUN)
    with pytest.raises(Refused) as refused:
        erasing.does(asked)
    assert refused.value.code == "account-erasing"


def test_an_erasure_opens_its_job_in_the_same_breath() -> None:
    erasing = stage()
    erasing.does(ERASE)
    account, job = erasing.since
    assert account == BEGUN
    assert job[1] == JobOpened(account_stream(ACCOUNT), ACCOUNT, EraseAccount(), None)


def test_an_account_that_must_be_kept_refuses_with_an_event_and_is_erased_once_it_need_not() -> (
    None
):
    kept = stage()
    kept.does(PlaceLegalHold(ACCOUNT, YOU, Hold(HoldReason.BOOKS, None)))
    kept.does(ERASE)
    refused = kept.events[-1]
    assert isinstance(refused, ErasureRefused)
    assert refused.code == "legal-hold"
    kept.does(LiftLegalHold(ACCOUNT, YOU))
    kept.does(ERASE)
    assert kept.works == ["erase-account"]


def test_only_an_account_that_is_there_is_erased() -> None:
    with pytest.raises(Refused) as refused:
        stage().does(replace(ERASE, account_id=OTHER_ACCOUNT))
    assert refused.value.code == "account-unknown"


def test_an_erasure_is_reported_once() -> None:
    erasing = stage()
    erasing.does(ERASE)
    job = job_of(erasing)
    for _ in range(2):
        erasing.does(ReportErasure(ACCOUNT, job))
    assert erasing.since[2:] == [
        (account_stream(ACCOUNT), AccountErased(job)),
        (job_stream(job), JobFinished(used=True)),
    ]


def test_an_erasure_that_comes_to_a_halt_is_told_to_the_account_and_may_be_asked_for_again() -> (
    None
):
    erasing = stage()
    erasing.does(ERASE)
    job = job_of(erasing)
    erasing.does(FailJob(job, "disk-full", "the disk is full", passing=False))
    assert ErasureFailed(job, "disk-full", "the disk is full") in erasing.events
    erasing.does(ERASE)
    assert erasing.works == ["erase-account"] * 2


def test_a_video_of_an_erased_account_is_stopped_unless_it_has_ended() -> None:
    making = stage(*its(*INSPECTED), BEGUN)
    for _ in range(2):
        making.does(StopVideo(VIDEO, "system/erasure"))
    assert making.events == [
        VideoCancelled(CHANNEL, "system/erasure", "the account is being erased")
    ]
    public = stage(*its(*PUBLIC), BEGUN)
    public.does(StopVideo(VIDEO, "system/erasure"))
    assert public.events == []


def test_an_erasure_that_a_restored_backup_forgot_is_recorded_again_without_a_job() -> None:
    restored = stage()
    for account_id in (ACCOUNT, ACCOUNT, AccountId(VIDEO)):
        restored.does(RepeatErasure(account_id))
    assert restored.since == [(account_stream(ACCOUNT), AccountErased(None))]
