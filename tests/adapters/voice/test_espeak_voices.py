from pathlib import Path

import espeakng_loader
import pytest

from adapters.voice.espeak_voices import refuse_unspoken, voice_for, voices
from processors.errors import InvalidInput

KNOWN = voices(Path(espeakng_loader.get_data_path()))


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "en-US"),
        ("en-GB", "en"),
        ("en-AU", "en-US"),
        ("de-AT", "de"),
        ("es-MX", "es-419"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt"),
        ("fr-FR", "fr"),
        ("zh-Hant-TW", "cmn"),
        ("zh-HK", "yue"),
        ("nb_NO", "nb"),
        ("NO", "nb"),
        ("ja", "ja"),
        ("iw", "he"),
    ],
)
def test_a_language_has_its_voice(language: str, voice: str) -> None:
    assert voice_for(language, "default", KNOWN) == voice


def test_a_manner_is_put_on_any_voice() -> None:
    assert voice_for("it", "female", KNOWN) == "it+Annie"


@pytest.mark.parametrize(("language", "near"), [("esp", "es"), ("deu", "de"), ("xx", "xex")])
def test_an_unspoken_language_is_refused_with_near_ones(language: str, near: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        voice_for(language, "", KNOWN)
    assert refused.value.code == "language-unspoken"
    assert near in refused.value.sentence.partition("near ones: ")[2].rstrip(".").split(", ")


@pytest.mark.parametrize("language", ["", "-", "☃"])
def test_no_language_at_all_is_refused(language: str) -> None:
    with pytest.raises(InvalidInput):
        voice_for(language, "", KNOWN)


def test_a_text_in_another_alphabet_is_refused_before_it_is_spoken() -> None:
    with pytest.raises(InvalidInput) as refused:
        refuse_unspoken("Маяк стоит на скале посреди моря, и моряки видят свет издалека.", "en")
    assert refused.value.code == "language-mismatch"
    assert "--language ru" in refused.value.sentence


def test_the_marks_of_a_page_are_not_taken_for_its_language() -> None:
    style = "<style>" + "body { color: red; margin: none } " * 20 + "</style>"
    refuse_unspoken(f"{style}<p>Маяк стоит на скале посреди моря, ночью он светит.</p>", "ru")
