"""The one command, `ytempire`: its sub-commands, one file each."""

from importlib.metadata import version as installed

import typer

from infra.cli import audit, channel, jobs, processes, up, video
from infra.cli.demo import command as demo
from infra.cli.doctor import command as doctor
from infra.cli.output import EXIT_CODES

app = typer.Typer(name="ytempire", no_args_is_help=True, add_completion=False)


@app.callback(epilog=EXIT_CODES)
def ytempire() -> None:
    """Videos from texts, every step and every cost an event."""


@app.command()
def version() -> None:
    """Say which version is installed."""
    typer.echo(installed("ytempire"))


for part in (demo, up, video, channel, jobs, audit, doctor, processes):
    part.register(app)


def main() -> None:
    app()
