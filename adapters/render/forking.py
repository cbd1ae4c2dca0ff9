"""Worker processes for whoever renders, forked by a server that is kept from film to film."""

import asyncio
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import send_fds, socket, socketpair
from weakref import finalize

IDLE_S = 600.0
"""Without a film for so long, the server ends; the next film starts another."""
LINE_MAX_BYTES = 2**22
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker's orders and answers, and what says how it ended."""

    answers: StreamReader
    orders: StreamWriter
    end: StreamReader

    async def exit_status(self) -> int | None:
        """Once it has ended; negative for a signal, None where nobody can say."""
        told = await self.end.read()
        return int(told) if told else None


class Forks:
    """Has workers forked. Its server starts with the first, and ends with whoever holds this."""

    def __init__(self, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._control: socket | None = None
        self._ending: finalize[[socket, subprocess.Popen[bytes]], Forks] | None = None

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Worker]:
        """A worker; it has ended when this is left, whatever it was doing."""
        line, leash = self._asked()
        with line, leash:
            answers, orders = await asyncio.open_unix_connection(sock=line, limit=LINE_MAX_BYTES)
            end, holding = await asyncio.open_unix_connection(sock=leash)
            try:
                yield Worker(answers, orders, end)
            finally:
                holding.write_eof()
                await end.read()
                await _closed(orders)
                await _closed(holding)

    def close(self) -> None:
        """Ends the server, and with it what workers there are."""
        if self._ending is not None:
            self._ending()
        self._control = self._ending = None

    def _asked(self) -> tuple[socket, socket]:
        """A worker's line and leash. A server that has ended is followed by another."""
        (line, its_line), (leash, its_leash) = socketpair(), socketpair()
        fds = [its_line.fileno(), its_leash.fileno()]
        with its_line, its_leash:
            try:
                send_fds(self._control or self._started(), [b"."], fds)
            except ConnectionError:
                self.close()
                send_fds(self._started(), [b"."], fds)
        return line, leash

    def _started(self) -> socket:
        control, its = socketpair()
        with its:
            process = subprocess.Popen(
                [sys.executable, "-m", "adapters.render.fork_server",
                 str(its.fileno()), str(self._idle_s)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=ROOT,
                pass_fds=[its.fileno()],
            )  # fmt: skip
        self._control, self._ending = control, finalize(self, _end, control, process)
        return control


async def _closed(writer: StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _end(control: socket, process: "subprocess.Popen[bytes]") -> None:
    control.close()
    process.kill()
    process.wait()
