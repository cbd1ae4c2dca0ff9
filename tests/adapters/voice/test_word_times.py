import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.voice.espeak_process import Mark
from adapters.voice.word_times import alignment, timed
from domain.narration import Alignment, Word


def _marks(*starts: tuple[int, int]) -> list[Mark]:
    return [Mark(offset, 1, start_ms) for offset, start_ms in starts]


def test_a_word_begins_at_its_mark_and_lasts_until_the_next() -> None:
    got = timed("One bay", _marks((0, 0), (4, 300)), from_ms=1_000, length_ms=800)
    assert got.words == (Word("One", 1_000, 1_300), Word("bay", 1_300, 1_800))
    assert got.marked == 2


def test_a_number_in_several_pieces_begins_at_the_first() -> None:
    got = timed("2,000 bays", _marks((0, 100), (1, 250), (6, 700)), from_ms=0, length_ms=900)
    assert got.words == (Word("2,000", 100, 700), Word("bays", 700, 900))


def test_words_spoken_as_one_share_its_time_by_letters() -> None:
    got = timed("of the bay", _marks((0, 0), (7, 500)), from_ms=0, length_ms=900)
    assert got.words == (Word("of", 0, 200), Word("the", 200, 500), Word("bay", 500, 900))
    assert got.marked == 2


def test_without_marks_the_whole_is_shared_by_letters() -> None:
    got = timed("a bcd", [], from_ms=50, length_ms=400)
    assert got.words == (Word("a", 50, 150), Word("bcd", 150, 450))
    assert got.marked == 0


def test_a_mark_that_runs_back_is_not_believed() -> None:
    got = timed("one two", _marks((0, 300), (4, 100)), from_ms=0, length_ms=900)
    assert got.words == (Word("one", 300, 600), Word("two", 600, 900))


@pytest.mark.parametrize(
    ("marked", "words", "said"),
    [
        (10, 10, Alignment.EXACT),
        (0, 0, Alignment.EXACT),
        (8, 10, Alignment.ALIGNED),
        (7, 10, Alignment.ESTIMATED),
    ],
)
def test_the_alignment_says_how_many_words_were_marked(
    marked: int, words: int, said: Alignment
) -> None:
    assert alignment(marked, words) is said


@given(
    text=st.text(max_size=60),
    marks=st.lists(st.builds(Mark, st.integers(-5, 80), st.integers(0, 9), st.integers(-9, 2_000))),
    length_ms=st.integers(0, 1_500),
)
def test_whatever_is_marked_the_words_are_the_texts_and_never_overlap(
    text: str, marks: list[Mark], length_ms: int
) -> None:
    got = timed(text, marks, from_ms=100, length_ms=length_ms)
    assert [it.text for it in got.words] == text.split()
    edges = [100, *(ms for it in got.words for ms in (it.start_ms, it.end_ms)), 100 + length_ms]
    assert edges == sorted(edges)
    assert 0 <= got.marked <= len(got.words)
