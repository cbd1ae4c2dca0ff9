"""`ytempire backup`: the three originals at one position, in a folder that opens with its keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from psycopg import OperationalError
from psycopg.errors import UndefinedTable
from rich.progress import Progress, TaskID

from commands.ports import Busy
from infra.backup import folder
from infra.backup.backup import Originals
from infra.backup.backup import backup as backed_up
from infra.backup.errors import BackupError, InUse, NoRoom, Unsound
from infra.backup.interruptible import interruptible
from infra.backup.key_file import of_home
from infra.backup.manifest import Manifest
from infra.backup.progress import Tell
from infra.bootstrap.blobs import copying
from infra.bootstrap.foundation import places
from infra.cli.database import database
from infra.cli.options import AsJson
from infra.cli.output import (
    FAILED,
    BadInput,
    NotRunning,
    Problem,
    err,
    facts,
    plainly,
    say,
    say_json,
)
from infra.cli.output import show as on_screen
from infra.cli.processes import refuse_unfinished, settings
from infra.clock import utc_now
from infra.embedded.supervisor import StartError
from infra.home import Home
from infra.migrations import MigrationError
from infra.security.keys import BadKey, kek_files
from infra.settings import Settings
from processors.errors import CallError

To = Annotated[
    Path | None, typer.Option("--to", metavar="DIR", help="A folder that is not there yet.")
]
Expire = Annotated[
    Path | None,
    typer.Option("--expire", metavar="FOLDER", help="Remove the old backups in this folder."),
]


def register(app: typer.Typer) -> None:
    app.command()(plainly(backup))


def backup(to: To = None, expire: Expire = None, as_json: AsJson = False) -> None:
    """Copy ledger, vault and blobs, encrypted, while everything goes on; without any key.

    Its keys are written by `ytempire keys export`, and belong elsewhere.
    """
    if to is None and expire is None:
        raise BadInput("say where: --to DIR, or --expire FOLDER to remove old backups")
    if expire is not None and not expire.is_dir():
        raise BadInput(f"{expire} is no folder; name the one that backups are in")
    its = settings()
    refuse_unfinished(its)
    with in_sentences():
        made = _made(its, to.absolute()) if to is not None else None
        gone = folder.expire(expire, utc_now(), its.backup.kept_days) if expire is not None else []
    found = {
        "backup": None if made is None else _as_json(made, to),
        "expired": [str(it) for it in gone],
    }
    if as_json:
        say_json(found)
    else:
        _show(found)
    if expire is not None:
        say(f"{len(gone)} removed")
    if made is not None and made.damaged:
        raise Problem(
            f"the backup is made, without {len(made.damaged)} blobs that are damaged in the store; "
            "bring them back from an older backup"
        )


@contextmanager
def in_sentences() -> Iterator[None]:
    """What a backup or a restore can meet, as problems of the command line."""
    try:
        yield
    except (InUse, NoRoom, Unsound, MigrationError, BadKey) as wrong:
        raise Problem(str(wrong), FAILED) from wrong
    except BackupError as wrong:
        raise BadInput(str(wrong)) from wrong
    except UndefinedTable as missing:
        raise NotRunning("the database lacks tables; `ytempire migrate` makes them") from missing
    except (OperationalError, Busy) as away:
        raise NotRunning(f"the database does not answer: {str(away).splitlines()[0]}") from away
    except StartError as broken:
        raise NotRunning(str(broken)) from broken
    except CallError as away:
        raise Problem(str(away)) from away
    except OSError as refused:
        raise Problem(f"{refused.filename or 'the disk'}: {refused.strerror}") from refused


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar a step, on a terminal alone."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell


def _made(its: Settings, target: Path) -> Manifest:
    home = Home(its.ytempire_home)
    folder.refuse_filled(target)
    with database(its), interruptible(), copying(its) as store, progress() as tell:
        keys = of_home(home, kek_files(home.root, its.kek_file))
        originals = Originals(places(its).database_url, store, keys.keks)
        return backed_up(originals, target, utc_now(), its.backup, tell)


def _as_json(made: Manifest, to: Path | None) -> dict[str, Any]:
    return {
        "path": str(to),
        "backup_id": str(made.backup_id),
        "position": made.position,
        "made_at": made.made_at.isoformat(),
        "rows": {it.name: it.rows for it in made.tables},
        "blobs": made.blobs,
        "absent": len(made.absent),
        "damaged": len(made.damaged),
        "size_bytes": made.size_bytes(),
        "keks": list(made.wrapped_keys),
    }


def _show(found: dict[str, Any]) -> None:
    if its := found["backup"]:
        pairs = (
            ("backup", its["path"]),
            ("position", f"{its['position']:,}"),
            ("blobs", f"{its['blobs']:,}"),
            ("not in the store", its["absent"] or None),
            ("size", f"{its['size_bytes'] / 2**20:,.1f} MiB"),
            ("opens with key", ", ".join(its["keks"])),
        )
        on_screen(facts(pairs))
    on_screen(facts([("removed", it) for it in found["expired"]]))
