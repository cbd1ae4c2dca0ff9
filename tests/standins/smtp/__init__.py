"""A mail server that keeps what it accepts: a real conversation, with faults on order.

    with mail_server() as it:
        it.refuse("RCPT", 450)          # the next RCPT is refused, for now
        it.drop("DATA")                 # the next one hangs up instead of an answer
        it.lose_answer()                # the next mail is kept, and the answer to it is lost
        it.wait("MAIL", 0.5)
        ...
        assert it.mails[0].message["Subject"] == "..."

With `mail_server(encrypted=True)` it offers STARTTLS, and `it.trusted` is the PEM to trust.
Stages are verbs, and `CONNECT` and `BODY` (after the mail's last line). Where `users` holds
anybody, mail is taken from them alone, after AUTH PLAIN or LOGIN.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import ThreadingTCPServer
from typing import Any

from tests.standins.certificate import certificate
from tests.standins.smtp.conversation import Conversation
from tests.standins.smtp.kept import Mail, MailServer, Trouble

__all__ = ["Mail", "MailServer", "Trouble", "mail_server"]


@contextmanager
def mail_server(port: int = 0, *, encrypted: bool = False) -> Iterator[MailServer]:
    its = MailServer(certificate=certificate() if encrypted else None)
    with Server((its.host, port), its) as server:
        its.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield its
        finally:
            its.stopping.set()
            server.shutdown()
            server.hang_up()
            thread.join()


class Server(ThreadingTCPServer):
    """Ends every connection when it stops, so that no thread outlives it."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, address: tuple[str, int], its: MailServer) -> None:
        self.its = its
        super().__init__(address, type("Its", (Conversation,), {"its": its}))

    def process_request(self, request: Any, client_address: Any) -> None:
        self.its.connections.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for it in self.its.connections:
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)
