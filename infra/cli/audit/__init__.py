"""`ytempire audit`: what was recorded, and every proof of it, a file each."""

from collections.abc import Callable

import typer

from infra.cli.audit.prove import audit_prove, check_proof
from infra.cli.audit.replay import replay
from infra.cli.audit.seal import new_key, public_key, seal
from infra.cli.audit.show import show
from infra.cli.audit.verify import audit_verify
from infra.cli.options import BelowZeroToo
from infra.cli.output import plainly

COMMANDS: dict[str, Callable[..., None]] = {
    "show": show,
    "replay": replay,
    "verify": audit_verify,
    "prove": audit_prove,
    "check-proof": check_proof,
    "seal": seal,
    "public-key": public_key,
    "new-key": new_key,
}


def register(app: typer.Typer) -> None:
    audit = typer.Typer(help="What was recorded, and the proof of it.", no_args_is_help=True)
    for name, command in COMMANDS.items():
        audit.command(name, cls=BelowZeroToo)(plainly(command))
    app.add_typer(audit, name="audit")
