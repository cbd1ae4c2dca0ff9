from dataclasses import replace
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.extractive import extract
from domain.brief import Brief
from domain.ids import ChannelId, VideoId
from domain.originality import FLAGGED_BELOW, Earlier, Likeness, bounded, likest
from domain.script import Verdict
from domain.video.state import GOOD_ENOUGH
from tests.domain import stories

ROOT = Path(__file__).parents[2]
PAGES, SOURCES = ROOT / "tests/standins/pages", ROOT / "tests/adapters/script/sources"
TELLINGS, SAMPLES = ROOT / "tests/domain/tellings", ROOT / "docs/samples"
ICE, TIDES = PAGES / "ice.md", PAGES / "tides.md"
FERRYMAN, MOOR = SOURCES / "ferryman.en.txt", SOURCES / "moor.de.txt"
CANAL, EDDYSTONE = SOURCES / "canal.es.txt", SAMPLES / "eddystone.md"

RETOLD = [
    (ICE, "ice.again", 0.28),
    (TIDES, "tides.again", 0.35),
    (FERRYMAN, "ferryman.again", 0.53),
    (MOOR, "moor.de.again", 0.34),
    (CANAL, "canal.es.again", 0.42),
    (EDDYSTONE, "eddystone.again", 0.44),
]
"""A text (of the last one the first half), the same in quite other words, and how much of it."""

ON_THE_SAME_MATTER = [
    (ICE, TELLINGS / "ice.other.txt", 0.0),
    (TIDES, TELLINGS / "tides.other.txt", 0.0),
    (FERRYMAN, TELLINGS / "ferryman.other.txt", 0.04),
    (MOOR, TELLINGS / "moor.de.other.txt", 0.01),
    (CANAL, TELLINGS / "canal.es.other.txt", 0.0),
    (EDDYSTONE, TELLINGS / "eddystone.other.txt", 0.0),
    (SAMPLES / "octopus.md", PAGES / "octopus.md", 0.1),
]
UNRELATED = [ICE, TIDES, FERRYMAN, MOOR, CANAL, EDDYSTONE, SAMPLES / "octopus.md"]

PERFECT = Verdict(1.0, {"hook": 1.0, "originality": 1.0}, ("All is good.",))


def film(text: str, n: int = 1) -> Earlier:
    return Earlier(VideoId(UUID(int=n)), ChannelId(UUID(int=1000 + n)), f"Film {n}", text)


def name(it: Path | str | float) -> str:
    return str(it).rpartition("/")[2]


def text(path: Path) -> str:
    return path.read_text().split("## Smeaton")[0]


def beside(first: str, again: str) -> Likeness:
    found = likest(again, [film(first)])
    assert found is not None
    return found


def others(*told: str) -> list[Earlier]:
    kept = (it for it in stories.OTHERS if it not in told)
    return [film(it, n) for n, it in enumerate(kept, start=10)]


@pytest.mark.parametrize(("first", "again"), stories.RETOLD, ids=("english", "short", "chinese"))
@pytest.mark.parametrize("alone", [True, False])
def test_a_script_retold_on_another_channel_is_flagged(
    first: str, again: str, *, alone: bool
) -> None:
    found = likest(again, [film(first), *([] if alone else others(first))])
    assert found is not None
    assert found.earlier.video_id == VideoId(UUID(int=1))
    assert found.originality < FLAGGED_BELOW


@pytest.mark.parametrize("text", stories.OTHERS, ids=lambda it: it[:12])
def test_another_script_is_original_also_on_the_same_subject(text: str) -> None:
    found = likest(text, others(text))
    assert found is not None
    assert found.originality > 0.9


@pytest.mark.parametrize(("first", "again", "retold"), RETOLD, ids=name)
def test_a_long_script_in_quite_other_words_is_flagged(
    first: Path, again: str, retold: float
) -> None:
    found = beside(text(first), text(TELLINGS / f"{again}.txt"))
    assert found.retold == pytest.approx(retold, abs=0.006)
    assert found.originality < FLAGGED_BELOW
    assert bounded(PERFECT, found).score < GOOD_ENOUGH


@pytest.mark.parametrize(("one", "other", "retold"), ON_THE_SAME_MATTER, ids=name)
def test_a_text_of_its_own_on_the_same_matter_is_original(
    one: Path, other: Path, retold: float
) -> None:
    found = beside(text(one), text(other))
    assert found.retold == pytest.approx(retold, abs=0.006)
    assert found.originality == 1.0


