"""`python -m benchmarks.providers`: measures, writes results and the table of PERFORMANCE.md."""

import argparse
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import report
from benchmarks.claims import goals, merged, named
from benchmarks.ledger.measures import quiet
from benchmarks.providers.bench import FILMS, QUICK_FILMS, QUICK_RUNS, RUNS, Bench
from benchmarks.providers.catalog import MEASURES
from benchmarks.providers.claims import CLAIMS, GROUPS
from benchmarks.report import Goal

NAME = "providers"


def main(argv: Sequence[str] | None = None) -> None:
    asked = _arguments(argv)
    quiet()
    groups = tuple(asked.only or GROUPS)
    begun = time.monotonic()
    with TemporaryDirectory(prefix="bench-") as folder:
        runs = asked.runs or (QUICK_RUNS if asked.quick else RUNS)
        films = asked.films or (QUICK_FILMS if asked.quick else FILMS)
        bench = Bench(Path(folder), runs, films, asked.quick, _tell)
        told: dict[str, Goal] = {}
        for group in groups:
            _tell(f"== {group}")
            told |= goals(CLAIMS, group, partial(MEASURES[group], bench))
    settings = _settings(bench, quick=asked.quick)
    settings["minutes"] = round((time.monotonic() - begun) / 60, 1)
    sys.stdout.write("\n".join([*report.table(told), "", str(settings)]) + "\n")
    if not asked.quick:
        report.write(NAME, merged(NAME, CLAIMS, told, part=bool(asked.only)), settings)


def _settings(bench: Bench, *, quick: bool) -> dict[str, object]:
    settings: dict[str, object] = {
        "runs": bench.runs,
        "films": f"{bench.films} of 20 s, 720×720, 24 fps, no paces",
    }
    if quick:
        settings["quick"] = "small counts: no figure to quote"
    return settings


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    of = argparse.ArgumentParser(prog="python -m benchmarks.providers", description=__doc__)
    of.add_argument("--only", type=_groups, help="these goals alone, e.g. P2,P6")
    of.add_argument("--runs", type=int, help=f"jobs that are killed, else {RUNS}")
    of.add_argument("--films", type=int, help=f"films on the bad day, else {FILMS}")
    of.add_argument("--quick", action="store_true", help="small counts; nothing is written")
    return of.parse_args(argv)


def _groups(told: str) -> list[str]:
    return named(told, GROUPS)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
