"""What a script says, and how long it is taken to be."""

import pytest

from domain.narration import silence_s
from domain.script import Scene, Script

SAYS = Script("Ice", "en", (Scene("Ice", ("Ice remembers.", "All of it."), "ice"),), 36.0, 0.9)


def saying(*scenes: tuple[str, ...]) -> Script:
    return Script("Other", "en", tuple(Scene("Other", it, "other") for it in scenes), 9.0)


@pytest.mark.parametrize(
    "other",
    [
        saying(("ice remembers – all of it!",)),
        saying(("Ice remembers.",), ("All of it.",)),
    ],
)
def test_signs_and_scenes_are_not_heard(other: Script) -> None:
    assert SAYS.says_as(other)


@pytest.mark.parametrize(
    "other",
    [
        saying(("Ice remembers all.",)),
        saying(("Ice remember.", "All of it.")),
    ],
)
def test_every_word_is_heard(other: Script) -> None:
    assert not SAYS.says_as(other)


def test_it_knows_how_long_it_is_usually_spoken() -> None:
    assert SAYS.usual_speech_s == pytest.approx((36.0 - silence_s(1)) / 0.9)
