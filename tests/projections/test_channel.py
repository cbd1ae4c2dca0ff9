from datetime import date

from domain.channel import (
    AutoPublishGranted,
    AutoPublishRevoked,
    AutoPublishUsed,
    ChannelPaused,
    ChannelResumed,
    DefaultsDecided,
    PersonalityDecided,
)
from domain.event import Event
from projections.channel import PROJECTION
from projections.table import Row
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DECIDED,
    NOON,
    OPENED,
    REQUESTED,
    RIGHTS,
    VIDEO,
    YOU,
)
from tests.projections.tables import rows, told

PAUSED = ChannelPaused(YOU, "a strike")
GRANTED = AutoPublishGranted(YOU, NOON, 3)


def channel(*events: Event) -> Row:
    return rows(told(PROJECTION, CHANNEL_STREAM, OPENED, *events), "channels")[(CHANNEL,)]


def test_an_opened_channel_stands_under_its_account() -> None:
    row = channel()
    assert (row["account_id"], row["name"], row["opened_at"]) == (ACCOUNT, "Deep Time", NOON)
    assert (row["paused"], row["videos"], row["realistic"]) == (False, 0, None)


def test_a_paused_channel_says_why_until_it_is_resumed() -> None:
    paused, resumed = channel(PAUSED), channel(PAUSED, ChannelResumed(YOU))
    assert (paused["paused"], paused["paused_because"]) == (True, "a strike")
    assert (resumed["paused"], resumed["paused_because"]) == (False, "")


def test_what_was_decided_for_all_films_is_shown() -> None:
    row = channel(DefaultsDecided(DECIDED, RIGHTS))
    assert (row["realistic"], row["made_for_kids"], row["paid_promotion"]) == (False, False, False)
    assert (row["ownership"], row["licence"], row["attribution"]) == ("own", "own work", "")
    assert channel(DefaultsDecided(DECIDED, None))["ownership"] is None


def test_how_a_channel_speaks_is_shown() -> None:
    assert channel()["personality"] == ""
    assert channel(PersonalityDecided("Dry wit.", YOU))["personality"] == "Dry wit."


def test_a_grant_stands_until_it_is_revoked() -> None:
    granted, revoked = channel(GRANTED), channel(GRANTED, AutoPublishRevoked(YOU))
    assert (granted["auto_publish_until"], granted["auto_publish_per_day"]) == (NOON, 3)
    assert (revoked["auto_publish_until"], revoked["auto_publish_per_day"]) == (None, 0)


def test_films_published_under_the_grant_are_counted_by_day() -> None:
    monday, tuesday = date(2026, 1, 5), date(2026, 1, 6)
    used = [AutoPublishUsed(VIDEO, it) for it in (monday, monday, tuesday)]
    tables = told(PROJECTION, CHANNEL_STREAM, OPENED, *used)
    assert rows(tables, "channel_auto_publish_days") == {
        (CHANNEL, monday): {"used": 2},
        (CHANNEL, tuesday): {"used": 1},
    }


def test_requested_videos_are_counted() -> None:
    assert channel(REQUESTED, REQUESTED)["videos"] == 2
