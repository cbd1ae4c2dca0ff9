"""What a demo says at the end: the files, the costs, the events, and how to go on."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.table import Table

from infra.cli.client import Answer, Client
from infra.cli.demo.making import Seen
from infra.cli.demo.progress import STAGES, stage_seconds
from infra.cli.output import out

EVENTS_SHOWN = 200
MS_PER_S = 1_000
ACTUAL = ("cash", "imputed")


def summary(client: Client, seen: Seen, files: dict[str, Path]) -> Answer:
    """The one object of `--json`; every figure is what the API says of the finished film."""
    video_id = seen.video["video_id"]
    facts: Answer = seen.video["facts"]
    totals: list[Answer] = client.get(f"/api/v1/videos/{video_id}/costs")["totals"]
    events = _events(client, video_id)
    return {
        "video_id": video_id,
        "film": _path(files, "film.mp4"),
        "thumbnail": _path(files, "thumbnail.jpg"),
        "srt": _path(files, "captions.srt"),
        "vtt": _path(files, "captions.vtt"),
        "metadata": _path(files, "metadata.json"),
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
        "cost_would_have": _sum(totals, ("would-have-cost",)),
        "currency": _only(totals, "currency"),
        "mode": _only(totals, "mode"),
    }


def show(client: Client, told: Answer) -> None:
    video_id = told["video_id"]
    _show_events(_events(client, video_id))
    _show_costs(client.get(f"/api/v1/videos/{video_id}/costs"))
    for name in ("film", "thumbnail", "srt", "vtt", "metadata"):
        out.print(f"{name:>10}  {told[name]}", highlight=False, soft_wrap=True)
    size = f"{told['width']}×{told['height']}, {told['fps']} fps, {told['duration_s']:.1f} s"
    sound = f"{told['lufs']:.1f} LUFS, {told['true_peak_dbtp']:.1f} dBTP"
    out.print(f"{'':>10}  {size}, {sound}; rendered at {told['render_fps']:.0f} fps")
    out.print("\nGo on: `make run` keeps everything up, with a page of your films and this API.")


def _events(client: Client, video_id: str) -> list[Answer]:
    path, params = f"/api/v1/videos/{video_id}/events", {"limit": str(EVENTS_SHOWN)}
    return list(client.get(path, params)["items"])


def _show_events(events: list[Answer]) -> None:
    grid = Table(title="What happened", box=None, padding=(0, 2), title_justify="left")
    for heading in ("position", "at", "event", ""):
        grid.add_column(heading)
    for it in events:
        grid.add_row(str(it["position"]), it["at"][11:23], it["name"], it["sentence"])
    out.print(grid)


def _show_costs(costs: Answer) -> None:
    grid = Table(title="What it cost", box=None, padding=(0, 2), title_justify="left")
    for heading in ("mode", "kind", "provider", "meter"):
        grid.add_column(heading)
    for heading in ("quantity", "amount"):
        grid.add_column(heading, justify="right")
    for it in costs["lines"]:
        who = f"{it['provider']} {it['model']}"
        amount = f"{it['amount']} {it['currency']}"
        grid.add_row(it["mode"], it["kind"], who, it["meter"], f"{it['quantity']:,}", amount)
    actual = f"{_sum(costs['totals'], ACTUAL)} {_only(costs['totals'], 'currency')}"
    would = f"{_sum(costs['totals'], ('would-have-cost',))} {_only(costs['totals'], 'currency')}"
    grid.add_section()
    grid.add_row("", "[bold]actual", "", "", "", f"[bold]{actual}")
    grid.add_row("", "[bold]would have cost", "", "", "", f"[bold]{would}")
    out.print(grid)


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
