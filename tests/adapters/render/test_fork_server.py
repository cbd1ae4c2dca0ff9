"""The process that forks the drawing ones."""

import subprocess
import sys
from contextlib import closing
from socket import send_fds, socket, socketpair

SERVER = """
import sys, time
from socket import socket
from adapters.render.fork_server import ForkServer
ForkServer(socket(fileno=int(sys.argv[1])), 600.0, lambda line: time.sleep(600)).serve()
"""
WORKERS = 16


def test_a_server_whose_asker_is_gone_ends_its_workers_without_a_word() -> None:
    control, its = socketpair()
    with its:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(its.fileno())],
            pass_fds=[its.fileno()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    with closing(control):
        leashes = [_worker(control) for _ in range(WORKERS)]
    said, _ = server.communicate(timeout=30)
    assert (server.returncode, said) == (0, b"")
    for it in leashes:
        assert it.recv(1) in {b"", b"-"}
        it.close()


def _worker(control: socket) -> socket:
    """Its leash. Its line is kept by nobody here: it does not read it."""
    (line, its_line), (leash, its_leash) = socketpair(), socketpair()
    with line, its_line, its_leash:
        send_fds(control, [b"."], [its_line.fileno(), its_leash.fileno()])
    return leash
