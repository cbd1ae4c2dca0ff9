"""`ytempire audit`: what was recorded, and every proof of it, a file each."""

import typer

from infra.cli.audit.replay import replay
from infra.cli.audit.show import show
from infra.cli.output import plainly


def register(app: typer.Typer) -> None:
    audit = typer.Typer(help="What was recorded, and the proof of it.", no_args_is_help=True)
    for command in (show, replay):
        audit.command()(plainly(command))
    app.add_typer(audit, name="audit")
