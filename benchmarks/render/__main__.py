"""`python -m benchmarks.render`: measures, writes results and the table of docs/PERFORMANCE.md."""

import argparse
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import report
from benchmarks.claims import goals, merged, named
from benchmarks.render.bench import Bench
from benchmarks.render.catalog import MEASURES
from benchmarks.render.claims import CLAIMS, GROUPS
from benchmarks.report import Goal

NAME = "render"
ROUNDS, MINUTES = 3, 60
QUICK_ROUNDS, QUICK_MINUTES = 1, 2


def main(argv: Sequence[str] | None = None) -> None:
    asked = _arguments(argv)
    groups = tuple(asked.only or GROUPS)
    begun = time.monotonic()
    with TemporaryDirectory(prefix="bench-") as folder:
        rounds = asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS)
        minutes = asked.minutes or (QUICK_MINUTES if asked.quick else MINUTES)
        bench = Bench(Path(folder), groups, rounds, minutes, asked.quick, _tell)
        told: dict[str, Goal] = {}
        for group in groups:
            _tell(f"== {group}")
            told |= _goals(group, bench)
    settings = _settings(bench) | {"minutes": round((time.monotonic() - begun) / 60, 1)}
    sys.stdout.write("\n".join([*report.table(told), "", str(settings)]) + "\n")
    if not asked.quick:
        report.write(NAME, merged(NAME, CLAIMS, told, part=bool(asked.only)), settings)


def _goals(group: str, bench: Bench) -> dict[str, Goal]:
    measure = MEASURES.get(group)
    return goals(CLAIMS, group, measure and partial(measure, bench))


def _settings(bench: Bench) -> dict[str, object]:
    settings: dict[str, object] = {
        "film": "12 s of 1920×1080 at 30 fps, x264 veryfast CRF 23",
        "rounds": bench.rounds,
        "longest_min": bench.minutes,
    }
    if bench.quick:
        settings["quick"] = "small counts: no figure to quote"
    return settings


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    of = argparse.ArgumentParser(prog="python -m benchmarks.render", description=__doc__)
    of.add_argument("--only", type=_groups, help="these goals alone, e.g. R1,R4")
    of.add_argument("--rounds", type=int, help=f"turns of all contestants, else {ROUNDS}")
    of.add_argument("--minutes", type=int, help=f"the longest film, else {MINUTES}")
    of.add_argument("--quick", action="store_true", help="small counts; nothing is written")
    return of.parse_args(argv)


def _groups(told: str) -> list[str]:
    return named(told, GROUPS)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
