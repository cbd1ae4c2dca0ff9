"""The command itself: one report, and what in it needs a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import typer

from infra.cli.options import AsJson
from infra.cli.output import FAILED, facts, plainly, say, say_json, show, table
from infra.cli.processes import settings
from infra.clock import utc_now
from infra.settings import Settings

Report = dict[str, Any]
GIB = 2**30


def register(app: typer.Typer) -> None:
    app.command()(plainly(doctor))


Ask = Annotated[
    bool,
    typer.Option(
        "--ask", help="Ask providers what keys may do, and the mail server; costs nothing."
    ),
]


def doctor(ask: Ask = False, as_json: AsJson = False) -> None:
    """Say what is configured and what works here; exit 1 if no film could be made."""
    report = examined(settings(), ask=ask)
    if as_json:
        say_json(report)
    else:
        _show(report)
    if not report["ok"]:
        raise typer.Exit(FAILED)


def examined(its: Settings, *, ask: bool = False) -> Report:
    """Everything, with `faults` (no film can be made) and `warnings`."""
    from infra.cli.doctor import (  # noqa: PLC0415 - torch and av, for this command alone
        capabilities,
        machine,
        optional,
        paid,
        places,
        prices,
        seals,
        servers,
        views,
    )

    by_kind, by_work, now = capabilities.workers(its), capabilities.chosen(its), utc_now()
    report: Report = {
        "capabilities": [
            *capabilities.capabilities(by_kind, by_work, its.model_path),
            *optional.optional(its, ask=ask),
            *machine.font_extras(),
        ],
        "versions": machine.versions(),
        "encoders": machine.encoders(its),
        "films": machine.films(its),
        "devices": machine.devices(its),
        "fonts": machine.fonts(),
        "places": places.places(its),
        "keys": places.keys(its),
        "servers": (asked := servers.servers(its)),
        "seals": seals.seals(its, answers=asked["database"]["reachable"]),
        "views": views.views(its, answers=asked["database"]["reachable"]),
        "prices": prices.prices(by_kind, now, by_work),
    }
    redis = asked["redis"]["reachable"]
    known = {name: report["prices"][name] for name in ("retiring", "gaps")}
    report["paid"] = paid.paid(its, by_work, ask=ask, redis=redis, **known)
    wrong, warnings = list(faults(report)), [*_unsafe(report, now), *_warnings(report)]
    return {"ok": not wrong, "faults": wrong, "warnings": warnings, **report}


def _unsafe(report: Report, now: datetime) -> Iterator[str]:
    """What may be lost, or fail before long."""
    from infra.cli.doctor import (  # noqa: PLC0415 - SDKs, for this command alone
        optional,
        paid,
        places,
        prices,
        seals,
        views,
    )

    yield from places.warnings(report["places"])
    yield from seals.warnings(report["seals"])
    yield from views.warnings(report["views"])
    yield from prices.warnings(report["prices"])
    yield from paid.warnings(report["paid"], now)
    yield from optional.warnings(report["capabilities"])


def faults(report: Report) -> Iterator[str]:
    """What keeps films from being made here."""
    yield from _encoding(report)
    if not report["fonts"]:
        yield "no font is installed; `make demo` installs them"
    its = report["places"]
    if its["free_bytes"] < its["free_bytes_needed"]:
        yield f"{its['home']} has {its['free_bytes']:,} bytes free; a film needs more"
    if report["prices"]["fault"]:
        yield f"the price lists cannot be used: {report['prices']['fault']}"
    for it in report["keys"]:
        if it["fault"]:
            yield it["fault"]
    yield from report["paid"]["faults"]


def _encoding(report: Report) -> Iterator[str]:
    for it in report["encoders"]:
        if it["needed"] and not it["works"]:
            yield f"the encoder {it['name']} does not work: {it['error']}"
    if its := report["films"]["h264"]["error"]:
        yield its


def _warnings(report: Report) -> Iterator[str]:
    for codec in ("hevc", "av1"):
        if report["films"][codec]["error"]:
            yield f"no film can be made in {codec}: {report['films'][codec]['error']}"
    for what in ("database", "redis", "blobs"):
        its = report["servers"][what]
        if not its["reachable"] and (its["kind"] != "embedded" or report["servers"]["up"]):
            yield f"{what} does not answer: {its['said']}"


def _show(report: Report) -> None:
    from infra.cli.doctor import paid  # noqa: PLC0415 - SDKs, for this command alone

    rows = ((it["name"], it["mode"], it["said"]) for it in report["capabilities"])
    show(table(("capability", "mode", ""), rows))
    paid.tell(report["paid"])
    show(facts(_machine(report)), "\nThis machine")
    rows = ((it["name"], _works(it), it["error"]) for it in report["encoders"])
    show(table(("encoder", "", ""), rows), "\nEncoders, each tried")
    show(facts(_places(report)), "\nData")
    show(facts(_prices(report)), "\nPrices")
    for it in report["warnings"]:
        say(f"warning: {it}")
    for it in report["faults"]:
        say(f"FAULT: {it}")
    say(f"\n{_verdict(report)}")


def _verdict(report: Report) -> str:
    if not report["ok"]:
        return "No film can be made here."
    if not (works := report["paid"]["unasked"]):
        return "Films can be made here."
    return (
        "Films can be made here, if the keys may do what they are for, which nobody was asked:"
        f" {', '.join(works)}. `ytempire doctor --ask` asks."
    )


def _works(encoder: Report) -> str:
    return f"works, {encoder['seconds']:.1f} s" if encoder["works"] else "does not work"


def _machine(report: Report) -> Iterator[tuple[str, object]]:
    yield from report["versions"].items()
    its = report["devices"]
    yield "cuda", ", ".join(its["cuda_devices"]) if its["cuda"] else f"no: {its['cuda_error']}"
    yield "composed on", its["used"] or f"nothing: {its['asked']} does not work"
    for codec, it in report["films"].items():
        yield f"{codec} by", it["encoder"] or "nothing"
    yield "fonts", ", ".join(it["name"] for it in report["fonts"])


def _places(report: Report) -> Iterator[tuple[str, object]]:
    its, up = report["places"], report["servers"]
    for name in ("home", "postgres", "redis", "blobs", "films", "logs"):
        yield name, its[name]
    yield "disk", f"{its['free_bytes'] / GIB:.1f} GiB free of {its['disk_bytes'] / GIB:.1f}"
    yield "database", f"{up['database']['kind']}: {up['database']['said']}"
    yield "queue", f"{up['redis']['kind']}: {up['redis']['said']}"
    yield "api", up["api"]["url"] and f"{up['api']['url']}{' ready' * up['api']['ready']}"
    yield "seals", _sealed(report["seals"])
    for it in report["keys"]:
        yield "key", f"{it['path']}  {it['mode'] or 'not made yet'}"


def _sealed(its: Report) -> str | None:
    if its["seals"] is None:
        return None
    waiting = f"{its['unanchored_seals']} not anchored, {its['unsealed_events']} events not sealed"
    return f"{its['seals']} in {its['anchors']}; {waiting}"


def _prices(report: Report) -> Iterator[tuple[str, object]]:
    for it in report["prices"]["lists"]:
        since = f"newest from {it['newest_from']:%Y-%m-%d}"
        yield it["list_version"], f"{it['models']} models, {it['currency']}, {since}"
    missing = {f"{it['provider']} {it['model']}" for it in report["prices"]["unpriced"]}
    yield "unpriced", ", ".join(sorted(missing)) or "nothing"
