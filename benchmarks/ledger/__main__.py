"""`python -m benchmarks.ledger`: measures, writes results and the table of docs/PERFORMANCE.md."""

import argparse
import asyncio
import cProfile
import io
import pstats
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import report
from benchmarks.claims import Figures, goals, merged, named
from benchmarks.ledger.catalog import MEASURES
from benchmarks.ledger.claims import CLAIMS, GROUPS
from benchmarks.ledger.measures import Bench, quiet
from benchmarks.ledger.servers import Servers
from benchmarks.report import Goal

NAME = "ledger"
PROFILED = 40
SECONDS_MAX = 600


def main(argv: Sequence[str] | None = None) -> None:
    asked = _arguments(argv)
    quiet()
    groups = asked.only or GROUPS
    begun = time.monotonic()
    with TemporaryDirectory(prefix="bench-") as home, Servers(Path(home)) as servers:
        bench = Bench(servers, asked.quick, _tell, asked.events)
        if asked.profile:
            sys.stdout.write(_profiled(bench, asked.profile))
            return
        told: dict[str, Goal] = {}
        for group in groups:
            _tell(f"== {group}")
            told |= _goals(group, bench)
        settings = _settings(bench) | {"minutes": round((time.monotonic() - begun) / 60, 1)}
    sys.stdout.write("\n".join([*report.table(told), "", str(settings)]) + "\n")
    if not asked.quick:
        report.write(NAME, merged(NAME, CLAIMS, told, part=bool(asked.only)), settings)


def _goals(group: str, bench: Bench) -> dict[str, Goal]:
    return goals(CLAIMS, group, partial(_figures, group, bench) if group in MEASURES else None)


def _figures(group: str, bench: Bench) -> Figures:
    return asyncio.run(_within(group, bench))


async def _within(group: str, bench: Bench) -> Figures:
    async with asyncio.timeout(SECONDS_MAX):
        return await MEASURES[group](bench)


def _settings(bench: Bench) -> dict[str, object]:
    settings: dict[str, object] = {
        "rounds": bench.rounds,
        "state": "300 B",
        "server": "embedded PostgreSQL 18, durable defaults",
        "raw": "the library's five columns, prepared, autocommit, in threads",
    }
    if bench.servers.commits:
        settings["disk"] = bench.servers.commits
    if bench.quick:
        settings["quick"] = "counts a twentieth: no figure to quote"
    return settings


def _profiled(bench: Bench, group: str) -> str:
    """Where the time of this process goes while a goal is measured."""
    profile, told = cProfile.Profile(), io.StringIO()
    profile.runcall(_figures, group, bench)
    stats = pstats.Stats(profile, stream=told).strip_dirs()
    stats.sort_stats("tottime").print_stats(PROFILED)
    stats.sort_stats("cumulative").print_stats(PROFILED)
    return told.getvalue()


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    of = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    of.add_argument("--only", type=_groups, help="these goals alone, e.g. G1,G3")
    of.add_argument("--quick", action="store_true", help="small counts; nothing is written")
    of.add_argument("--profile", choices=GROUPS, help="print a profile of one goal's run")
    of.add_argument("--events", type=int, default=1_000_000, help="how many G4 records")
    return of.parse_args(argv)


def _groups(told: str) -> list[str]:
    return named(told, GROUPS)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
