from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import channel
from domain.caption_look import PRESETS, AskedLook, CaptionPreset
from domain.channel import (
    AutoPublishGranted,
    AutoPublishRevoked,
    AutoPublishUsed,
    CaptionsDecided,
    Channel,
    ChannelMusicChosen,
    ChannelOpened,
    ChannelPaused,
    ChannelResumed,
    DefaultsDecided,
    FormatDecided,
    LookDecided,
    PersonalityDecided,
)
from domain.event import Decision, Event, Refused
from domain.film_format import AskedFormat, Codec, FilmFormat, Resolution
from domain.music import Music
from domain.scene.look import AskedFilmLook, Look, OwnColours, ThemeName
from tests.given import (
    ACCOUNT,
    DAY,
    DECIDED,
    HOUR,
    NOON,
    OPENED,
    OTHER_ACCOUNT,
    RIGHTS,
    TUNE,
    VIDEO,
    YOU,
    blob,
)
from tests.story import Story

PAUSED, RESUMED = ChannelPaused(YOU, "a strike"), ChannelResumed(YOU)
TODAY = NOON.date()
GRANTED = AutoPublishGranted(YOU, NOON + DAY, 1)
USED = AutoPublishUsed(VIDEO, NOON.date())
a_channel = Story(channel.evolve)
opened = a_channel.given(OPENED)


def publishes_by_itself(it: Channel) -> Decision:
    return it.use_auto_publish(VIDEO, NOON)


def test_a_channel_is_opened() -> None:
    a_channel.when(lambda it: channel.open_channel(it, OPENED)).then(OPENED)


def test_a_channel_is_opened_once() -> None:
    opened.when(lambda it: channel.open_channel(it, OPENED)).then_refused("channel-exists")


def test_a_channel_needs_a_name() -> None:
    nameless = ChannelOpened(ACCOUNT, " ", "en", "en")
    a_channel.when(lambda it: channel.open_channel(it, nameless)).then_refused("channel-name")


def test_what_holds_for_all_films_is_decided_once() -> None:
    decided = DefaultsDecided(DECIDED, RIGHTS)
    opened.when(lambda it: it.decide_defaults(DECIDED, RIGHTS, TODAY)).then(decided)
    story = opened.given(decided)
    story.when(lambda it: it.decide_defaults(DECIDED, RIGHTS, TODAY)).then_nothing()


def test_rights_may_be_left_to_each_file() -> None:
    decided = DefaultsDecided(DECIDED, None)
    opened.when(lambda it: it.decide_defaults(DECIDED, None, TODAY)).then(decided)


def test_rights_that_no_film_could_use_are_not_decided_and_all_that_is_missing_is_said() -> None:
    poor = replace(RIGHTS, licence="", commercial_use=False, expires_on=TODAY - DAY)
    with pytest.raises(Refused) as refusal:
        opened.when(lambda it: it.decide_defaults(DECIDED, poor, TODAY)).then_nothing()
    assert refusal.value.code == "licence-missing"
    for what in ("no licence", "not licensed for commercial use", "expired on 2025-12-31"):
        assert what in refusal.value.sentence


def test_what_is_said_of_the_format_changes_and_the_rest_stays() -> None:
    fast = FormatDecided(FilmFormat(fps=60), YOU)
    opened.when(lambda it: it.decide_format(AskedFormat(fps=60), YOU)).then(fast)
    small = FormatDecided(FilmFormat(Resolution.HD, 60, Codec.AV1), YOU)
    asked = AskedFormat(Resolution.HD, codec=Codec.AV1)
    opened.given(fast).when(lambda it: it.decide_format(asked, YOU)).then(small)
    opened.given(fast).when(lambda it: it.decide_format(AskedFormat(fps=60), YOU)).then_nothing()


def test_a_rate_that_no_film_is_made_in_is_refused() -> None:
    asked = AskedFormat(fps=29)
    opened.when(lambda it: it.decide_format(asked, YOU)).then_refused("format-fps")


def test_a_name_is_what_can_be_seen_of_it() -> None:
    opened_so = replace(OPENED, name="Na\u200bture")
    a_channel.when(lambda it: channel.open_channel(it, opened_so)).then_refused("hidden-character")


def test_what_is_said_of_the_captions_changes_and_the_rest_stays() -> None:
    bold = CaptionsDecided(PRESETS[CaptionPreset.BOLD], YOU)
    opened.when(lambda it: it.decide_captions(AskedLook(CaptionPreset.BOLD), YOU)).then(bold)
    own = replace(bold.look, preset=CaptionPreset.CUSTOM, weight=700)
    asked = AskedLook(weight=700)
    story = opened.given(bold)
    story.when(lambda it: it.decide_captions(asked, YOU)).then(CaptionsDecided(own, YOU))
    story.when(lambda it: it.decide_captions(AskedLook(), YOU)).then_nothing()


def test_what_is_said_of_the_look_changes_and_the_rest_stays() -> None:
    asked = AskedFilmLook(theme=ThemeName.PAPER)
    decided = LookDecided(Look(ThemeName.PAPER), YOU)
    opened.when(lambda it: it.decide_look(asked, YOU)).then(decided)
    story = opened.given(decided)
    story.when(lambda it: it.decide_look(asked, YOU)).then_nothing()
    wrong = AskedFilmLook(colours=OwnColours(text="#ffffff"))
    story.when(lambda it: it.decide_look(wrong, YOU)).then_refused("look-colour")


