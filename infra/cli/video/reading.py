"""What videos there are, and everything about one of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from domain.video import Stage
from infra.cli import caption_look, film_format, music, narration
from infra.cli.client import Answer, connect
from infra.cli.flagged import what_helps, why_flagged
from infra.cli.ids import channel_id, video_id
from infra.cli.length import length
from infra.cli.options import ROWS, AsJson, AsOf, Rows, VideoId
from infra.cli.output import facts, say_json, table, text_of, when
from infra.cli.output import show as on_screen
from infra.cli.under_way import told as under_way
from infra.cli.under_way import with_percent

PATH = "/api/v1/videos"
MS_PER_S = 1_000
QUIET_LUFS = -14.5


def list_videos(
    channel: Annotated[str | None, typer.Option(help="Of this channel alone.")] = None,
    stage: Annotated[Stage | None, typer.Option(help="At this stage alone.")] = None,
    limit: Rows = ROWS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List videos, the newest first."""
    with connect(as_of) as client:
        asked = {} if stage is None else {"stage": stage.value}
        if channel is not None:
            asked["channel_id"] = channel_id(client, channel)
        found = list(islice(client.pages(PATH, asked), limit))
    if as_json:
        say_json({"items": found})
        return
    rows = (
        (
            it["video_id"],
            it["stage"],
            it["title"] or it["topic"],
            it["channel_name"],
            when(it["requested_at"]),
        )
        for it in found
    )
    on_screen(table(("video", "stage", "title", "channel", "requested"), rows))


def show(video: VideoId, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show everything about one video."""
    with connect(as_of) as client:
        path = f"{PATH}/{video_id(client, video)}"
        found = client.get(path)
        files = client.get(f"{path}/files")["files"] if as_of is None else []
        work = client.get(f"{path}/progress")["work"] if as_of is None else []
    if as_json:
        lengths = {"asked_s": found["seconds"], "made_s": _made_s(found)}
        say_json({**found, **lengths, "file_list": files, "work": with_percent(work)})
        return
    making = (("under way", it) for it in under_way(work, found["progress"]))
    pairs = (*_about(found), *making, *_measured(found), *_decided(found))
    on_screen(facts(pairs), _title(found))
    hashes = _hashes(files) if as_of is None else found["files"].items()
    on_screen(facts(hashes), "\nFiles, by the hash that an approval names")
    on_screen(costs_table(found["costs"]), "\nCosts")


def events(video: VideoId, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List what happened to a video, the oldest first."""
    with connect(as_of) as client:
        found = list(client.pages(f"{PATH}/{video_id(client, video)}/events"))
    if as_json:
        say_json({"items": found})
    else:
        on_screen(events_table(found))


def costs(video: VideoId, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show what a video cost: every line, and the sums, which are never mixed."""
    with connect(as_of) as client:
        found = client.get(f"{PATH}/{video_id(client, video)}/costs")
    if as_json:
        say_json(found)
        return
    on_screen(lines_table(found["lines"]))
    on_screen(costs_table(found["totals"]), "\nSums")


def events_table(found: Iterable[Answer]) -> Table:
    rows = ((it["position"], it["at"][11:23], it["name"], it["sentence"]) for it in found)
    return table(("position", "at (UTC)", "event", ""), rows, ("position",))


def lines_table(lines: Sequence[Answer]) -> Table:
    """One metered quantity a line, with the list whose price held; modes where they differ."""
    mixed = len({it["mode"] for it in lines}) > 1
    rows = (
        (
            it["call"],
            f"{it['mode']} {it['kind']}" if mixed else it["kind"],
            f"{it['provider']} {it['model']} {it['meter']}",
            f"{it['quantity']:,}",
            f"{it['amount']} {it['currency']}",
        )
        for it in lines
    )
    headings = ("call", "kind", "priced as", "quantity", "amount")
    return table(headings, rows, ("quantity", "amount"))


def costs_table(totals: Iterable[Answer]) -> Table:
    rows = (
        (it["mode"], it["kind"], it["lines"], f"{it['amount']} {it['currency']}") for it in totals
    )
    return table(("mode", "kind", "lines", "amount"), rows, ("lines", "amount"))


def _title(found: Answer) -> str:
    return text_of(found, "title") or found["topic"] or "(no title yet)"


def _about(found: Answer) -> Iterator[tuple[str, object]]:
    yield "video", found["video_id"]
    yield "channel", f"{found['channel_name']} ({found['channel_id']})"
    yield "stage", found["stage"]
    yield "failed", f"{found['failure']} ({found['failure_code']})" if found["failure"] else ""
    yield "what helps", what_helps(found) if found["stage"] == "failed" else ""
    yield "why", why_flagged(found) if found["stage"] == "flagged" else found["reason"]
    asked = "its text word for word" if found["verbatim"] else f"{found['seconds']} s"
    yield "topic", found["topic"]
    yield "brief", researched(found["brief"]) if found["brief"] else ""
    yield "asked for", f"{asked} in {found['language']}, {found['aspect']}"
    yield "format", film_format.told(found["format"])
    yield "captions", caption_look.told(found["captions"])
    yield "voice", narration.told(found)
    yield "music", music.told(found["music"]) if found["music"] else ""
    yield "requested", when(found["requested_at"])
    yield "score", found["score"]
    yield "published", when(found["published_at"])
    yield "where", found["location"]


def researched(its: Answer) -> str:
    """How much was found out of a topic."""
    counted = f"{its['findings']} findings from {its['pages']} pages"
    return f"{counted}; `ytempire video brief` shows them"


def _measured(found: Answer) -> Iterator[tuple[str, object]]:
    its = found["facts"]
    if its is not None:
        length_s = its["duration_ms"] / MS_PER_S
        size = f"{its['width']}×{its['height']} at {its['fps']} fps"
        yield "film", f"{size}, {length_s:.1f} s, {its['frames']:,} frames, {its['encoder']}"
        if not found["verbatim"]:
            yield "length", length(found["seconds"], length_s)
        yield "sound", heard(its["loudness_lufs"], its["true_peak_dbtp"])
        yield "rendered in", f"{its['render_ms'] / MS_PER_S:.1f} s"


def _made_s(found: Answer) -> float | None:
    its = found["facts"]
    return None if its is None else float(its["duration_ms"] / MS_PER_S)


def heard(loudness_lufs: float, true_peak_dbtp: float) -> str:
    """Silence, and what is nothing but peaks, cannot be as loud as films are."""
    told = f"{loudness_lufs:.1f} LUFS, {true_peak_dbtp:.1f} dBTP"
    if loudness_lufs < QUIET_LUFS:
        told += ": quieter than a film should be, and as loud as its peaks allow"
    return told


def _decided(found: Answer) -> Iterator[tuple[str, object]]:
    yield "realistic", "yes" if found["realistic"] else "no"
    yield "made for kids", "yes" if found["made_for_kids"] else "no"
    yield "paid promotion", "yes" if found["paid_promotion"] else "no"
    its = found["approval"]
    if its is not None:
        yield "approved", f"{when(its['at'])} by {its['by']}"
        yield "to publish at", when(its["publish_at"])


def _hashes(files: Iterable[Answer]) -> Iterator[tuple[str, object]]:
    return ((it["name"], f"{it['blob']}  {it['size_bytes']:,} bytes") for it in files)
