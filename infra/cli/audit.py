"""`ytempire audit`: who did what and why, and the proof that the tables are what events say."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Annotated

import typer
from psycopg import OperationalError
from psycopg.errors import UndefinedTable
from rich.table import Table

from infra.bootstrap.foundation import places
from infra.cli.client import connect
from infra.cli.options import ROWS, AsJson, AsOf, Rows
from infra.cli.output import (
    FAILED,
    NotRunning,
    Problem,
    facts,
    plainly,
    say,
    say_json,
    table,
    when,
)
from infra.cli.output import show as on_screen
from infra.cli.processes import settings
from infra.embedded import stack
from infra.embedded.supervisor import StartError, Supervisor, in_use
from infra.projector.replay import Replay
from infra.projector.replay import replay as replayed
from infra.projector.view import Poisoned
from infra.settings import Settings

MADE = "; `make run` makes it"


def register(app: typer.Typer) -> None:
    audit = typer.Typer(help="What was recorded, and the proof of it.", no_args_is_help=True)
    for command in (replay, show):
        audit.command()(plainly(command))
    app.add_typer(audit, name="audit")


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


def show(
    stream: Annotated[str | None, typer.Option(help="Such as video/0190….")] = None,
    about: Annotated[str | None, typer.Option(help="Everything of one correlation id.")] = None,
    limit: Rows = ROWS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what was recorded, the newest first."""
    asked = {"stream": stream, "correlation_id": about}
    with connect(as_of) as client:
        params = {name: it for name, it in asked.items() if it is not None}
        found = list(islice(client.pages("/api/v1/audit", params), limit))
    if as_json:
        say_json({"items": found})
        return
    rows = (
        (it["position"], when(it["at"]), it["name"], it["summary"], _short(it["actor"]))
        for it in found
    )
    headings = ("position", "at (UTC)", "event", "", "by")
    on_screen(table(headings, rows, ("position", "at (UTC)")))


def _short(actor: str) -> str:
    """Enough of an id to tell two apart; `--json` has it whole."""
    kind, _, key = actor.partition("/")
    return f"{kind}/{key.partition('-')[0]}"


@contextmanager
def database(its: Settings) -> Iterator[Settings]:
    """The settings once their database is there; an embedded one is started if nothing runs."""
    if its.database_url is not None or in_use(its.ytempire_home):
        yield its
        return
    if not (its.ytempire_home / "postgres").exists():
        raise NotRunning(f"there is no database in {its.ytempire_home} yet{MADE}")
    say(f"nothing runs in {its.ytempire_home}: its PostgreSQL is started for the while")
    try:
        with Supervisor(its.ytempire_home, its.embedded) as supervisor:
            supervisor.serve(stack.postgres(its.ytempire_home, its.embedded))
            yield its
    except StartError as broken:
        raise NotRunning(str(broken)) from broken


def _replayed(its: Settings) -> Replay:
    try:
        return asyncio.run(replayed(places(its).database_url, its.projector))
    except UndefinedTable as missing:
        raise NotRunning(f"the database has no tables yet{MADE}") from missing
    except OperationalError as away:
        raise NotRunning(f"the database does not answer: {str(away).splitlines()[0]}") from away
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
