from domain.ids import StreamId
from infra.ledger.decision import NOT_BEGUN, Folded
from infra.ledger.folds import Folds

A, B, C = (StreamId(f"tally/{it}") for it in "abc")


def test_the_longer_fold_stays_whichever_comes_back_first() -> None:
    folds = Folds(streams_max=2)
    folds.keep(A, Folded(2, "after two"))
    folds.keep(A, Folded(1, "after one"))
    assert folds.get(A) == Folded(2, "after two")


def test_the_stream_used_longest_ago_makes_room() -> None:
    folds = Folds(streams_max=2)
    for stream in (A, B):
        folds.keep(stream, Folded(1, stream))
    folds.get(A)
    folds.keep(C, Folded(1, C))
    assert [folds.get(it).version for it in (A, B, C)] == [1, 0, 1]


def test_a_stream_that_never_began_takes_no_room() -> None:
    folds = Folds(streams_max=1)
    folds.keep(A, Folded(1, A))
    folds.keep(B, NOT_BEGUN)
    assert folds.get(A).version == 1
