"""`ytempire audit replay`: the proof that the tables are what the events say."""

import asyncio

import typer
from rich.table import Table

from infra.bootstrap.foundation import places
from infra.cli.database import answering, database
from infra.cli.options import AsJson
from infra.cli.output import FAILED, Problem, facts, say, say_json, table
from infra.cli.output import show as on_screen
from infra.cli.processes import settings
from infra.projector.replay import Replay
from infra.projector.replay import replay as replayed
from infra.projector.view import Poisoned
from infra.settings import Settings


def replay(as_json: AsJson = False) -> None:
    """Fold every event again and compare with what is served, row for row; exit 1 if unequal."""
    with database(settings()) as its:
        found = _replayed(its)
    if as_json:
        say_json(found.as_json())
    else:
        _show(found)
    if not found.equal:
        raise typer.Exit(FAILED)


def _replayed(its: Settings) -> Replay:
    try:
        with answering():
            return asyncio.run(replayed(places(its).database_url, its.projector))
    except Poisoned as broken:
        raise Problem(f"an event cannot be folded again: {broken}") from broken


def _show(found: Replay) -> None:
    said = "equal" if found.equal else "NOT EQUAL"
    title = f"{said} at position {found.position:,}: {found.events:,} events folded again"
    on_screen(_counted(found), title)
    if found.parked:
        say(f"{found.parked} streams are parked, left out on both sides")
    for name in found.unserved:
        say(f"{name} is not served yet, so that it cannot be compared")
    for it in found.differences:
        pairs = (("table", it.table), ("served", it.served), ("events say", it.folded))
        on_screen(facts(pairs))


def _counted(found: Replay) -> Table:
    unlike = [it.table for it in found.differences]
    rows = ((name, f"{n:,}", unlike.count(name)) for name, n in found.tables.items())
    return table(("table", "rows", "differences"), rows, ("rows", "differences"))
