# ruff: noqa: RUF001  every script's own digits are meant
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scene.figures import Figure, figures, years


def written(text: str, language: str = "en") -> list[str]:
    return [it.figure.text for it in figures(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It costs $1,250.50 and takes 20 % of it.", "en", ["$1,250.50", "20 %"]),
        ("Es sind 1.250,5 km/h und 12.000 Menschen.", "de", ["1.250,5 km/h", "12.000"]),
        ("12 000 personnes, soit 7,5 %", "fr", ["12 000", "7,5 %"]),
        ("日本には3000万人がいる", "ja", ["3000万"]),
        ("१२,००० लोग", "hi", ["१२,०००"]),
        ("٢٠٪ من الناس", "ar", ["٢٠٪"]),
        ("In the 1870s it took 12 s.", "en", ["12 s"]),
        ("About 40 percent of 3.5 million", "en", ["40 percent", "3.5 million"]),
    ],
)
def test_a_figure_is_found_and_written_as_in_its_language(
    text: str, language: str, expected: list[str]
) -> None:
    assert written(text, language) == expected


@pytest.mark.parametrize("text", ["v2.0", "1,2,3", "12,34,567", "9" * 20])
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert written(text) == []


def test_one_mark_groups_in_one_language_and_begins_decimals_in_another() -> None:
    assert [it.figure.value for it in figures("1.250", "de")] == [1250]
    assert [it.figure.value for it in figures("1.250", "en")] == [1.25]


def test_a_figure_is_counted_up_to_in_its_own_writing() -> None:
    figure = Figure(125050, 2, "$", "", ",")
    assert [figure.counted(it) for it in (0, 0.01, 1)] == ["$0.00", "$12.50", "$1,250.50"]
    assert figure.number == "1,250.50"
    assert Figure(12, zero="०").counted(0.5) == "६"


def test_four_digits_alone_are_a_year_and_those_of_a_unit_are_not() -> None:
    told = "In 1973 it was 2014 km, in 12 years 1,999."
    assert [it.figure.text for it in years(told, "en")] == ["1973"]


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["en", "de"]))
def test_what_is_written_is_found_again(digits: int, decimals: int, language: str) -> None:
    marks = (",", ".") if language == "en" else (".", ",")
    figure = Figure(digits, decimals, "", " %", marks[0], marks[1] if decimals else ".")
    found = [it.figure for it in figures(f"It is {figure.text} now.", language)]
    assert [it.text for it in found] == [figure.text]
    assert found[0].value == pytest.approx(figure.value)
