import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.language import language
from adapters.script.pace import room_seconds, scenes_of, speech_seconds, told_seconds


@pytest.mark.parametrize(
    ("tag", "text", "seconds"),
    [
        ("en", "lamp " * 169, 60.10),
        ("en-GB", "in 1759", 1.07),
        ("de", "Licht " * 132, 59.79),
        ("zh", "水" * 189, 60.10),
        ("sw", "taa " * 136, 59.93),
        ("en", "— …", 0.0),
    ],
)
def test_the_time_to_say_a_text_follows_the_language(tag: str, text: str, seconds: float) -> None:
    assert speech_seconds(text, language(tag)) == pytest.approx(seconds, abs=0.01)


@given(st.floats(10, 600), st.floats(0.5, 2))
def test_what_there_is_room_for_is_told_in_that_time(told_s: float, ratio: float) -> None:
    spoken_s = room_seconds(told_s, ratio)
    assert told_seconds(spoken_s, scenes_of(spoken_s), ratio) == pytest.approx(told_s, abs=0.7)


def test_a_short_film_has_room_for_less_of_speech() -> None:
    assert room_seconds(10) < 0.85 * 10
    assert room_seconds(45) > 0.98 * 45


def test_no_length_leaves_room_for_less_than_nothing() -> None:
    assert room_seconds(1.0) == 0.0
