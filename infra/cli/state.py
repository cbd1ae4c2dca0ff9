"""`ytempire state`: what a stream is or was, as decisions see it."""

import asyncio
from typing import Annotated

import typer

from domain.ids import StreamId
from domain.streams import EVOLVE
from infra.aggregate import Aggregate, aggregate
from infra.bootstrap.foundation import places
from infra.cli.as_of import answered
from infra.cli.database import database
from infra.cli.options import AsJson, AsOf
from infra.cli.output import BadInput, facts, plainly, say, say_json, show
from infra.cli.processes import settings
from queries.as_of import parsed

Stream = Annotated[str, typer.Argument(help="Such as video/0190….")]


def register(app: typer.Typer) -> None:
    app.command()(plainly(state))


def state(stream: Stream, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Fold one stream's events and show what they come to; sealed values stay sealed."""
    kind, _, key = stream.partition("/")
    if kind not in EVOLVE or not key:
        raise BadInput(f"{stream} is no stream; a stream is {'|'.join(sorted(EVOLVE))}/ID")
    with database(settings()) as its, answered():
        then = None if as_of is None else parsed(as_of)
        found = asyncio.run(aggregate(places(its).database_url, StreamId(stream), then))
    if as_json:
        say_json(found.as_json())
    else:
        _show(found)


def _show(found: Aggregate) -> None:
    if not found.version:
        say(f"{found.stream} has not begun")
        return
    told = found.as_json()
    title = f"{found.stream}, version {found.version} of {told['recorded_at']}"
    show(facts((name, str(it)) for name, it in told["state"].items()), title)
