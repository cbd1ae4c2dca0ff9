"""`ytempire projections`: the views, what is read of each, and building one again."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from infra.bootstrap import projections as its_part
from infra.cli.as_of import answered
from infra.cli.backup import progress
from infra.cli.database import database
from infra.cli.options import AsJson
from infra.cli.output import BadInput, Problem, facts, plainly, say, say_json, show, table
from infra.cli.processes import settings
from infra.projector.builds import Unproven
from infra.projector.checkpoints import ProjectorError
from infra.projector.proof import Report
from infra.projector.rebuild import Rebuilt
from infra.projector.several import NotRebuilt
from infra.projector.switch import Switched
from infra.settings import Settings
from projections.catalog import PROJECTIONS
from projections.projection import Projection

BUILD = re.compile(r"(\d+)/(\d+)")
KNOWN = {it.name: it for it in PROJECTIONS}

Name = Annotated[str, typer.Argument(help=f"One of {', '.join(KNOWN)}.")]
Names = Annotated[
    list[str] | None, typer.Argument(help=f"Some of {', '.join(KNOWN)}.", metavar="NAME...")
]
All = Annotated[bool, typer.Option("--all", help="Every view there is.")]
Build = Annotated[str, typer.Argument(metavar="VERSION/BUILD", help="As `list` shows it.")]
FromZero = Annotated[bool, typer.Option("--from-zero", help="Do not go on with a half-way one.")]
Accept = Annotated[
    bool, typer.Option("--accept-differences", help="Switch though it differs from what is read.")
]
Kept = Annotated[bool, typer.Option("--kept", help="Also one that a rollback would need.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Views, and building them again.", no_args_is_help=True)
    group.command("list")(plainly(list_projections))
    for command in (rebuild, rollback, drop):
        group.command()(plainly(command))
    app.add_typer(group, name="projections")


def list_projections(as_json: AsJson = False) -> None:
    """List every view: version, position, how far behind, what is parked, what is kept."""
    with database(settings()) as its, sentences():
        found = _by_view(asyncio.run(its_part.listed(its)))
    if as_json:
        say_json({"projections": found})
    else:
        _show_list(found)


def rebuild(
    names: Names = None,
    every: All = False,
    from_zero: FromZero = False,
    accept: Accept = False,
    as_json: AsJson = False,
) -> None:
    """Build views again beside those that are read, compare, and switch; exit 1 if unequal.

    Several are built in one scan of the ledger, and one that fails stops no other. What was read
    before stays, and is kept up to date, for `rollback`.
    """
    projections = _asked(names or [], every=every)
    with database(settings()) as its:
        if len(projections) > 1:
            found = _build_several(its, projections, from_zero=from_zero, accept=accept)
        else:
            found = [build(its, projections[0], from_zero=from_zero, accept=accept)]
    if not as_json:
        _show_outcomes(found)
    elif len(projections) > 1:
        say_json({"rebuilt": [_outcome(it) for it in found]})
    else:
        say_json(_outcome(found[0]))
    if failed := [it.projection for it in found if isinstance(it, NotRebuilt)]:
        raise Problem(f"{len(failed)} of {len(found)} were not built again: {', '.join(failed)}")


def rollback(name: Name, as_json: AsJson = False) -> None:
    """Read what was read before the last switch; a second rollback undoes the first."""
    projection = known(name)
    with database(settings()) as its, sentences():
        done = asyncio.run(its_part.roll_back(its, projection))
    if as_json:
        say_json(asdict(done))
    else:
        _show_switched(done)


def drop(name: Name, build: Build, kept: Kept = False, as_json: AsJson = False) -> None:
    """Remove a build that is not read."""
    if (which := BUILD.fullmatch(build)) is None:
        raise BadInput(f"{build} is no build; say VERSION/BUILD, such as 1/2")
    with database(settings()) as its, sentences():
        version, number = map(int, which.groups())
        gone = asyncio.run(its_part.drop(its, known(name).name, (version, number), kept=kept))
    if as_json:
        say_json({"dropped": gone})
    else:
        say(f"{gone} is gone")


def known(name: str) -> Projection:
    if name not in KNOWN:
        raise BadInput(f"there is no view {name}; there are {', '.join(KNOWN)}")
    return KNOWN[name]


def build(its: Settings, projection: Projection, *, from_zero: bool, accept: bool) -> Rebuilt:
    """Builds with bars on a terminal. An unproven build is shown, and raised as a Problem."""
    try:
        with sentences(), progress() as told:
            return asyncio.run(
                its_part.rebuild(its, projection, told, from_zero=from_zero, accept=accept)
            )
    except Unproven as refused:
        _show_report(refused.report)
        raise Problem(f"{refused}; --accept-differences switches all the same") from refused


def _asked(names: Sequence[str], *, every: bool) -> list[Projection]:
    if every == bool(names):
        raise BadInput(f"name the views to build again, of {', '.join(KNOWN)}; or say --all")
    return list(PROJECTIONS) if every else [known(it) for it in dict.fromkeys(names)]


def _build_several(
    its: Settings, projections: Sequence[Projection], *, from_zero: bool, accept: bool
) -> list[Rebuilt | NotRebuilt]:
    with sentences(), progress() as told:
        return asyncio.run(
            its_part.rebuild_several(its, projections, told, from_zero=from_zero, accept=accept)
        )


@contextmanager
def sentences() -> Iterator[None]:
    """What the database or a build may say instead, as a sentence."""
    with answered():
        try:
            yield
        except Unproven:
            raise
        except ProjectorError as wrong:
            raise Problem(str(wrong)) from wrong


def _by_view(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is read of each view, and every build of it."""
    views = []
    for name in dict.fromkeys(it["projection"] for it in found):
        its = [it for it in found if it["projection"] == name]
        served = next((it for it in its if it["role"] == "served"), {})
        kept = next((it["schema"] for it in its if it["role"] == "kept"), None)
        told = ("version", "build", "position", "lag_events", "lag_s", "paused", "parked")
        views.append(
            {"name": name, "served": served.get("schema"), "kept": kept, "builds": its}
            | {key: served.get(key) for key in told}
        )
    return views


