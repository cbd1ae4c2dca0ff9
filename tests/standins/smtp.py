"""A mail server that keeps what it accepts: a real conversation, with faults on order.

    with mail_server() as it:
        it.refuse("RCPT", 450)          # the next RCPT is refused, for now
        it.drop("DATA")                 # the next one hangs up instead of an answer
        it.lose_answer()                # the next mail is kept, and the answer to it is lost
        it.wait("MAIL", 0.5)
        ...
        assert it.mails[0].message["Subject"] == "..."

Stages are verbs, and `CONNECT` and `BODY` (after the mail's last line). Where `users` holds
anybody, mail is taken from them alone, after AUTH PLAIN or LOGIN.
"""

import socket
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

SIZE_MAX_BYTES = 10_000_000
LINE_MAX_BYTES = 4_096


@dataclass(frozen=True)
class Mail:
    """One accepted mail, and the addresses of its envelope."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass(frozen=True)
class Trouble:
    """What happens at a stage: a code (0: it hangs up), after so many seconds."""

    stage: str
    code: int = 0
    seconds: float = 0.0
    keeps: bool = False


@dataclass
class MailServer:
    """`mails` are those accepted, `commands` all that was said to it, secrets left out."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def refuse(self, stage: str, code: int) -> None:
        self.troubles.append(Trouble(stage, code))

    def drop(self, stage: str) -> None:
        self.troubles.append(Trouble(stage))

    def lose_answer(self) -> None:
        self.troubles.append(Trouble("BODY", keeps=True))

    def wait(self, stage: str, seconds: float) -> None:
        self.troubles.append(Trouble(stage, 250, seconds))

    def trouble(self, stage: str) -> Trouble | None:
        for at, it in enumerate(self.troubles):
            if it.stage == stage:
                return self.troubles.pop(at)
        return None


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    its = MailServer()
    with Server(("127.0.0.1", port), type("Its", (Conversation,), {"its": its})) as server:
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
    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type["Conversation"]) -> None:
        self._open: list[socket.socket] = []
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for it in self._open:
            with suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)


class HungUp(Exception):
    """The connection ends here."""


class Conversation(StreamRequestHandler):
    """RFC 5321, as far as a client that sends mail goes."""

    its: MailServer

    def setup(self) -> None:
        super().setup()
        self.user = self.sender = ""
        self.recipients: list[str] = []

    def handle(self) -> None:
        with suppress(HungUp, ConnectionError):
            self._greet()
            while line := self.rfile.readline(LINE_MAX_BYTES):
                self._take(line.decode("utf-8", "replace").strip())

    def _greet(self) -> None:
        if not self._troubled("CONNECT"):
            self._say("220 standin ESMTP")

    def _take(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        self.its.commands.append(f"{verb} {rest.partition(' ')[0]}" if verb == "AUTH" else line)
        if self._troubled(verb):
            return
        answer = getattr(self, f"on_{verb.lower()}", None)
        self._say(answer(rest) if answer else "502 Command not implemented")

    def on_ehlo(self, _: str) -> str:
        self._say(f"250-standin\r\n250-SIZE {SIZE_MAX_BYTES}\r\n250-8BITMIME\r\n250-SMTPUTF8")
        return "250 AUTH PLAIN LOGIN"

    def on_helo(self, _: str) -> str:
        return "250 standin"

    def on_auth(self, rest: str) -> str:
        how, _, first = rest.partition(" ")
        if how.upper() == "PLAIN":
            _, user, secret = b64decode(first or self._asked("")).split(b"\0")
        else:
            user = b64decode(first or self._asked("Username:"))
            secret = b64decode(self._asked("Password:"))
        if self.its.users.get(user.decode()) != secret.decode():
            return "535 5.7.8 Authentication credentials invalid"
        self.user = user.decode()
        return "235 2.7.0 Authentication successful"

    def on_mail(self, rest: str) -> str:
        if self.its.users and not self.user:
            return "530 5.7.0 Authentication required"
        self.sender, self.recipients = _address(rest), []
        return "250 2.1.0 OK"

    def on_rcpt(self, rest: str) -> str:
        self.recipients.append(_address(rest))
        return "250 2.1.5 OK"

    def on_data(self, _: str) -> str:
        if not self.recipients:
            return "503 5.5.1 No valid recipients"
        self._say("354 End data with <CR><LF>.<CR><LF>")
        mail = Mail(self.sender, tuple(self.recipients), self._body())
        if len(mail.data) > SIZE_MAX_BYTES:
            return "552 5.3.4 Message too big"
        trouble = self.its.trouble("BODY")
        if trouble is None or trouble.keeps:
            self.its.mails.append(mail)
        if trouble is not None:
            return self._met(trouble)
        return "250 2.0.0 Queued"

    def on_rset(self, _: str) -> str:
        self.sender, self.recipients = "", []
        return "250 2.0.0 OK"

    def on_noop(self, _: str) -> str:
        return "250 2.0.0 OK"

    def on_quit(self, _: str) -> str:
        self._say("221 2.0.0 Bye")
        raise HungUp

    def _body(self) -> bytes:
        """All lines up to the lone dot; dots that were doubled are single again."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise HungUp
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _asked(self, question: str) -> bytes:
        self._say(f"334 {b64encode(question.encode()).decode()}")
        return self.rfile.readline(LINE_MAX_BYTES).strip()

    def _troubled(self, stage: str) -> bool:
        """Whether the stage was answered with trouble; a wait alone is none."""
        trouble = self.its.trouble(stage)
        if trouble is None:
            return False
        said = self._met(trouble)
        if trouble.seconds:
            return False
        self._say(said)
        return True

    def _met(self, trouble: Trouble) -> str:
        self.its.stopping.wait(trouble.seconds)
        if not trouble.code:
            raise HungUp
        return f"{trouble.code} {trouble.code // 100}.0.0 Scripted"

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
