"""What a person sees while a film is made: one line a stage, and how far it is."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from rich.live import Live
from rich.table import Table
from rich.text import Text

from infra.cli.client import Answer
from infra.cli.demo.making import Seen
from infra.cli.output import err, say, table
from infra.cli.under_way import STAGES, waiting
from infra.clock import utc_now

DONE, WORKS = Text("✓", "green"), Text("▶", "cyan")
WAITS, DEAD = Text("·", "dim"), Text("✗", "red")
COUNTED = ("render",)
"""Whose worker says from its first frame on how far it is."""
OF_TOPICS = ("research",)
"""Left out where the film is made from a text."""
FIGURES = ("elapsed", "frames", "fps", "left")


def shown(looks: Iterable[Seen]) -> Seen:
    """Follows the looks on the screen; the last one. Plain lines where there is no terminal."""
    last: Seen | None = None
    if not err.is_terminal:
        told: set[str] = set()
        for last in looks:
            _tell_changes(last, told)
    else:
        with Live(console=err, refresh_per_second=4) as live:
            for last in looks:
                live.update(stages(last))
    assert last is not None, "there is a first look"
    return last


def stages(seen: Seen) -> Table:
    """One line a stage, whether it is there already or not."""
    by_kind = {kind: [it for it in seen.jobs if it["kind"] == kind] for kind in STAGES}
    by_kind = {kind: its for kind, its in by_kind.items() if its or kind not in OF_TOPICS}
    rows = [
        (
            WAITS if _waits(seen, kind) else _mark(its),
            STAGES[kind],
            "waits" if _waits(seen, kind) else _elapsed(its),
            *_frames(seen, kind),
        )
        for kind, its in by_kind.items()
    ]
    its = table(("", f"{seen.elapsed_s:.0f} s", *FIGURES), rows, FIGURES)
    its.caption = "\n".join(dict.fromkeys(_waits_told(seen))) or None
    its.caption_justify = "left"
    return its


def _waits(seen: Seen, kind: str) -> bool:
    """Open, and no worker counts its frames yet."""
    its = [it for it in seen.working if it["kind"] == kind]
    return kind in COUNTED and bool(its) and not any(it["total"] for it in its)


def _mark(its: list[Answer]) -> Text:
    states = {it["state"] for it in its}
    if "dead" in states:
        return DEAD
    if not states:
        return WAITS
    return WORKS if "open" in states else DONE


def _elapsed(its: list[Answer]) -> str:
    return f"{stage_seconds(its):.1f} s" if its else ""


def stage_seconds(its: list[Answer]) -> float:
    """From the first job of a stage opened to its last settled (or now); waiting for a worker,
    which no event records, is within it.
    """
    begun = min(datetime.fromisoformat(it["opened_at"]) for it in its)
    settled = [it["settled_at"] for it in its]
    ended = [utc_now() if it is None else datetime.fromisoformat(it) for it in settled]
    return max((max(ended) - begun).total_seconds(), 0.0)


def _frames(seen: Seen, kind: str) -> tuple[str, str, str]:
    for it in seen.working:
        if it["kind"] == kind and it["total"]:
            left = "" if it["left_s"] is None else f"{it['left_s']:.0f} s"
            return f"{it['done']:,} of {it['total']:,}", f"{it['per_second']:.0f}", left
    return "", "", ""


def _tell_changes(seen: Seen, told: set[str]) -> None:
    """A line for what was not told before: a stage's state, and every so many frames."""
    for line in (*_states(seen), *_waits_told(seen), *_tenths(seen)):
        if line not in told:
            told.add(line)
            say(f"{seen.elapsed_s:6.1f} s  {line}")


def _states(seen: Seen) -> Iterator[str]:
    for it in reversed(seen.jobs):
        waits = it["state"] == "open" and _waits(seen, it["kind"])
        yield f"{STAGES.get(it['kind'], it['kind'])}: {'waits' if waits else it['state']}"


def _waits_told(seen: Seen) -> Iterator[str]:
    """What waits for a time that was set, and why."""
    for it in seen.working:
        if said := waiting(it):
            yield f"{STAGES.get(it['kind'], it['kind'])}: {said}"


def _tenths(seen: Seen) -> Iterator[str]:
    for it in seen.working:
        if it["total"]:
            percent = it["done"] * 10 // it["total"] * 10
            yield f"{STAGES.get(it['kind'], it['kind'])}: {percent} % of {it['total']:,} frames"
