"""The benchmark's parts run; what they come to is said by `make bench-ledger` alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PERFORMANCE = ROOT / "docs" / "PERFORMANCE.md"


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: what it records is registered as an event there."""
    argv = [sys.executable, "-m", "benchmarks.ledger", *options]
    return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_quick_run_tells_a_table_and_writes_nothing() -> None:
    before = PERFORMANCE.read_text()
    told = run("--quick", "--only", "G14")
    assert told.returncode == 0, told.stderr
    row = told.stdout.splitlines()[2]
    assert row.startswith("| G14 | event decode ÷ the library's mapper |")
    assert "not measured" not in row
    assert "no figure to quote" in told.stdout
    assert PERFORMANCE.read_text() == before


def test_a_goal_that_is_none_is_refused_with_those_there_are() -> None:
    told = run("--only", "G99")
    assert told.returncode == 2
    assert "G99 is no goal; there are G1, G2" in told.stderr
