import pytest

from domain.event import Refused
from domain.ids import AssetId
from domain.music import UNSAID, AskedMusic, Music, MusicChoice, choice_of, with_music
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.timeline import Canvas, Ducking, Role, Sound, Speech, Timeline, from_json, to_json
from tests.given import TUNE, blob

FILM = Timeline(Canvas(320, 180, 30), 60, (), sounds=(Sound(blob("voice")),))
TOLD = Narration(
    blob("voice"),
    2_000,
    Alignment.EXACT,
    (SpokenScene(0, 2_000, (Word("ice", 300, 900),)),),
)
CHANNELS = Music(TUNE, blob("tune"), "tune.flac", Ducking(25, 12))


def test_a_film_that_says_nothing_has_its_channels_music_at_its_level() -> None:
    assert UNSAID.over(CHANNELS) == MusicChoice(TUNE, Ducking(25, 12))
    assert UNSAID.over(None) is None


def test_a_film_may_have_other_music_or_none() -> None:
    other = MusicChoice(AssetId(CHANNELS.asset_id))
    assert AskedMusic(other).over(CHANNELS) == other
    assert AskedMusic(none=True).over(CHANNELS) is None


@pytest.mark.parametrize(("speaking_lu", "pausing_lu"), [(41, 10), (10, 20), (10, -1)])
def test_a_level_that_makes_no_sense_is_refused(speaking_lu: int, pausing_lu: int) -> None:
    with pytest.raises(Refused, match=f"not {speaking_lu} and {pausing_lu}") as refused:
        choice_of(TUNE, speaking_lu, pausing_lu)
    assert refused.value.code == "music-level"


def test_music_is_played_under_all_of_the_film_and_stored_with_it() -> None:
    (voice, music) = with_music(FILM, CHANNELS, TOLD).sounds
    assert (music.role, music.start_frame, music.end_frame) == (Role.MUSIC, 0, None)
    assert (voice.spoken, music.ducking) == ((Speech(300, 900),), Ducking(25, 12))
    assert from_json(to_json(with_music(FILM, CHANNELS, TOLD))).sounds == (voice, music)


def test_a_film_without_music_stays_as_it_is() -> None:
    assert with_music(FILM, None, TOLD) == FILM
