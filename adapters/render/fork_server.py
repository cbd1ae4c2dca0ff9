"""The fork server: a process that has loaded all that draws, and forks the workers of films.

Loading takes as much processor time as half a second of film, so it happens once, and not for
each worker of each film. `python -m adapters.render.fork_server FD SECONDS` is told by the
socket FD: one byte with two descriptors asks for a worker, of its orders and answers (its line),
and of its life (its leash). A leash let go of ends its worker; the exit status comes back on it.
At the end of FD, or after so many seconds without a worker, the server ends, and its workers do.

It has one thread, as forking asks for, and never loads torch, which takes seconds; a worker that
needs torch loads it itself.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from select import select
from socket import SHUT_RD, recv_fds, socket, socketpair
from typing import NoReturn

RING_BYTES = 4096
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""What computes is parallel by worker, and only a process of one thread may fork."""


class ForkServer:
    """Workers by their leashes, each doing its `work`, until nobody asks for more."""

    def __init__(self, control: socket, idle_s: float, work: Callable[[socket], None]) -> None:
        self._control, self._idle_s, self._work = control, idle_s, work
        self._pids: dict[socket, int] = {}

    def serve(self) -> None:
        with _rung_by_endings() as bell:
            while not self._is_over(bell):
                pass
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)

    def _is_over(self, bell: socket) -> bool:
        """Waits for what comes next; true where nothing will."""
        patience_s = None if self._pids else self._idle_s
        ready, _, _ = select([self._control, bell, *self._pids], [], [], patience_s)
        if not ready:
            self._control.shutdown(SHUT_RD)
        if bell in ready:
            bell.recv(RING_BYTES)
            self._reap()
        for leash in self._pids.keys() & ready:
            os.kill(self._pids[leash], signal.SIGKILL)
        return (not ready or self._control in ready) and not self._asked()

    def _asked(self) -> bool:
        """Forks a worker where one is asked for."""
        _, fds, _, _ = recv_fds(self._control, 1, 2)
        if not fds:
            return False
        line, leash = (socket(fileno=it) for it in fds)
        pid = os.fork()
        if not pid:
            self._begin(line, leash)
        line.close()
        self._pids[leash] = pid
        return True

    def _begin(self, line: socket, leash: socket) -> NoReturn:
        """What a worker does. It never comes back into the server's code."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for it in (self._control, leash, *self._pids):
                it.close()
            self._work(line)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(1)

    def _reap(self) -> None:
        for leash, pid in list(self._pids.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with leash, suppress(ConnectionError):
                    leash.sendall(str(os.waitstatus_to_exitcode(status)).encode())
                del self._pids[leash]


@contextmanager
def _rung_by_endings() -> Iterator[socket]:
    """A socket to read from whenever a worker has ended."""
    bell, rope = socketpair()
    with bell, rope:
        rope.setblocking(False)  # noqa: FBT003 - the library's signature
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(rope.fileno(), warn_on_full_buffer=False)
        try:
            yield bell
        finally:
            signal.set_wakeup_fd(-1)


def main() -> None:
    control, idle_s = socket(fileno=int(sys.argv[1])), float(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for it in THREADS:
        os.putenv(it, "1")
    from adapters.render import loading, worker  # noqa: PLC0415 -- loads numpy, which looks there

    loading.load()
    gc.collect()
    gc.freeze()
    ForkServer(control, idle_s, worker.work).serve()


if __name__ == "__main__":
    main()
