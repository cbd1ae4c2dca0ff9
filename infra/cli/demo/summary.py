"""What a demo says at the end: the files, the costs, the events, and how to go on."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from infra.cli.client import Answer, Client
from infra.cli.demo.making import Seen
from infra.cli.demo.progress import stage_seconds
from infra.cli.length import length
from infra.cli.output import facts, say
from infra.cli.output import show as on_screen
from infra.cli.under_way import STAGES
from infra.cli.video.reading import events_table, lines_table

MS_PER_S = 1_000
ACTUAL, WOULD_HAVE = ("cash", "imputed"), ("would-have-cost",)


def summary(client: Client, seen: Seen, files: dict[str, Path]) -> Answer:
    """The one object of `--json`; every figure is what the API says of the finished film.

    `stages[].seconds` run from a stage's first job opened to its last settled, waiting included.
    """
    video_id = seen.video["video_id"]
    facts: Answer = seen.video["facts"]
    totals: list[Answer] = client.get(f"/api/v1/videos/{video_id}/costs")["totals"]
    events = _events(client, video_id)
    return {
        "video_id": video_id,
        "film": _path(files, "film.mp4"),
        "thumbnail": _path(files, "thumbnail.jpg"),
        "cover": _path(files, "cover.jpg"),
        "srt": _path(files, "captions.srt"),
        "vtt": _path(files, "captions.vtt"),
        "metadata": _path(files, "metadata.json"),
        "asked_s": seen.video["seconds"],
        "duration_s": facts["duration_ms"] / MS_PER_S,
        "frames": facts["frames"],
        "width": facts["width"],
        "height": facts["height"],
        "fps": facts["fps"],
        "lufs": facts["loudness_lufs"],
        "true_peak_dbtp": facts["true_peak_dbtp"],
        "render_s": facts["render_ms"] / MS_PER_S,
        "render_fps": _rate(facts),
        "stages": list(_stages(seen)),
        "events": len(events),
        "position": events[-1]["position"],
        "cost_actual": _sum(totals, ACTUAL),
        "cost_would_have": _sum(totals, WOULD_HAVE),
        "currency": _only(totals, "currency"),
        "mode": _only(totals, "mode"),
    }


def show(client: Client, told: Answer) -> None:
    video_id = told["video_id"]
    on_screen(events_table(_events(client, video_id)), "What happened")
    _show_costs(client.get(f"/api/v1/videos/{video_id}/costs"))
    names = ("film", "thumbnail", "cover", "srt", "vtt", "metadata")
    files = [(name, told[name]) for name in names]
    on_screen(facts((*files, *measured(told))), "\nThe film")
    say("\nGo on: `make run` keeps everything up, with a page of your films and this API.")


def measured(told: Answer) -> Iterable[tuple[str, str]]:
    """How long the film is stands in one place, and how long it took is called that."""
    size = f"{told['width']}×{told['height']}, {told['fps']} fps"
    yield "made", f"{size}, {told['lufs']:.1f} LUFS, {told['true_peak_dbtp']:.1f} dBTP"
    yield "length", length(told["asked_s"], told["duration_s"])
    yield "rendering", f"took {told['render_s']:.1f} s, {told['render_fps']:.0f} frames a second"


def _events(client: Client, video_id: str) -> list[Answer]:
    return list(client.pages(f"/api/v1/videos/{video_id}/events"))


def _show_costs(costs: Answer) -> None:
    mode = _only(costs["totals"], "mode")
    on_screen(lines_table(costs["lines"]), f"\nWhat it cost ({mode})")
    currency = _only(costs["totals"], "currency")
    sums = (("actual", ACTUAL), ("would have cost", WOULD_HAVE))
    rows = ((name, f"{_sum(costs['totals'], kinds)} {currency}") for name, kinds in sums)
    on_screen(facts(rows))


def _stages(seen: Seen) -> Iterable[Answer]:
    for kind in STAGES:
        its = [it for it in seen.jobs if it["kind"] == kind]
        if its:
            attempts = max(it["failures"] for it in its) + 1
            yield {"name": kind, "seconds": round(stage_seconds(its), 3), "attempts": attempts}


def _sum(totals: Iterable[Answer], kinds: tuple[str, ...]) -> str:
    amounts = (Decimal(it["amount"]) for it in totals if it["kind"] in kinds)
    return f"{sum(amounts, Decimal(0)):.9f}"


def _only(totals: list[Answer], name: str) -> str:
    """The one value that all totals share; several are named, never mixed."""
    return "+".join(sorted({str(it[name]) for it in totals}))


def _rate(facts: Answer) -> float:
    render_s = facts["render_ms"] / MS_PER_S
    return round(facts["frames"] / render_s, 2) if render_s else 0.0


def _path(files: dict[str, Path], name: str) -> Any:
    return str(files[name].absolute()) if name in files else None
