"""Accounts, channels, files and months: each command on the streams that decide it."""

from dataclasses import replace
from uuid import UUID

import pytest

from commands.account import RegisterAccount
from commands.asset import DecideRights, UploadAsset
from commands.channel import (
    DecideDefaults,
    GrantAutoPublish,
    OpenChannel,
    PauseChannel,
    ResumeChannel,
    RevokeAutoPublish,
)
from commands.period import ClosePeriod, ReopenPeriod
from commands.ports import Command
from domain.account import AccountRegistered, ChannelSlotReserved, Role
from domain.asset import RightsDecided
from domain.channel import (
    AutoPublishGranted,
    AutoPublishRevoked,
    ChannelOpened,
    ChannelPaused,
    ChannelResumed,
    DefaultsDecided,
)
from domain.event import Event, Refused
from domain.ids import AccountId, AssetId, ChannelId, LoginKey, account_stream
from domain.login import LoginClaimed
from domain.period import PeriodClosed, PeriodReopened
from domain.sealed import Sealed
from tests.commands.stage import SET_UP, UPLOADED, Stage
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DAY,
    DECIDED,
    LOGIN,
    NOON,
    OTHER_ACCOUNT,
    PHOTO,
    RIGHTS,
    SOURCE,
    TEXT,
    YOU,
)

EMAIL = Sealed("s1.1.nonce.text")
NEW_ACCOUNT, NEW_CHANNEL, NEW_ASSET = (UUID(int=n) for n in (50, 51, 52))
NEW_LOGIN = LoginKey("b" * 64)
REGISTER = RegisterAccount(AccountId(NEW_ACCOUNT), NEW_LOGIN, EMAIL, Role.USER, "free")
OPEN = OpenChannel(ChannelId(NEW_CHANNEL), ACCOUNT, "Slow Light", "de", "de")
UPLOAD = UploadAsset(
    AssetId(NEW_ASSET), ACCOUNT, UPLOADED.kind, SOURCE, 900, "text/plain", "ice.txt", RIGHTS
)
LICENSED = replace(RIGHTS, licence="CC BY 4.0")
PAUSE = PauseChannel(CHANNEL, ACCOUNT, YOU, "a strike")
GRANT = GrantAutoPublish(CHANNEL, ACCOUNT, YOU, NOON + DAY, 1)

DONE: list[tuple[Command, list[Event]]] = [
    (
        REGISTER,
        [
            LoginClaimed(AccountId(NEW_ACCOUNT), EMAIL),
            AccountRegistered(NEW_LOGIN, Role.USER, "free", 5),
        ],
    ),
    (
        OPEN,
        [
            ChannelSlotReserved(ChannelId(NEW_CHANNEL)),
            ChannelOpened(ACCOUNT, "Slow Light", "de", "de"),
        ],
    ),
    (UPLOAD, [UPLOADED, RightsDecided(RIGHTS)]),
    (DecideRights(TEXT, ACCOUNT, RIGHTS), [RightsDecided(RIGHTS)]),
    (DecideDefaults(CHANNEL, ACCOUNT, DECIDED, LICENSED), [DefaultsDecided(DECIDED, LICENSED)]),
    (PAUSE, [ChannelPaused(YOU, "a strike")]),
    (ResumeChannel(CHANNEL, ACCOUNT, YOU), []),
    (GRANT, [AutoPublishGranted(YOU, NOON + DAY, 1)]),
    (RevokeAutoPublish(CHANNEL, ACCOUNT, YOU), []),
    (ClosePeriod(ACCOUNT, "2025-12", YOU), [PeriodClosed("2025-12", YOU)]),
    (ReopenPeriod(ACCOUNT, "2025-12", YOU), []),
]


@pytest.mark.parametrize(("command", "expected"), DONE)
def test_a_command_records_what_it_means(command: Command, expected: list[Event]) -> None:
    stage = Stage()
    stage.does(command)
    assert stage.events == expected


def test_a_command_undoes_another() -> None:
    stage = Stage()
    for command in (PAUSE, GRANT, ClosePeriod(ACCOUNT, "2025-12", YOU)):
        stage.does(command)
    stage.does(ResumeChannel(CHANNEL, ACCOUNT, YOU))
    stage.does(RevokeAutoPublish(CHANNEL, ACCOUNT, YOU))
    stage.does(ReopenPeriod(ACCOUNT, "2025-12", YOU))
    undone: list[Event] = [ChannelResumed(YOU), AutoPublishRevoked(YOU)]
    assert stage.events[3:] == [*undone, PeriodReopened("2025-12", YOU)]


@pytest.mark.parametrize(
    ("command", "ids"),
    [
        (REGISTER, {"account_id": str(NEW_ACCOUNT)}),
        (OPEN, {"channel_id": str(NEW_CHANNEL)}),
        (UPLOAD, {"asset_id": str(NEW_ASSET)}),
        (PAUSE, {}),
    ],
)
def test_a_receipt_names_what_was_begun(command: Command, ids: dict[str, str]) -> None:
    assert Stage().does(command).ids == ids


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(REGISTER, login=LOGIN, account_id=ACCOUNT), "account-exists"),
        (replace(OPEN, account_id=OTHER_ACCOUNT), "account-unknown"),
        (replace(PAUSE, account_id=OTHER_ACCOUNT), "channel-unknown"),
        (DecideRights(PHOTO, OTHER_ACCOUNT, RIGHTS), "asset-unknown"),
        (DecideRights(AssetId(NEW_ASSET), ACCOUNT, RIGHTS), "asset-unknown"),
    ],
)
def test_a_command_that_may_not_be_is_refused_and_leaves_nothing(
    command: Command, code: str
) -> None:
    stage = Stage()
    with pytest.raises(Refused) as refusal:
        stage.does(command)
    assert refusal.value.code == code
    assert stage.since == []


def test_the_sixth_channel_is_refused_by_its_account() -> None:
    stage = Stage()
    for n in range(5):
        stage.does(replace(OPEN, channel_id=ChannelId(UUID(int=60 + n)), name=f"Light {n}"))
    with pytest.raises(Refused) as refusal:
        stage.does(OPEN)
    assert refusal.value.code == "channel-limit"


def test_an_account_has_no_two_channels_of_one_name_in_any_case() -> None:
    stage = Stage()
    stage.does(OPEN)
    other = ChannelId(UUID(int=60))
    with pytest.raises(Refused, match="is called Slow Light; name another") as refusal:
        stage.does(replace(OPEN, channel_id=other, name="slow LIGHT "))
    assert refusal.value.code == "channel-name-taken"
    stage.does(replace(OPEN, channel_id=other, name="Slower Light"))


def test_a_place_that_was_kept_for_a_channel_never_opened_keeps_no_name() -> None:
    kept = ChannelSlotReserved(ChannelId(UUID(int=60)))
    Stage([*SET_UP, (account_stream(ACCOUNT), kept)]).does(OPEN)
