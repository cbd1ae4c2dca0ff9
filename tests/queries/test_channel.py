from uuid import UUID

from domain.channel import AutoPublishGranted, DefaultsDecided
from domain.ids import ChannelId, account_stream, channel_stream
from queries import account, channel
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DECIDED,
    NOON,
    OPENED,
    OTHER_ACCOUNT,
    RIGHTS,
    YOU,
)
from tests.projections.test_account import REGISTERED, TAKEN
from tests.queries.served import on, served, told

OTHER = ChannelId(UUID(int=33))


async def test_a_channel_tells_what_was_decided_and_granted(database_url: str) -> None:
    decided, granted = DefaultsDecided(DECIDED, RIGHTS), AutoPublishGranted(YOU, NOON, 3)
    async with served(database_url, on(CHANNEL_STREAM, OPENED, decided, granted)) as reader:
        its = told(await channel.one(reader, ACCOUNT, CHANNEL))
    assert (its["name"], its["paused"], its["videos"]) == ("Deep Time", False, 0)
    assert its["decided"] == {
        "realistic": False,
        "made_for_kids": False,
        "paid_promotion": False,
    }
    assert its["rights"] == {"ownership": "own", "licence": "own work", "attribution": ""}
    assert its["auto_publish"] == {
        "until": "2026-01-01T12:00:00+00:00",
        "per_day": 3,
        "used_today": 0,
    }


async def test_a_new_channel_has_nothing_decided(database_url: str) -> None:
    async with served(database_url, on(CHANNEL_STREAM, OPENED)) as reader:
        its = told(await channel.one(reader, ACCOUNT, CHANNEL))
    assert (its["decided"], its["rights"], its["auto_publish"]) == (None, None, None)


async def test_an_account_sees_its_own_channels_oldest_first(database_url: str) -> None:
    history = [*on(channel_stream(OTHER), OPENED), *on(CHANNEL_STREAM, OPENED)]
    async with served(database_url, history) as reader:
        its = told(await channel.all_of(reader, ACCOUNT))["items"]
        others = told(await channel.all_of(reader, OTHER_ACCOUNT))["items"]
        assert await channel.one(reader, OTHER_ACCOUNT, CHANNEL) is None
    assert [it["channel_id"] for it in its] == [str(OTHER), str(CHANNEL)]
    assert others == []


async def test_an_account_knows_how_many_places_are_taken(database_url: str) -> None:
    async with served(database_url, on(account_stream(ACCOUNT), REGISTERED, TAKEN)) as reader:
        its = told(await account.one(reader, ACCOUNT))
    assert (its["role"], its["channels"], its["channels_max"]) == ("owner", 1, 5)
