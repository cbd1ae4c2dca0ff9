import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.cleaning import blocks
from adapters.script.language import language
from adapters.script.sentences import clauses, leans_on_what_came_before, sentences, split

# "|" marks where a sentence ends.
TEXTS = {
    "en": [
        "Dr. J. E. Smith paid $3.50 to the U.S. Navy.|See Fig. 3.|It rose 3.5 % in Jan. 2020.",
        '"It works," he said.|"Does it?" asked Mr. Lee.|He closed Acme Inc. at 5 p.m.|He left.',
        "He looked at the art.|Then it rained... and rained.|The price (cf. p. 7) fell.",
        '"It stood. It stands," she said.|Nobody answered.',
    ],
    "de": [
        "Am 3. Oktober kam die Wende, z. B. in Berlin.|Im 19. Jahrhundert war das so.",
        "Dr. Müller sagte: „Das ist gut.“|Es waren ca. 3,5 Mio. Euro.|Ludwig XIV. war König.",
    ],
    "es": ["No es una zanja al nivel del mar.|Los barcos suben.|¿Qué pasó?|¡Nada!"],
    "fr": ["M. Dupont a vu Mme. Martin.|Il est parti.|Rien !"],
    "zh": ["水在零度结冰。|“这是真的吗？”他问。|是的！|气温下降了3.5度。"],
    "ja": ["水は零度で凍ります。|「本当ですか。」と彼は言った。|はい！"],
    "ar": ["هذا كتاب.|هل هو جيد؟|نعم!|درجة الحرارة 3.5 درجة."],
    "hi": ["यह एक किताब है।|क्या यह अच्छी है?|हाँ।"],
}


@pytest.mark.parametrize(("tag", "marked"), [(t, it) for t, them in TEXTS.items() for it in them])
def test_sentences_end_where_a_reader_of_the_language_ends_them(tag: str, marked: str) -> None:
    joint = "" if language(tag).ideographic else " "
    assert split(marked.replace("|", joint), language(tag)) == marked.split("|")


@pytest.mark.parametrize(
    ("tag", "text", "leans"),
    [
        ("en", "However, it rained.", True),
        ("en", "It's a tower.", True),
        ("en", "Only a third do.", True),
        ("en", "Thistles grow here.", False),
        ("de", "Deshalb regnet es.", True),
        ("de", "Sommer und Winter.", False),
        ("es", "Sin embargo, llovió.", True),
        ("zh", "因此，水结冰。", True),
        ("fi", "Se oli torni.", False),
    ],
)
def test_a_sentence_that_points_back_is_known(tag: str, text: str, *, leans: bool) -> None:
    assert leans_on_what_came_before(text, language(tag)) is leans


def test_a_sentence_without_an_end_is_broken_at_its_own_pauses() -> None:
    giant = ", ".join(f"the keeper of tower {n} lit the lamp at dusk" for n in range(9)) + "."
    pieces = clauses(giant, language("en"))
    assert " ".join(pieces) == giant
    assert all(len(it.split()) <= 20 for it in pieces)


def test_a_transcript_without_punctuation_is_cut_between_words() -> None:
    giant = " ".join(f"word{n}" for n in range(500))
    pieces = clauses(giant, language("en"))
    assert " ".join(pieces) == giant
    assert max(len(it.split()) for it in pieces) <= 18


def test_every_sentence_knows_its_section_and_its_paragraph() -> None:
    source = "# Reef\n\nThe reef is old. It is hard.\n\n## Tower\n\nThe tower is new."
    found = sentences(blocks(source, language("en")), language("en"))
    assert [(it.section, it.first, it.leans) for it in found] == [
        ("Reef", True, False),
        ("Reef", False, True),
        ("Tower", True, False),
    ]


@given(st.text(alphabet='abc .,!?"“”()\n3', max_size=200))
def test_no_sign_is_lost_or_added_by_splitting(text: str) -> None:
    line = " ".join(text.split())
    assert "".join(split(line, language("en"))).replace(" ", "") == line.replace(" ", "")


def test_an_object_without_its_name_leans_even_at_the_opening_of_a_paragraph() -> None:
    english = language("en")
    parts = blocks("The tower stood long.\n\nFire, not water, ended it.", english)
    found = sentences(parts, english)
    assert [(it.leans, it.first) for it in found] == [(False, True), (True, False)]
