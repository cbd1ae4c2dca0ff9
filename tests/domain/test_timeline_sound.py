from dataclasses import replace
from typing import Any

import pytest

from domain.ids import BlobId
from domain.timeline import Canvas, Ducking, Role, Sound, Speech, Timeline, from_json, to_json

VOICE, MUSIC = (BlobId(f"sha256:{it * 64}") for it in "bc")
STORED = (
    '{"canvas":{"fps":30,"height":180,"width":320},"chapters":[],"duration_frames":60,'
    '"fonts":[],"format":1,"layers":[],"profile":{"codec":"h264","colour":"bt709-limited",'
    '"crf":21,"preset":"veryfast","segment_frames":120},"sounds":[{"audio":"sha256:'
    + "b" * 64
    + '","role":"voice","start_frame":3}]}'
).encode()
SCORED = Sound(
    MUSIC,
    Role.MUSIC,
    end_frame=60,
    offset_ms=1_500,
    gain_millibels=-150,
    fade_in_ms=10,
    fade_out_ms=2_000,
    loop_fade_ms=1_000,
    ducking=Ducking(22, 8),
)


def film(*sounds: Sound) -> Timeline:
    return Timeline(Canvas(320, 180, 30), 60, (), sounds=sounds)


def test_a_timeline_stored_before_there_was_music_is_the_same_value_and_the_same_bytes() -> None:
    stored = from_json(STORED)
    assert stored == film(Sound(VOICE, start_frame=3))
    assert to_json(stored) == STORED


def test_music_and_what_it_is_ducked_under_are_stored() -> None:
    scored = film(Sound(VOICE, spoken=(Speech(300, 900), Speech(2_000, 2_500))), SCORED)
    assert from_json(to_json(scored)) == scored


@pytest.mark.parametrize("wrong", [{"end_frame": 0}, {"offset_ms": -1}, {"loop_fade_ms": -1}])
def test_a_sound_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a sound"):
        replace(SCORED, **wrong)
