"""This process's figures, for Prometheus to read: on loopback alone, and only where asked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
from prometheus_client import start_http_server

HOST = "127.0.0.1"
PORTS = 10
log = structlog.get_logger()


@contextmanager
def served(first_port: int) -> Iterator[int | None]:
    """At `/metrics` of the first free of ten ports from `first_port`, which it yields.

    None where `first_port` is 0, which is off, or where all ten are taken: work goes on.
    """
    for port in range(first_port, first_port + PORTS) if first_port else ():
        with suppress(OSError, OverflowError):
            server, thread = start_http_server(port, HOST)
            break
    else:
        if first_port:
            log.warning("no free port for metrics", first_port=first_port)
        yield None
        return
    log.info("metrics served", port=port)
    try:
        yield port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