@pytest.mark.parametrize(("one", "other"), list(combinations(UNRELATED, 2)), ids=name)
def test_texts_on_other_matters_have_next_to_nothing_in_common(one: Path, other: Path) -> None:
    found = beside(text(one), text(other))
    assert found.retold < 0.03
    assert found.originality == 1.0


def test_a_translation_is_not_found() -> None:
    found = beside(text(CANAL), text(TELLINGS / "canal.en.again.txt"))
    assert found.originality == 1.0
    assert found.retold == pytest.approx(0.12, abs=0.006)


@pytest.mark.parametrize("seconds", [20, 45, 90, 180])
def test_two_films_of_two_texts_on_one_animal_are_both_original(seconds: int) -> None:
    one, other = (
        extract(Brief(it.read_text(), seconds, "en")).text
        for it in (SAMPLES / "octopus.md", PAGES / "octopus.md")
    )
    assert beside(one, other).originality >= GOOD_ENOUGH


@pytest.mark.parametrize(("first", "again"), stories.RETOLD, ids=("english", "short", "chinese"))
def test_a_third_telling_is_flagged_beside_the_first_two(first: str, again: str) -> None:
    found = likest(again, [film(first, 1), film(again.replace("。", "！"), 2), *others(first)])
    assert found is not None
    assert found.originality < FLAGGED_BELOW


@pytest.mark.parametrize(("first", "again", "_"), RETOLD[1:], ids=name)
def test_halves_in_another_order_are_nothing_new(first: Path, again: str, _: float) -> None:
    told = text(TELLINGS / f"{again}.txt").split(". ")
    half = len(told) // 2
    assert beside(text(first), ". ".join(told[half:] + told[:half])).originality < GOOD_ENOUGH


def test_words_taken_over_are_found_in_a_longer_script() -> None:
    half = stories.OCTOPUS[: len(stories.OCTOPUS) // 2]
    found = likest(f"{half} {stories.SQUID[:300]}", [film(stories.OCTOPUS)])
    assert found is not None
    assert found.originality < FLAGGED_BELOW


def test_no_mark_of_a_judge_makes_a_told_story_good_enough() -> None:
    verdict = bounded(PERFECT, likest(stories.OCTOPUS_AGAIN, [film(stories.OCTOPUS)]))
    assert verdict.score < GOOD_ENOUGH
    assert verdict.parts["originality"] == verdict.score
    assert "Film 1" in verdict.reasons[-1]


def test_an_original_script_keeps_its_score_and_says_what_was_compared() -> None:
    verdict = bounded(PERFECT, likest(stories.SQUID, [film(stories.OCTOPUS)]))
    assert verdict.score == 1.0
    assert len(verdict.reasons) == 2


def test_one_figure_of_originality_is_told() -> None:
    judged = replace(PERFECT, reasons=("hook 1.00: Odd.", "originality 1.00: Its own."))
    verdict = bounded(judged, beside(text(ICE), text(TELLINGS / "ice.again.txt")))
    figure = f"{verdict.parts['originality']:.2f}"
    assert verdict.reasons[:2] == (
        "hook 1.00: Odd.",
        f"originality {figure}: Its own.",
    )
    assert "originality" not in verdict.reasons[2]


def test_a_judge_who_finds_it_copied_is_not_overruled() -> None:
    low = Verdict(0.3, {"originality": 0.3}, ())
    verdict = bounded(low, likest(stories.SQUID, [film(stories.OCTOPUS)]))
    assert (verdict.score, verdict.parts) == (0.3, {"originality": 0.3})


def test_the_first_film_of_an_owner_is_compared_with_nothing() -> None:
    assert likest(stories.SQUID, []) is None
    assert bounded(PERFECT, None) == PERFECT


@pytest.mark.parametrize("text", ["", "Oh no."])
def test_a_text_of_a_few_words_is_like_nothing(text: str) -> None:
    found = likest(text, [film(stories.SQUID)])
    assert found is not None
    assert found.originality == 1.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_originality_is_a_share_of_any_two_texts(one: str, other: str) -> None:
    found = likest(one, [film(other)])
    assert found is not None
    assert 0.0 <= found.originality <= 1.0


@given(st.sampled_from(stories.OTHERS))
def test_the_same_text_again_has_no_originality(text: str) -> None:
    found = likest(text, [film(text), *others(text)])
    assert found is not None
    assert found.originality == 0.0
