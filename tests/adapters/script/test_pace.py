import pytest

from adapters.script.language import language
from adapters.script.pace import speech_seconds


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
