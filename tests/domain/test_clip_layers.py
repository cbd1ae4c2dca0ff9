from dataclasses import replace

import pytest

from domain import motion
from domain.clip import ClipSound, Footage
from domain.clip_layers import SLOWEST, clip_layer, clip_sounds
from domain.ids import BlobId
from domain.motion import MICROS
from domain.timeline import Canvas, Clip, Ducking, Role
from domain.timeline.spans import OPAQUE

FPS = 30
FOOTAGE = Footage(BlobId("sha256:" + "c" * 64), "hive.mp4", 1_000, 5_000, ClipSound.MUTED)
HEARD = replace(FOOTAGE, sound=ClipSound.DUCKED)
SHORT = replace(FOOTAGE, out_ms=3_000)


def played(footage: Footage, seconds: float) -> Clip:
    return clip_layer(footage, 10, 10 + round(seconds * FPS), FPS, OPAQUE)


def test_a_clip_longer_than_its_scene_ends_with_it() -> None:
    clip = played(FOOTAGE, 3)
    assert (clip.rate, clip.repeats) == (MICROS, False)
    assert clip.due_us(99, FPS) < 4_000_000


@pytest.mark.parametrize("seconds", [4.1, 5, 6])
def test_a_clip_a_little_too_short_is_slowed_to_last_its_scene(seconds: float) -> None:
    clip = played(FOOTAGE, seconds)
    assert SLOWEST <= clip.rate < MICROS
    assert not clip.repeats
    assert clip.over_frame(FPS) >= clip.end_frame - 1


@pytest.mark.parametrize("seconds", [7, 8, 9.5, 13, 40])
def test_a_clip_much_too_short_repeats_and_is_never_hurried(seconds: float) -> None:
    clip = played(FOOTAGE, seconds)
    assert clip.repeats
    assert SLOWEST < clip.rate <= MICROS


def test_a_clip_of_a_moment_is_slowed_then_held_while_the_camera_goes_nearer() -> None:
    clip = played(SHORT, 9)
    assert (clip.rate, clip.repeats) == (SLOWEST, False)
    over = clip.over_frame(FPS)
    assert [motion.at(clip.camera, it)[2] for it in (10, over)] == [1, 1]
    assert 1 < motion.at(clip.camera, clip.end_frame)[2] <= 1.06


def test_a_clip_that_is_heard_keeps_its_pace() -> None:
    clip = played(HEARD, 9)
    assert (clip.rate, clip.repeats) == (MICROS, False)


def test_a_clip_that_is_heard_sounds_under_the_voice_as_long_as_it_moves() -> None:
    shown = [(FOOTAGE, played(FOOTAGE, 9)), (HEARD, played(HEARD, 9))]
    (sound,) = clip_sounds(shown, Canvas(320, 180, FPS))
    assert (sound.role, sound.offset_ms, sound.ducking) == (Role.CLIP, 1_000, Ducking())
    assert (sound.start_frame, sound.end_frame) == (10, 10 + 4 * FPS)
