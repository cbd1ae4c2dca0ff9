"""`ytempire as-of`: every table of the whole system, as it was."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from psycopg import OperationalError
from psycopg.errors import UndefinedTable

from infra.bootstrap.foundation import places
from infra.cli.database import MADE, database
from infra.cli.options import AsJson, BelowZeroToo
from infra.cli.output import BadInput, NotRunning, Problem, plainly, say, say_json, show, table
from infra.cli.processes import settings
from infra.projector.view import Poisoned
from infra.projector.whole import Whole, whole
from queries.as_of import parsed
from queries.ports import Unanswerable

Then = Annotated[
    str, typer.Argument(metavar="TIME|POSITION", help="Such as 2026-11-20T13:27:18Z, or 4711.")
]
Keep = Annotated[bool, typer.Option("--keep", help="Leave the tables in a schema of their own.")]


def register(app: typer.Typer) -> None:
    app.command("as-of", cls=BelowZeroToo)(plainly(as_of))


def as_of(then: Then, keep: Keep = False, as_json: AsJson = False) -> None:
    """Fold everything up to then: the rows of every table, and a checksum of them."""
    with database(settings()) as its, answered():
        found = asyncio.run(whole(places(its).database_url, parsed(then), its.projector, keep=keep))
    if as_json:
        say_json(found.as_json())
    else:
        _show(found)


@contextmanager
def answered() -> Iterator[None]:
    """What the database or the past may say instead, as a sentence."""
    try:
        yield
    except Unanswerable as wrong:
        raise BadInput(str(wrong)) from wrong
    except UndefinedTable as missing:
        raise NotRunning(f"the database has no tables yet{MADE}") from missing
    except OperationalError as away:
        raise NotRunning(f"the database does not answer: {str(away).splitlines()[0]}") from away
    except Poisoned as broken:
        raise Problem(f"an event cannot be folded again: {broken}") from broken


def _show(found: Whole) -> None:
    rows = ((name, f"{it.rows:,}", it.checksum) for name, it in found.tables.items())
    title = f"as of position {found.position:,}: {found.events:,} events folded"
    show(table(("table", "rows", "checksum"), rows, ("rows", "checksum")), title)
    for name, why in found.paused.items():
        say(f"{name} stops short: {why}")
    if found.parked:
        say(f"{found.parked} streams are parked, and left out")
    if found.schema is not None:
        say(f"kept in the schema {found.schema}; `DROP SCHEMA {found.schema} CASCADE` removes it")
