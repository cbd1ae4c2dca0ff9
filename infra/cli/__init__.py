"""The one command, `ytempire`: its sub-commands, one file each."""

from importlib.metadata import version as installed

import typer

from infra.cli import processes, up
from infra.cli.demo import command as demo

app = typer.Typer(name="ytempire", no_args_is_help=True, add_completion=False)


@app.callback()
def ytempire() -> None:
    """Videos from texts, every step and every cost an event."""


@app.command()
def version() -> None:
    """Say which version is installed."""
    typer.echo(installed("ytempire"))


for part in (demo, up, processes):
    part.register(app)


def main() -> None:
    app()
