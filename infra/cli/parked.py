"""`ytempire parked`: events that a view cannot take in; tried again, or left out for good."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from commands.ports import Busy
from domain.event import Refused
from infra.bootstrap import projections as its_part
from infra.cli.database import database
from infra.cli.options import AsJson
from infra.cli.output import BadInput, NotRunning, Problem, plainly, say, say_json, show, table
from infra.cli.processes import settings
from infra.cli.projections import KNOWN, build, known, sentences
from infra.projector.parked import Parked
from infra.settings import Settings

View = Annotated[str, typer.Argument(help=f"One of {', '.join(KNOWN)}.")]
Views = Annotated[list[str] | None, typer.Argument(help="Of these views; else of all.")]
Position = Annotated[int, typer.Argument(min=1, help="The event's, as `list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept for good.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Events that a view cannot take in.", no_args_is_help=True)
    group.command("list")(plainly(list_parked))
    for command in (retry, discard):
        group.command()(plainly(command))
    app.add_typer(group, name="parked")


def list_parked(as_json: AsJson = False) -> None:
    """List what stands still: parked streams, and views that wait."""
    with database(settings()) as its:
        _tell(_parked(its), as_json=as_json)


def retry(views: Views = None, as_json: AsJson = False) -> None:
    """Build the views again in which something is parked; exit 1 if something still is.

    Every event goes through the program as it is now, upcasters included.
    """
    asked = {known(it).name for it in views or KNOWN}
    with database(settings()) as its:
        for name in sorted({it.view for it in _parked(its)} & asked):
            build(its, known(name), from_zero=True, accept=False)
        left = [it for it in _parked(its) if it.view in asked]
    _tell(left, as_json=as_json)
    if left:
        raise Problem(f"{len(left)} still cannot be taken in; mend the program, or discard them")


def discard(view: View, position: Position, reason: Reason, as_json: AsJson = False) -> None:
    """Have a view leave out one event for good, by an event that says why; then build it again."""
    projection = known(view)
    with database(settings()) as its:
        found = [it for it in _parked(its) if (it.view, it.position) == (view, position)]
        if not found:
            raise BadInput(f"{view} is not parked at {position}; `ytempire parked list` shows all")
        if not found[0].discarded:
            _discard(its, found[0], reason)
        build(its, projection, from_zero=True, accept=False)
        left = [it for it in _parked(its) if it.view == view]
    say(f"{view} leaves out the event at {position} from now on")
    _tell(left, as_json=as_json)


def _discard(its: Settings, parked: Parked, reason: str) -> None:
    try:
        asyncio.run(its_part.discard(its, parked, reason))
    except Refused as refused:
        raise BadInput(refused.sentence) from refused
    except Busy as busy:
        raise NotRunning(str(busy)) from busy


def _parked(its: Settings) -> list[Parked]:
    with sentences():
        return asyncio.run(its_part.parked(its))


def _tell(found: Sequence[Parked], *, as_json: bool) -> None:
    if as_json:
        say_json({"parked": [it.as_json() for it in found]})
        return
    if not found:
        say("nothing is parked")
        return
    rows = (
        (it.view, f"{it.position:,}", it.event, it.stream, _waits(it), it.reason) for it in found
    )
    show(table(("view", "position", "event", "stream", "waits", "because"), rows, ("position",)))


def _waits(its: Parked) -> str:
    if its.discarded:
        return "discarded, to be built again"
    return "the view" if its.pauses else "its stream"
