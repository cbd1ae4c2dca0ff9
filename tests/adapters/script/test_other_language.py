import pytest

from adapters.script.other_language import letters_share, likely_instead, refuse_other_language
from processors.errors import InvalidInput
from tests.adapters.script.given import TEXTS, brief_of

FRENCH = (
    "Le phare se dresse sur un rocher au milieu de la mer et les marins le voient de très loin. "
    "Pendant la nuit, sa lumière tourne lentement et elle guide les bateaux vers le port. "
    "Quand la tempête arrive, les vagues montent jusqu'à la lanterne, mais la tour tient bon."
)
ARABIC = "تقف المنارة على صخرة في وسط البحر ويراها البحارة من بعيد جدا. في الليل يدور ضوؤها ببطء."
RUSSIAN = "Маяк стоит на скале посреди моря, и моряки видят свет издалека. Ночью он светит ярко."
JAPANESE = "灯台は海の真ん中の岩の上に立っています。夜になると光がゆっくり回り、船を導きます。"
CHINESE = "灯塔矗立在大海中央的岩石上，水手们从很远的地方就能看见它。夜里灯光慢慢地转动。"
NAMES = "Ada Lovelace, Karl Gauss, Emmy Noether, Niels Bohr, Lise Meitner und Max Planck. " * 5


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        (ARABIC, "en", "ar"),
        (RUSSIAN, "en", "ru"),
        (CHINESE, "en-GB", "zh"),
        (JAPANESE, "zh", "ja"),
        (FRENCH, "en", "fr"),
        (FRENCH, "de", "fr"),
        (FRENCH, "ru", "fr"),
    ],
)
def test_a_text_in_another_language_is_refused_with_the_likely_one(
    text: str, said: str, meant: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        refuse_other_language(text, said)
    assert refused.value.code == "language-mismatch"
    assert refused.value.sentence.startswith(f"This text is not in {said} but in {meant}")
    assert f"--language {meant}" in refused.value.sentence


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_in_its_own_language_is_never_refused(name: str) -> None:
    brief = brief_of(name)
    assert likely_instead(brief.source, brief.language) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ein kurzer Satz.", "en"),
        (NAMES, "en"),
        (RUSSIAN, "xx"),
        ("Mayak stoit na skale posredi morya, i moryaki vidyat ego izdaleka.", "ru-Latn"),
        ("He wrote Война и мир, and she read it twice.", "en"),
        ("12 + 12 = 24", "en"),
    ],
)
def test_an_unsure_case_is_never_refused(text: str, said: str) -> None:
    refuse_other_language(text, said)


def test_the_share_of_a_languages_own_letters_is_told() -> None:
    assert letters_share(RUSSIAN, "ru") == 1
    assert letters_share(RUSSIAN, "en") == 0
    assert letters_share("Smeaton and his tower: " + "маяк на скале", "en") == pytest.approx(
        18 / 29, abs=0.05
    )
