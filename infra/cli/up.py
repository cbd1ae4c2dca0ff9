"""Everything on one machine: servers, programs, and the address where they answer."""

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Annotated

import orjson
import typer
from psycopg import OperationalError
from pydantic import ValidationError

from commands.ports import Busy
from infra.bootstrap.foundation import places
from infra.bootstrap.start import prepare
from infra.cli.client import running_url
from infra.cli.options import AsJson
from infra.cli.output import BadInput, NotRunning, Problem, plainly, say, say_json
from infra.cli.processes import refuse_unfinished, settings
from infra.embedded import stack
from infra.embedded.child import Program
from infra.embedded.supervisor import Interrupted, StartError, Supervisor, in_use
from infra.home import Home
from infra.migrations import MigrationError
from infra.security.keys import BadKey
from infra.settings import Http, Settings

WORKERS = 2

Port = Annotated[int | None, typer.Option(help="TCP port of the API; 8000 unless set.")]


def register(app: typer.Typer) -> None:
    app.command()(plainly(up))
    app.command("migrate")(plainly(migrate))


def up(port: Port = None) -> None:
    """Keep everything running on this machine until Ctrl-C."""
    its = settings()
    if port is not None:
        its = its.model_copy(update={"http": _at(its.http, port)})
    refuse_unfinished(its)
    _refuse_second(Home(its.ytempire_home))
    _refuse_taken(its.http.host, its.http.port)
    try:
        with Supervisor(its.ytempire_home, its.embedded) as supervisor:
            _serve(supervisor, its)
    except StartError as broken:
        raise NotRunning(str(broken)) from broken
    say("stopped; what was being made goes on at the next start")


def migrate(as_json: AsJson = False) -> None:
    """Bring tables, keys and the owner's account up to this program; servers have to run."""
    its = settings()
    refuse_unfinished(its)
    applied = _prepared(its)
    if as_json:
        say_json({"applied": list(applied)})
    else:
        say(f"applied: {', '.join(applied) or 'nothing new'}")


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
    home = Home(its.ytempire_home)
    url = f"http://{its.http.host}:{its.http.port}"
    home.running.write_bytes(orjson.dumps({"url": url}))
    say(f"YTEMPIRE is coming up at {url}; Ctrl-C stops it")
    say(f"  sign in with the token in  {home.owner_token}")
    say(f"  everybody's log is in      {home.root / 'logs'}")
    try:
        supervisor.watch(programs(its))
    finally:
        home.running.unlink(missing_ok=True)


def _prepared(its: Settings) -> tuple[str, ...]:
    try:
        return asyncio.run(prepare(its))
    except (MigrationError, BadKey) as wrong:
        raise Problem(str(wrong)) from wrong
    except (Busy, OperationalError) as away:
        raise NotRunning(f"the database does not answer: {str(away).splitlines()[0]}") from away


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
        named = env | {"PGAPPNAME": f"ytempire {name}"}  # whose connection it is, for operators
        yield Program(name, argv, named, stop_signal=signal.SIGTERM)


def _at(http: Http, port: int) -> Http:
    try:
        return Http.model_validate({**http.model_dump(), "port": port})
    except ValidationError:
        raise BadInput(f"--port takes 1 to 65535, not {port}") from None


def _refuse_second(home: Home) -> None:
    url = running_url(home)
    if url is not None and in_use(home.root):
        raise NotRunning(f"already running here at {url}; its Ctrl-C stops it")


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            sentence = f"{host}:{port} cannot be listened on ({taken.strerror}); try --port"
            raise NotRunning(sentence) from taken
