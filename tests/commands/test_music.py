"""Music under a film: with the request, from its channel, and later."""

from dataclasses import replace

import pytest

from commands.ports import Command
from commands.video.asking import RequestVideo
from commands.video.music import ChooseMusic
from domain.asset import RightsDecided
from domain.brief import Aspect
from domain.channel import ChannelMusicChosen, DefaultsDecided
from domain.event import Refused
from domain.ids import asset_stream
from domain.job import JobOpened
from domain.music import AskedMusic, Music, MusicChoice
from domain.timeline import Ducking
from domain.video.events import MusicChosen
from tests.commands.stage import SET_UP, Entry, Stage, its
from tests.domain.video.history import INSPECTED
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DECIDED,
    OTHER_ACCOUNT,
    PHOTO,
    RIGHTS,
    TEXT,
    TUNE,
    VIDEO,
    YOU,
    blob,
)

REQUEST = RequestVideo(VIDEO, ACCOUNT, CHANNEL, TEXT, (PHOTO,), Aspect.WIDE, 45, None, None)
READY = [*SET_UP, *its(*INSPECTED)]


def refused(stage: Stage, command: Command) -> str:
    with pytest.raises(Refused) as refusal:
        stage.does(command)
    assert stage.since == []
    return refusal.value.code


def test_a_film_has_its_channels_music_or_other_music_or_none() -> None:
    channels: Entry = (CHANNEL_STREAM, ChannelMusicChosen(Music(TUNE, blob("tune"), "a"), YOU))
    other = AskedMusic(MusicChoice(TUNE, Ducking(30, 20)))
    for entries, asked, under in (
        ([channels], AskedMusic(), Ducking()),
        ([channels], other, Ducking(30, 20)),
        ([], other, Ducking(30, 20)),
        ([channels], AskedMusic(none=True), None),
        ([], AskedMusic(), None),
    ):
        stage = Stage([*SET_UP, *entries])
        stage.does(replace(REQUEST, music=asked))
        chosen = [it.music for it in stage.events if isinstance(it, MusicChosen)]
        assert [it.under for it in chosen if it] == [it for it in (under,) if it]


def test_music_is_a_file_of_music_whose_rights_are_decided() -> None:
    picture = AskedMusic(MusicChoice(PHOTO))
    assert refused(Stage(), replace(REQUEST, music=picture)) == "asset-kind"
    chosen = AskedMusic(MusicChoice(TUNE))
    bare = [it for it in SET_UP if not isinstance(it[1], DefaultsDecided)]
    stage = Stage([*bare, (asset_stream(TEXT), RightsDecided(RIGHTS))])
    stage.does(replace(REQUEST, pictures=(), decided=DECIDED))
    tuned = replace(REQUEST, pictures=(), music=chosen, decided=DECIDED)
    assert refused(Stage(stage.history), tuned) == "rights-undecided"


def test_other_music_is_chosen_for_a_film_that_was_made() -> None:
    stage = Stage(READY)
    stage.does(ChooseMusic(VIDEO, ACCOUNT, YOU, MusicChoice(TUNE)))
    assert [type(it) for it in stage.events] == [MusicChosen, JobOpened]
    assert refused(Stage(READY), ChooseMusic(VIDEO, OTHER_ACCOUNT, YOU, None)) == "video-unknown"
