"""The database of a command that works on it directly, without the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import OperationalError
from psycopg.errors import InvalidSchemaName, UndefinedTable

from infra.cli.output import NotRunning, say
from infra.embedded import stack
from infra.embedded.supervisor import StartError, Supervisor, in_use
from infra.settings import Settings

MADE = "; `make run` makes it"


@contextmanager
def database(its: Settings) -> Iterator[Settings]:
    """The settings once their database is there; an embedded one is started if nothing runs."""
    if its.database_url is not None or in_use(its.ytempire_home):
        yield its
        return
    if not (its.ytempire_home / "postgres").exists():
        raise NotRunning(f"there is no database in {its.ytempire_home} yet{MADE}")
    say(f"nothing runs in {its.ytempire_home}: its PostgreSQL is started for the while")
    try:
        with Supervisor(its.ytempire_home, its.embedded) as supervisor:
            supervisor.serve(stack.postgres(its.ytempire_home, its.embedded))
            yield its
    except StartError as broken:
        raise NotRunning(str(broken)) from broken


@contextmanager
def answering() -> Iterator[None]:
    """What a database says that is away, or not made yet, as a sentence."""
    try:
        yield
    except (UndefinedTable, InvalidSchemaName) as missing:
        raise NotRunning(f"the database has no tables yet{MADE}") from missing
    except OperationalError as away:
        raise NotRunning(f"the database does not answer: {str(away).splitlines()[0]}") from away
