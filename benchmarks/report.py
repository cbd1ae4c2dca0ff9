"""What a benchmark came to: goals with their figures, as JSON and as a table for people."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PERFORMANCE = Path(__file__).parent.parent / "docs" / "PERFORMANCE.md"
BEGIN, END = "<!-- {name}: begin -->", "<!-- {name}: end -->"


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` as measured (None: it was not, and `note` says why); `low` to `high`: its range.

    `ok` comes of comparing it with `goal`, and is never typed in.
    """

    what: str
    value: float | None
    goal: float
    unit: str
    at_most: bool
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def ok(self) -> bool | None:
        if self.value is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        """Without what there is not; `value` and `ok` are null where it was not measured."""
        told = asdict(self) | {"ok": self.ok}
        left_out = {"low": None, "high": None, "note": ""}
        return {
            it: value for it, value in told.items() if it not in left_out or left_out[it] != value
        }


def machine() -> dict[str, object]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def known(name: str) -> dict[str, Goal]:
    """The goals that were written last; none where nothing was."""
    file = RESULTS / f"{name}.json"
    if not file.exists():
        return {}
    goals = json.loads(file.read_text())["goals"]
    return {id: Goal(**{k: v for k, v in it.items() if k != "ok"}) for id, it in goals.items()}


def write(name: str, goals: Mapping[str, Goal], settings: Mapping[str, object]) -> None:
    """Writes `results/<name>.json`, and this benchmark's part of docs/PERFORMANCE.md."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "goals": {id: it.as_json() for id, it in goals.items()},
        "machine": machine(),
        "settings": dict(settings),
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=2) + "\n")
    _replace_part(name, "\n".join(_table(goals, settings)))


def table(goals: Mapping[str, Goal]) -> list[str]:
    """One row a goal, in Markdown."""
    rows = ["| id | what | measured | goal | met |", "|---|---|---|---|---|"]
    for id, it in goals.items():
        sign = "≤" if it.at_most else "≥"
        met = {True: "yes", False: "**no**", None: "–"}[it.ok]
        goal = _with_unit(f"{it.goal:g}", it.unit)
        rows.append(f"| {id} | {it.what} | {_measured(it)} | {sign} {goal} | {met} |")
    return rows


def _table(goals: Mapping[str, Goal], settings: Mapping[str, object]) -> list[str]:
    of = machine()
    return [
        f"{of['cores']} cores, Python {of['python']}; {_words(settings)}.",
        "",
        *table(goals),
    ]


def _measured(it: Goal) -> str:
    if it.value is None:
        return f"not measured: {it.note}"
    told = _with_unit(f"{it.value:g}", it.unit)
    if it.low is not None and it.high is not None:
        told += f" ({it.low:g} – {it.high:g})"
    return f"{told}; {it.note}" if it.note else told


def _with_unit(figure: str, unit: str) -> str:
    return f"{figure} {unit}".rstrip()


def _words(settings: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _replace_part(name: str, text: str) -> None:
    begin, end = BEGIN.format(name=name), END.format(name=name)
    page = PERFORMANCE.read_text()
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PERFORMANCE.write_text(f"{before}{begin}\n{text}\n{end}{after}")