def _show_list(found: Sequence[dict[str, Any]]) -> None:
    headings = ("view", "build", "", "position", "behind", "seconds", "parked", "state")
    rows = (
        (
            it["projection"],
            f"{it['version']}/{it['build']}",
            it["role"],
            f"{it['position']:,}",
            f"{it['lag_events']:,}",
            f"{it['lag_s']:.1f}",
            len(it["parked"]),
            it["paused"] or it["state"],
        )
        for view in found
        for it in view["builds"]
    )
    show(table(headings, rows, ("build", "position", "behind", "seconds", "parked")))


def _rebuilt(done: Rebuilt) -> dict[str, Any]:
    its = {"events": done.events, "seconds": done.seconds, "parked": done.parked}
    return asdict(done.switched) | its | {"proof": done.report.as_json()}


def _outcome(its: Rebuilt | NotRebuilt) -> dict[str, Any]:
    if isinstance(its, Rebuilt):
        return _rebuilt(its)
    proof = its.why.report.as_json() if isinstance(its.why, Unproven) else None
    return {"projection": its.projection, "error": _why(its), "proof": proof}


def _why(its: NotRebuilt) -> str:
    """Its sentence, without what Postgres adds in lines of its own."""
    return str(its.why).partition("\n")[0]


def _show_outcomes(found: Sequence[Rebuilt | NotRebuilt]) -> None:
    for it in found:
        if isinstance(it, Rebuilt):
            _show_rebuilt(it)
            continue
        if isinstance(it.why, Unproven):
            _show_report(it.why.report)
        say(f"{it.projection} is read as before: {_why(it)}")


def _show_rebuilt(done: Rebuilt) -> None:
    _show_report(done.report)
    say(f"{done.events:,} events in {done.seconds:.1f} s; {done.parked} streams are parked")
    _show_switched(done.switched)


def _show_switched(done: Switched) -> None:
    fate = "kept" if done.kept else "dropped soon"
    say(
        f"{done.projection} is read from {done.schema} now, no longer from {done.instead_of}, "
        f"which is {fate}; the projector waited {done.held_ms:.0f} ms"
    )


def _show_report(report: Report) -> None:
    said = "equal" if report.equal else "NOT EQUAL"
    rows = (
        (it.table, f"{it.rows_served:,}", f"{it.rows_built:,}", it.gone, it.new, it.changed)
        for it in report.tables
    )
    headings = ("table", "rows read", "rows built", "gone", "new", "changed")
    show(table(headings, rows, headings[1:]), f"{said} at position {report.position:,}")
    for it in report.examples:
        pairs = (("table", it.table), ("read", it.served), ("built", it.built))
        show(facts((name, Text("none" if row is None else str(row))) for name, row in pairs))
