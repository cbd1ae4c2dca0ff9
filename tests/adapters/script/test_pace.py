import pytest

from adapters.script.language import language
from adapters.script.pace import speech_seconds


@pytest.mark.parametrize(
    ("tag", "text", "seconds"),
    [
        ("en", "lamp " * 160, 60.15),
        ("en-GB", "in 1759", 1.13),
        ("de", "Licht " * 125, 59.86),
        ("zh", "水" * 178, 59.83),
        ("sw", "taa " * 129, 60.09),
        ("en", "— …", 0.0),
    ],
)
def test_the_time_to_say_a_text_follows_the_language(tag: str, text: str, seconds: float) -> None:
    assert speech_seconds(text, language(tag)) == pytest.approx(seconds, abs=0.01)
