"""A recording as a film's voice: with the request, and later."""

from dataclasses import replace

import pytest

from commands.ports import Command
from commands.video.asking import RequestVideo
from commands.video.narration import ChooseNarration
from domain.asset import RightsDecided
from domain.brief import Aspect
from domain.channel import DefaultsDecided
from domain.event import Refused
from domain.ids import asset_stream
from domain.job import JobOpened
from domain.music import AskedMusic, MusicChoice
from domain.video.events import MusicChosen, VideoRequested
from domain.video.narration_events import NarrationChosen
from domain.work import Given
from tests.commands.stage import ATTRIBUTED, SET_UP, Stage, its
from tests.domain.video.history import INSPECTED
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DECIDED,
    OTHER_ACCOUNT,
    PHOTO,
    TEXT,
    TUNE,
    VIDEO,
    YOU,
    blob,
)

REQUEST = RequestVideo(
    VIDEO, ACCOUNT, CHANNEL, TEXT, (), Aspect.WIDE, 45, None, DECIDED, narration=TUNE
)
GIVE = ChooseNarration(VIDEO, ACCOUNT, YOU, TUNE)
READY = [*SET_UP, *its(*INSPECTED)]
SPOKEN = Given(TUNE, blob("tune"), "tune.flac")
OWED = (asset_stream(TUNE), RightsDecided(ATTRIBUTED))


def refused(stage: Stage, command: Command) -> str:
    with pytest.raises(Refused) as refusal:
        stage.does(command)
    assert stage.since == []
    return refusal.value.code


def test_a_text_and_its_recording_are_asked_for_together() -> None:
    stage = Stage([*SET_UP, OWED])
    stage.does(REQUEST)
    (requested,) = (it for it in stage.events if isinstance(it, VideoRequested))
    (chosen,) = (it for it in stage.events if isinstance(it, NarrationChosen))
    assert requested.verbatim
    assert chosen == NarrationChosen(CHANNEL, SPOKEN, ATTRIBUTED.attribution, YOU)
    assert stage.works == ["write-script"]


def test_music_and_voice_may_be_a_persons_own_at_once() -> None:
    stage = Stage()
    stage.does(replace(REQUEST, music=AskedMusic(MusicChoice(TUNE))))
    kinds = [type(it) for it in stage.events]
    assert kinds == [VideoRequested, JobOpened, MusicChosen, NarrationChosen]


def test_a_recording_is_a_sound_whose_rights_are_decided() -> None:
    assert refused(Stage(), replace(REQUEST, narration=PHOTO)) == "asset-kind"
    assert refused(Stage(READY), replace(GIVE, recording=PHOTO)) == "asset-kind"
    bare = [it for it in SET_UP if not isinstance(it[1], DefaultsDecided)]
    bare.append((asset_stream(TEXT), RightsDecided(ATTRIBUTED)))
    assert refused(Stage(bare), REQUEST) == "rights-undecided"
    assert refused(Stage([*bare, *its(*INSPECTED)]), GIVE) == "rights-undecided"


def test_a_film_that_was_made_is_told_by_a_recording_and_by_the_channels_voice_again() -> None:
    stage = Stage([*READY, OWED])
    stage.does(GIVE)
    stage.does(replace(GIVE, recording=None))
    chosen = [it for it in stage.events if isinstance(it, NarrationChosen)]
    assert chosen == [
        NarrationChosen(CHANNEL, SPOKEN, ATTRIBUTED.attribution, YOU),
        NarrationChosen(CHANNEL, None, "", YOU),
    ]
    assert stage.works == ["narrate", "narrate"]


def test_nobody_chooses_the_voice_of_anothers_film() -> None:
    stranger = replace(GIVE, account_id=OTHER_ACCOUNT, recording=None)
    assert refused(Stage(READY), stranger) == "video-unknown"
