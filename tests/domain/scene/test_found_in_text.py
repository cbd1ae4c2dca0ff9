"""What a text is found to hold: lists, quotes, contrasts, years, charts."""

import pytest

from domain.scene.cards import Quote, Side
from domain.scene.contrasts import comparison
from domain.scene.dated import chart, timeline
from domain.scene.lists import items
from domain.scene.quotes import quote


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Bees need nectar, pollen and water.", ("Nectar", "Pollen", "Water")),
        ("A hive has three: the queen, the workers, and the drones.",
         ("The queen", "The workers", "The drones")),
        ("Man braucht Mehl, Wasser und Salz.", ("Mehl", "Wasser", "Salz")),
        ("Пчёлам нужны нектар, пыльца и вода.", ("Нектар", "Пыльца", "Вода")),
        ("必要なもの：花粉、水、巣。", ("花粉", "水", "巣")),
    ],
)  # fmt: skip
def test_a_list_is_named_by_its_things(sentence: str, named: tuple[str, ...]) -> None:
    assert items(sentence) == named


@pytest.mark.parametrize(
    "sentence",
    [
        "When spring comes, the hive wakes, and bees fly.",
        "Bees need nectar, nectar and nectar.",
        "It has 3 wings, 4 legs and 5 eyes.",
        "A sentence without anything named in it goes on and on.",
        "El agua dulce, que terminan y el mar.",
        "",
    ],
)
def test_clauses_repeated_things_and_figures_are_no_list(sentence: str) -> None:
    assert items(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "author"),
    [
        ("“Nothing in life is to be feared,” said Marie Curie.", "Marie Curie"),
        ("Er schrieb: „Ich weiß, dass ich nichts weiß“, so Sokrates.", "Sokrates"),
        ("As Ada Lovelace put it, “it weaves algebraic patterns like a loom.”", "Ada Lovelace"),
        ("老子说：「千里之行，始于足下。」", ""),
    ],
)
def test_a_quote_is_found_with_whose_it_is(sentence: str, author: str) -> None:
    found = quote(sentence)
    assert isinstance(found, Quote)
    assert found.author == author


@pytest.mark.parametrize(
    "sentence", ['The word "hive" is old.', "No marks at all.", f"“{'a ' * 90}”"]
)
def test_a_word_in_marks_or_a_speech_is_no_quote(sentence: str) -> None:
    assert quote(sentence) is None


def test_two_figures_of_one_unit_are_set_against_each_other() -> None:
    found = comparison("Diesel makes 90 g, an electric car 20 g.", "Cars", "en")
    assert found is not None
    assert (found.left, found.right) == (
        Side("90 g", "Diesel makes"),
        Side("20 g", "An electric car"),
    )


def test_a_word_that_sets_apart_makes_two_sides() -> None:
    found = comparison("Früher war es still, aber heute ist es laut.", "", "de")
    assert found is not None
    assert (found.left.head, found.right.head) == ("Früher war es still", "Heute ist es laut")


@pytest.mark.parametrize(
    "sentence",
    [
        "One of 3 and another of 4.",
        "It grew from 3 kg to 4 m.",
        "It grew from 3 kg to 4 kg.",
        "Profits grew from 10 % in 2001 to 25 % in 2010.",
        "The share is 8 % in Spain, 12 % in Germany.",
        "All the many things that were ever said of these small animals weigh 3 g, 4 g.",
        "Nothing here, nothing there.",
        f"It is {'very ' * 12}old, but new.",
    ],
)
def test_what_has_no_two_short_sides_is_no_comparison(sentence: str) -> None:
    assert comparison(sentence, "", "en") is None


def test_rising_years_are_a_timeline_with_what_happened() -> None:
    told = ["In 1851, a hive was built.", "In 1923 the dance was read.", "The prize came in 1973."]
    found = timeline(told, "History", "en")
    assert found is not None
    assert [(it.year, it.text) for it in found.moments] == [
        ("1851", "A hive was built"),
        ("1923", "The dance was read"),
        ("1973", "The prize came"),
    ]


def test_what_is_said_of_a_year_begins_with_no_and_and_is_not_torn_off() -> None:
    told = ("In 1698 it was led by.", "In 1703, and the storm took it.", "It came back in 1882.")
    found = timeline(told, "", "en")
    assert found is not None
    assert [it.text for it in found.moments] == ["", "The storm took it", "It came back"]


def test_years_that_do_not_rise_are_no_timeline() -> None:
    assert timeline(["In 1973 a.", "In 1923 b.", "In 1851 c."], "", "en") is None


