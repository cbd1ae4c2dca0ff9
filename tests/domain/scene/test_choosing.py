import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scene.cards import (
    Chart,
    Comparison,
    Listing,
    Number,
    Quote,
    SceneCard,
    Statement,
    Title,
    Years,
)
from domain.scene.choosing import candidates, chosen, statement
from domain.scene.icons import ICONS, icon_for
from domain.script import Scene, Script

FIRST = Scene("The start", ("It begins.",), "It begins")


def script(*scenes: Scene, language: str = "en") -> Script:
    return Script("How bees live", language, scenes, 9.0)


def second(*sentences: str, phrase: str = "A phrase to show") -> SceneCard:
    """What the scene after the first is shown as."""
    return next(candidates(script(FIRST, Scene("Bees", sentences, phrase)), 1))


def test_the_first_scene_shows_the_title() -> None:
    assert next(candidates(script(FIRST), 0)) == Title("How bees live", "The start")


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        (["China makes 450 t, Turkey 110 t and Peru 68 t."], Chart),
        (["In 1851, one.", "In 1923, two.", "In 1973, three."], Years),
        (["“Nothing in life is to be feared,” said Marie Curie."], Quote),
        (["Bees need nectar, pollen and water."], Listing),
        (["A bee visits 1,250 flowers on an ordinary day."], Number),
        (["Diesel makes 90 g, an electric car 20 g."], Comparison),
        (["Old maps were drawn by hand, but new ones are not."], Comparison),
        (["There is nothing here that would make a picture of its own."], Statement),
    ],
)
def test_a_card_is_chosen_by_what_its_text_holds(sentences: list[str], kind: type) -> None:
    assert isinstance(second(*sentences), kind)


def test_a_number_says_what_it_counts() -> None:
    card = second("A bee visits 1,250 flowers on an ordinary day.")
    assert isinstance(card, Number)
    assert card.text == "flowers on an ordinary day"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [("They fly at 24 km/h.", "They fly at 24 km/h"), (f"All {'very ' * 20}24 km/h.", "Bees")],
)
def test_a_number_at_the_end_has_its_sentence_or_the_heading(sentence: str, said: str) -> None:
    card = second(sentence)
    assert isinstance(card, Number)
    assert card.text == said


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("It fell from 6 million to 2.7 million, and then rose to 3.8 million in 2022.",
         "rose to 3.8 million in 2022"),
        ("They lost 8 % in Spain, then 12 % in Germany and 25 % in Denmark.", "They lost 8 %"),
        ("They visit between 5 and 12 flowers.", "They visit flowers"),
    ],
)  # fmt: skip
def test_one_of_several_figures_of_a_sentence_makes_no_card(sentence: str, phrase: str) -> None:
    assert isinstance(second(sentence, phrase=phrase), Statement)


@pytest.mark.parametrize(
    "sentence", ["She has 2 wings on every side.", "It was lit on 14 November 1698 at last."]
)
def test_a_small_bare_number_or_a_date_makes_no_card(sentence: str) -> None:
    assert isinstance(second(sentence), Statement)


def test_the_longest_word_of_a_statement_is_struck() -> None:
    card = second("Nothing.", phrase="a bee remembers it all,")
    assert card == Statement("A bee remembers it all", "Bees", 2, 3)


def test_a_statement_of_one_word_or_of_little_words_has_none_struck() -> None:
    for phrase in ("Remember", "it is so"):
        card = second("Nothing.", phrase=phrase)
        assert isinstance(card, Statement)
        assert card.key_start == card.key_end


def test_a_heading_that_says_the_same_or_is_long_is_left_out() -> None:
    for heading in ("The same", "A heading " * 8):
        scene = Scene(heading, ("Nothing.",), "The same")
        card = next(candidates(script(FIRST, scene), 1))
        assert isinstance(card, Statement)
        assert card.heading == ""


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Grund", "Der Grund dafür war einfach."),
        ("Of the morning", "It is the light of the morning."),
        ("The light of", "It is the light of the morning."),
        ("Which they have", "It is all which they have."),
        ("And", "And so on."),
        ("…", "And so on."),
        ("今天", "今天是晴天。"),
        ("Nectar at noon", "The bees find nectar at noon."),
    ],
)
def test_one_word_of_the_text_a_torn_phrase_or_one_said_beside_it_is_no_heading(
    heading: str, said: str
) -> None:
    scene = Scene(heading, (said,), said)
    assert statement(scene).heading == ""


@pytest.mark.parametrize("heading", ["A short life", "The queen", "Payment", "Light at noon"])
def test_a_whole_phrase_or_a_word_of_its_own_is_a_heading(heading: str) -> None:
    scene = Scene(heading, ("Light: the queen sees life.",), "Something else")
    assert statement(scene).heading == heading


def test_a_bare_number_of_which_nothing_short_is_said_makes_no_card() -> None:
    assert isinstance(second(f"All {'very ' * 20}24."), Statement)


def test_a_number_within_a_phrase_has_its_sentence() -> None:
    card = second("A colony of 40,000 bees shares the work.")
    assert isinstance(card, Number)
    assert card.text == "A colony of 40,000 bees shares the work"


SENTENCES = st.sampled_from(
    [
        "Bees need nectar, pollen and water.",
        "A bee visits 1,250 flowers on an ordinary day.",
        "There is nothing here.",
        "Old maps were drawn by hand, but new ones are not.",
    ]
)


@given(st.lists(SENTENCES, min_size=1, max_size=8), st.data())
def test_no_layout_is_seen_four_times_in_a_row(told: list[str], data: st.DataObject) -> None:
    scenes = [Scene("Bees", (it,), "A phrase to show") for it in told]
    shown = frozenset(n for n in range(len(told)) if data.draw(st.booleans()))
    layouts = [(card.KIND, centred) for card, centred in chosen(script(*scenes), shown).values()]
    assert len(layouts) == len(shown)
    assert all(len(set(layouts[n : n + 4])) > 1 for n in range(len(layouts) - 3))


def test_an_icon_is_chosen_by_key_words_of_many_languages() -> None:
    told = ("Time is short", "Die Zeit vergeht", "Время идёт", "時間です", "الوقت")
    assert [icon_for(it) for it in told] == ["clock", "clock", "clock", "clock", ""]
    assert icon_for("It is a solid thing") == ""
    assert icon_for("The bees fly to a flower") in ICONS
