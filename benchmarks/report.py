"""What a benchmark came to: goals with their figures, as JSON and as a table for people."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PERFORMANCE = Path(__file__).parent.parent / "docs" / "PERFORMANCE.md"
BEGIN, END = "<!-- {name}: begin -->", "<!-- {name}: end -->"


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` as measured; `ok` by comparing it with `goal`, never typed in."""

    what: str
    value: float
    goal: float
    unit: str
    at_most: bool

    @property
    def ok(self) -> bool:
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def machine() -> dict[str, object]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def write(name: str, goals: Mapping[str, Goal], settings: Mapping[str, object]) -> None:
    """Writes `results/<name>.json`, and this benchmark's part of docs/PERFORMANCE.md."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "goals": {id: {**asdict(it), "ok": it.ok} for id, it in goals.items()},
        "machine": machine(),
        "settings": dict(settings),
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=2) + "\n")
    _replace_part(name, "\n".join(_table(goals, settings)))


def _table(goals: Mapping[str, Goal], settings: Mapping[str, object]) -> list[str]:
    of = machine()
    rows = [f"{of['cores']} cores, Python {of['python']}; {_words(settings)}.", ""]
    rows += ["| id | what | measured | goal | met |", "|---|---|---|---|---|"]
    for id, it in goals.items():
        sign = "≤" if it.at_most else "≥"
        met = "yes" if it.ok else "**no**"
        value = f"{it.value:g} {it.unit}"
        rows.append(f"| {id} | {it.what} | {value} | {sign} {it.goal:g} {it.unit} | {met} |")
    return rows


def _words(settings: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _replace_part(name: str, text: str) -> None:
    begin, end = BEGIN.format(name=name), END.format(name=name)
    page = PERFORMANCE.read_text()
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PERFORMANCE.write_text(f"{before}{begin}\n{text}\n{end}{after}")