def test_a_year_of_which_too_much_is_said_stands_alone() -> None:
    long = "In 1851 " + "very " * 12 + "old."
    found = timeline([long, "In 1923 b.", "In 1973 c."], "", "en")
    assert found is not None
    assert found.moments[0].text == ""


def test_figures_by_year_are_a_line() -> None:
    told = ["In 2000, the share was 6 %.", "By 2010 it was 17 %, in 2020 it reached 45 %."]
    found = chart(told, "Share", "en")
    assert found is not None
    assert found.line
    assert [(it.label, it.figure.text) for it in found.values] == [
        ("2000", "6 %"),
        ("2010", "17 %"),
        ("2020", "45 %"),
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The share was 1 % in 1990. In 2000 the share rose to 2 %. In 2010 it fell to 1 %"),
        ("de", "1990 lag der Anteil bei 2 %. 2000 betrug der Anteil 3 %. 2010 waren es schon 4 %"),
        ("fr", "En 1990 la part est 2 %. En 2000 elle est 3 %. En 2010 la part monte à 4 %"),
    ],
)  # fmt: skip
def test_years_that_go_on_with_one_subject_make_one_line(language: str, told: str) -> None:
    found = chart(told.split(". "), "", language)
    assert found is not None
    assert [it.label for it in found.values] == ["1990", "2000", "2010"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "In 1990 wheat was 20 %. In 2000 crime fell to 15 %. In 2010 rents rose by 40 %"),
        ("en", "In 1990 wheat made 20 %. In 2000 maize made 30 %. In 2010 rice made 40 %"),
        ("en", "In 1990 the mean price was 2 %. In 2000 the mean wage was 3 %. In 2010 it was 4 %"),
        ("en", "In 1990 20 % of farms burned. In 2000 30 % of cars burned. In 2010 it was 40 %"),
        ("de", "1990 lag der Weizen bei 20 %. 2000 lag der Mais bei 30 %. 2010 lag Reis bei 40 %"),
    ],
)
def test_years_of_several_subjects_are_a_timeline_and_no_chart(language: str, told: str) -> None:
    sentences = told.split(". ")
    assert chart(sentences, "", language) is None
    assert timeline(sentences, "", language) is not None


def test_figures_by_name_are_bars() -> None:
    found = chart(["China makes 450 t, Turkey 110 t and Peru 68 t."], "Honey", "en")
    assert found is not None
    assert not found.line
    assert [it.label for it in found.values] == ["China", "Turkey", "Peru"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Profits grew from 10 % in 2001 to 25 % in 2010 and 60 % in 2020.",
         [("2001", "10 %"), ("2010", "25 %"), ("2020", "60 %")]),
        ("Costs fell from 100 dollars in 2010 to 40 dollars in 2015 and 20 dollars in 2020.",
         [("2010", "100 dollars"), ("2015", "40 dollars"), ("2020", "20 dollars")]),
        ("It is 8 % in Spain, 12 % in Germany, and 25 % in the Netherlands, they say.",
         [("Spain", "8 %"), ("Germany", "12 %"), ("Netherlands", "25 %")]),
    ],
)  # fmt: skip
def test_a_year_or_a_place_behind_each_figure_is_its_own(
    sentence: str, values: list[tuple[str, str]]
) -> None:
    found = chart([sentence], "", "en")
    assert found is not None
    assert [(it.label, it.figure.text) for it in found.values] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "Numbers fell from 6 million to 2.7 million, and then rose to 3.8 million in 2022.",
        "They lost 8 % in Spain, then 12 % in Germany, then 25 % in Denmark, 30 % in France.",
        "Profits of 10 % in 2001 and 25 % in 2010, 60 % at last, and 70 % in 2020.",
        "It grew by 10 % in 2001, fell by 25 % in 2010 and grew by 60 % in 2020.",
        "Honey from China 450 t, Turkey 110 t and Peru 68 t.",
        "It began in 2001, with 1 % in 2002 and 2 % in 2003, 3 % in all, in 2005 4 %, in 2006 5 %.",
        "Es stieg von 10 % auf 25 % und dann auf 60 %.",
    ],
)
def test_figures_of_which_it_is_doubtful_whose_they_are_are_no_chart(sentence: str) -> None:
    assert chart([sentence], "", "en") is None


@pytest.mark.parametrize("sentence", ["China 450 t, Turkey 110 kg, Peru 68 t.", "Only 450 t here."])
def test_figures_of_several_units_or_too_few_are_no_chart(sentence: str) -> None:
    assert chart([sentence], "", "en") is None
