"""`ytempire keys`: the keys that lie outside every database."""

from pathlib import Path
from typing import Annotated

import typer

from infra.backup.fresh_home import write
from infra.backup.key_file import of_home, wrapped
from infra.cli.backup import in_sentences
from infra.cli.options import AsJson
from infra.cli.output import BadInput, facts, plainly, say_json
from infra.cli.output import show as on_screen
from infra.cli.passphrase import PassphraseFile, passphrase
from infra.cli.processes import settings
from infra.cli.rotating import rotate
from infra.clock import utc_now
from infra.home import Home
from infra.security.keys import kek_files

To = Annotated[Path, typer.Option("--to", metavar="FILE", help="A file that is not there yet.")]


def register(app: typer.Typer) -> None:
    keys = typer.Typer(help="The keys of this installation.", no_args_is_help=True)
    keys.callback()(group)
    for command in (export, rotate):
        keys.command()(plainly(command))
    app.add_typer(keys, name="keys")


def group() -> None:
    """The keys of this installation."""


def export(to: To, passphrase_file: PassphraseFile = None, as_json: AsJson = False) -> None:
    """Write every key into one file, wrapped by a passphrase: without it no backup opens.

    Keep it away from the backups, and export again after every change of a key.
    """
    its = settings()
    home = Home(its.ytempire_home)
    if to.exists():
        raise BadInput(f"{to} is there already; name a file that is not")
    if not home.keys.is_dir():
        raise BadInput(f"there are no keys in {home.keys} yet; `make run` makes them")
    with in_sentences():
        keys = of_home(home, kek_files(home.root, its.kek_file))
        made_at = utc_now().isoformat(timespec="seconds")
        write(to, wrapped(keys, passphrase(passphrase_file, twice=True), made_at))
    found = {"path": str(to), "keys": sorted(keys.files), "keks": list(keys.keks)}
    if as_json:
        say_json(found)
    else:
        on_screen(
            facts(
                (name, it if isinstance(it, str) else ", ".join(it)) for name, it in found.items()
            )
        )
