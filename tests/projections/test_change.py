"""A page folds to what one-by-one gives: what batches, rebuilds and as-of rest on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.change import Add, Append, Change, Delta, Put, Remove, fold
from projections.table import Key, Row

BLANK: Row = {"n": 0, "m": 0}
columns = st.dictionaries(st.sampled_from(["n", "m"]), st.integers(-9, 9), min_size=1)
keys = st.sampled_from(["a", "b"])
changes = st.lists(
    st.one_of(
        st.builds(lambda key, it: Add("t", (key,), it), keys, columns),
        st.builds(lambda key, it: Put("t", (key,), it), keys, columns),
        st.builds(lambda n, it: Append("t", 1, n, it), st.integers(0, 1), columns),
        st.builds(lambda key: Remove("t", (key,)), keys),
    )
)


def after(pages: list[list[Change]]) -> dict[Key, Row | None]:
    table: dict[Key, Row | None] = {}
    for page in pages:
        for (_, key), delta in fold(page).items():
            table[key] = delta.apply(table.get(key), BLANK)
    return table


@given(changes, st.lists(st.integers(0, 20)))
def test_any_paging_gives_what_one_by_one_gives(history: list[Change], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(history)]
    pages = [history[start:end] for start, end in pairwise(edges)]
    assert after(pages) == after([[it] for it in history])


@given(changes, st.integers(0, 20))
def test_a_fold_goes_on_where_it_stopped(history: list[Change], cut: int) -> None:
    assert fold(history[cut:], fold(history[:cut])) == fold(history)


def test_a_removed_row_starts_from_defaults() -> None:
    gone: list[Change] = [Put("t", ("a",), {"n": 5, "m": 5}), Remove("t", ("a",))]
    assert after([gone]) == {("a",): None}
    assert after([[*gone, Add("t", ("a",), {"n": 1})]]) == {("a",): {"n": 1, "m": 0}}


def test_a_page_that_comes_to_nothing_leaves_a_row_as_it_was() -> None:
    assert Delta().apply({"n": 3, "m": 0}, BLANK) == {"n": 3, "m": 0}


def test_only_whole_numbers_are_added_to() -> None:
    with pytest.raises(AssertionError, match="'x' cannot be added to"):
        fold([Put("t", ("a",), {"n": "x"}), Add("t", ("a",), {"n": 1})])
