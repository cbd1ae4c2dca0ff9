"""Everything on one machine: servers, programs, and the address where they answer."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from commands.ports import Busy
from infra.bootstrap.foundation import places
from infra.bootstrap.start import prepare
from infra.cli.output import NotRunning, Problem, err, plainly, say_json
from infra.cli.processes import settings
from infra.embedded import stack
from infra.embedded.child import Program
from infra.embedded.supervisor import AlreadyRunning, Interrupted, StartError, Supervisor
from infra.home import Home
from infra.migrations import MigrationError
from infra.security.keys import BadKey
from infra.settings import Settings

WORKERS = 2

Port = Annotated[int | None, typer.Option(help="TCP port of the API; 8000 unless set.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def register(app: typer.Typer) -> None:
    app.command()(plainly(up))
    app.command("migrate")(plainly(migrate))


def up(port: Port = None) -> None:
    """Keep everything running on this machine until Ctrl-C."""
    its = settings()
    if port is not None:
        its = its.model_copy(update={"http": its.http.model_copy(update={"port": port})})
    home = Home(its.ytempire_home)
    try:
        with Supervisor(home.root, its.embedded) as supervisor:
            _serve(supervisor, its)
    except (AlreadyRunning, StartError) as broken:
        raise NotRunning(str(broken)) from broken
    finally:
        _forget(home)


def migrate(as_json: AsJson = False) -> None:  # noqa: FBT002 - a flag of the command line
    """Bring tables, keys and the owner's account up to this program; servers have to run."""
    applied = _prepared(settings())
    if as_json:
        say_json({"applied": list(applied)})
    else:
        err.print(f"applied: {', '.join(applied) or 'nothing new'}")


def _serve(supervisor: Supervisor, its: Settings) -> None:
    try:
        if its.database_url is None:
            database = stack.postgres(its.ytempire_home, its.embedded)
            supervisor.serve(database)
            database.ensure(stack.DATABASE)
        if its.redis_url is None:
            supervisor.serve(stack.redis(its.ytempire_home, its.embedded))
    except Interrupted:
        return
    _prepared(its)
    url = f"http://{its.http.host}:{its.http.port}"
    Home(its.ytempire_home).running.write_bytes(orjson.dumps({"url": url}))
    err.print(f"YTEMPIRE is coming up at [bold]{url}[/bold]; Ctrl-C stops it", highlight=False)
    err.print(f"sign in with the token in {Home(its.ytempire_home).owner_token}", highlight=False)
    supervisor.watch(programs(its))


def _prepared(its: Settings) -> tuple[str, ...]:
    try:
        return asyncio.run(prepare(its))
    except (MigrationError, BadKey) as wrong:
        raise Problem(str(wrong)) from wrong
    except Busy as away:
        raise NotRunning(str(away)) from away


def programs(its: Settings) -> Iterator[Program]:
    """One api, projector and dispatcher, and the workers; each told where the servers are."""
    where = places(its)
    env = {
        "YTEMPIRE_HOME": str(its.ytempire_home),
        "DATABASE_URL": where.database_url,
        "REDIS_URL": where.redis_url,
        "HTTP__HOST": its.http.host,
        "HTTP__PORT": str(its.http.port),
    }
    names = ["api", "projector", "dispatcher", *(f"worker-{n}" for n in range(1, WORKERS + 1))]
    for name in names:
        command = name.partition("-")[0]
        argv = (sys.executable, "-m", "infra.cli", command)
        yield Program(name, argv, env, stop_signal=signal.SIGTERM)


def _forget(home: Home) -> None:
    Path(home.running).unlink(missing_ok=True)
