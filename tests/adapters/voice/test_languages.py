import pytest

from adapters.voice.languages import EspeakLanguages
from processors.errors import InvalidInput


@pytest.mark.parametrize("language", ["en", "pt-BR", "de", "zh"])
def test_a_language_that_the_voice_speaks_is_taken(language: str) -> None:
    EspeakLanguages().refuse(language)


def test_a_language_that_it_does_not_speak_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="does not speak 'zz'") as refused:
        EspeakLanguages().refuse("zz")
    assert refused.value.code == "language-unknown"
