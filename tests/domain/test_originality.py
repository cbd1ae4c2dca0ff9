from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import ChannelId, VideoId
from domain.originality import FLAGGED_BELOW, Earlier, bounded, likest
from domain.script import Verdict
from domain.video.state import GOOD_ENOUGH
from tests.domain import stories

PERFECT = Verdict(1.0, {"hook": 1.0, "originality": 1.0}, ("All is good.",))


def film(text: str, n: int = 1) -> Earlier:
    return Earlier(VideoId(UUID(int=n)), ChannelId(UUID(int=1000 + n)), f"Film {n}", text)


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
