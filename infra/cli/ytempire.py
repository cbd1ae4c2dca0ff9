"""The one command, `ytempire`: its sub-commands, one file each."""

from importlib.metadata import version as installed

import typer

from infra.cli import (
    account,
    as_of,
    audit,
    backup,
    channel,
    costs,
    jobs,
    keys,
    parked,
    processes,
    projections,
    providers,
    restore,
    state,
    up,
    video,
)
from infra.cli.demo import command as demo
from infra.cli.doctor import command as doctor
from infra.cli.options import AsJson
from infra.cli.output import EXIT_CODES, say_json
from infra.cli.usage import PlainGroup

app = typer.Typer(name="ytempire", cls=PlainGroup, no_args_is_help=True, add_completion=False)


@app.callback(epilog=EXIT_CODES)
def ytempire() -> None:
    """Videos from texts, every step and every cost an event."""


@app.command()
def version(as_json: AsJson = False) -> None:
    """Say which version is installed."""
    its = installed("ytempire")
    if as_json:
        say_json({"version": its})
    else:
        typer.echo(its)


for part in (
    demo,
    up,
    video,
    channel,
    account,
    costs,
    jobs,
    audit,
    as_of,
    state,
    projections,
    parked,
    providers,
    backup,
    restore,
    keys,
    doctor,
    processes,
):
    part.register(app)
