"""What is told of a goal: its figure held against the bar, or why there is none."""

import json
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.report import Goal

SLOW = Goal("a command", 12.5, 10, "ms", at_most=True, low=11.0, high=13.0, note="one task")
UNKNOWN = Goal("with a slow disk", None, 5.5, "×", at_most=False, note="no C compiler")


def test_a_goal_is_met_by_its_figure_alone() -> None:
    assert not SLOW.ok
    assert Goal("rate", 5.5, 5.5, "×", at_most=False).ok


def test_a_goal_that_was_not_measured_is_neither_met_nor_missed() -> None:
    assert UNKNOWN.ok is None
    assert UNKNOWN.as_json()["value"] is None


@pytest.mark.parametrize(
    ("goal", "row"),
    [
        (SLOW, "| G | a command | 12.5 ms (11 – 13); one task | ≤ 10 ms | **no** |"),
        (UNKNOWN, "| G | with a slow disk | not measured: no C compiler | ≥ 5.5 × | – |"),
    ],
)
def test_a_row_tells_the_figure_its_range_and_what_is_missing(goal: Goal, row: str) -> None:
    assert report.table({"G": goal})[-1] == row


def test_what_is_none_or_false_is_written_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    goals = {"G1": Goal("lost", 0, 0, "", at_most=True), "G3": SLOW, "G2": UNKNOWN}
    written = json.dumps({"goals": {id: it.as_json() for id, it in goals.items()}})
    (tmp_path / "ledger.json").write_text(written)
    assert report.known("ledger") == goals