def test_how_a_channel_speaks_is_decided_once_and_in_one_line() -> None:
    decided = PersonalityDecided("Dry wit. No superlatives.", YOU)
    opened.when(lambda it: it.decide_personality(" Dry wit.\n No superlatives. ", YOU)).then(
        decided
    )
    story = opened.given(decided)
    story.when(lambda it: it.decide_personality(decided.personality, YOU)).then_nothing()
    story.when(lambda it: it.decide_personality("", YOU)).then(PersonalityDecided("", YOU))


def test_how_a_channel_speaks_is_said_in_five_hundred_characters() -> None:
    opened.when(lambda it: it.decide_personality("a" * 501, YOU)).then_refused("personality-length")
    longest = PersonalityDecided("a" * 500, YOU)
    opened.when(lambda it: it.decide_personality("a" * 500, YOU)).then(longest)


def test_captions_that_cannot_be_read_are_refused() -> None:
    asked = AskedLook(colour="#202020")
    opened.when(lambda it: it.decide_captions(asked, YOU)).then_refused("caption-contrast")


def test_a_channel_is_paused_and_resumed() -> None:
    opened.when(lambda it: it.pause(YOU, "a strike")).then(PAUSED)
    opened.given(PAUSED).when(lambda it: it.resume(YOU)).then(RESUMED)


def test_pausing_twice_or_resuming_a_running_channel_adds_nothing() -> None:
    opened.given(PAUSED).when(lambda it: it.pause(YOU, "again")).then_nothing()
    opened.given(PAUSED, RESUMED).when(lambda it: it.resume(YOU)).then_nothing()


def test_a_paused_channel_takes_no_requests() -> None:
    story = opened.given(PAUSED)
    story.when(lambda it: channel.must_take_requests(it, ACCOUNT)).then_refused("channel-paused")


def test_an_open_channel_takes_requests() -> None:
    opened.when(lambda it: channel.must_take_requests(it, ACCOUNT)).then_nothing()


@pytest.mark.parametrize("story", [a_channel, opened])
def test_another_accounts_channel_is_as_unknown_as_none(story: Story[Channel]) -> None:
    story.when(lambda it: channel.must_take_requests(it, OTHER_ACCOUNT)).then_refused(
        "channel-unknown"
    )


def grants(until: datetime, per_day: int = 1) -> Callable[[Channel], Decision]:
    return lambda it: it.grant_auto_publish(YOU, until, per_day, NOON)


def test_publishing_unseen_is_granted_for_a_time() -> None:
    opened.when(grants(NOON + DAY)).then(GRANTED)


@pytest.mark.parametrize("until", [NOON, NOON - DAY, NOON + 30 * DAY + HOUR])
def test_a_grant_lies_ahead_and_ends_within_thirty_days(until: datetime) -> None:
    opened.when(grants(until)).then_refused("grant-time")


def test_a_grant_that_is_over_is_told_so() -> None:
    with pytest.raises(Refused, match="until lies in the past; name a time within 30 days"):
        list(opened.state.grant_auto_publish(YOU, NOON - DAY, 1, NOON))


def test_a_grant_has_room_for_a_film() -> None:
    opened.when(grants(NOON + DAY, 0)).then_refused("grant-per-day")


def test_a_film_is_published_under_the_grant() -> None:
    opened.given(GRANTED).when(publishes_by_itself).then(USED)


def test_a_grant_has_so_much_room_a_day_and_no_more() -> None:
    opened.given(GRANTED, USED).when(publishes_by_itself).then_nothing()


def test_the_next_day_has_room_again() -> None:
    tomorrow = NOON + DAY - HOUR
    story = opened.given(GRANTED, USED)
    story.when(lambda it: it.use_auto_publish(VIDEO, tomorrow)).then(
        AutoPublishUsed(VIDEO, tomorrow.date())
    )


def test_renewing_a_grant_does_not_empty_the_day() -> None:
    opened.given(GRANTED, USED, GRANTED).when(publishes_by_itself).then_nothing()


@pytest.mark.parametrize(
    "history",
    [
        (),
        (GRANTED, PAUSED),
        (GRANTED, AutoPublishRevoked(YOU)),
        (AutoPublishUsed(VIDEO, NOON.date()),),
    ],
)
def test_without_a_grant_nothing_goes_out_unseen(history: tuple[Event, ...]) -> None:
    opened.given(*history).when(publishes_by_itself).then_nothing()


def test_a_grant_that_has_ended_publishes_nothing() -> None:
    story = opened.given(AutoPublishGranted(YOU, NOON, 1))
    story.when(publishes_by_itself).then_nothing()


def test_a_grant_is_revoked_once() -> None:
    opened.given(GRANTED).when(lambda it: it.revoke_auto_publish(YOU)).then(AutoPublishRevoked(YOU))
    opened.when(lambda it: it.revoke_auto_publish(YOU)).then_nothing()


EVENTS = [DefaultsDecided(DECIDED, None), PAUSED, RESUMED, GRANTED, AutoPublishRevoked(YOU), USED]


@given(st.lists(st.sampled_from(EVENTS)))
def test_any_history_folds(history: list[Event]) -> None:
    assert opened.given(*history).state.account_id == ACCOUNT


def test_music_is_chosen_once() -> None:
    tune = Music(TUNE, blob("tune"), "tune.flac")
    chosen = ChannelMusicChosen(tune, YOU)
    opened.when(lambda it: it.choose_music(tune, YOU)).then(chosen)
    opened.given(chosen).when(lambda it: it.choose_music(tune, YOU)).then_nothing()
