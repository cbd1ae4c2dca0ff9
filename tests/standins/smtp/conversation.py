"""One conversation with a mail client (RFC 5321), in the clear or encrypted (RFC 3207)."""

import ssl
from base64 import b64decode, b64encode
from contextlib import suppress
from socketserver import StreamRequestHandler

from tests.standins.smtp.kept import Mail, MailServer, Trouble

SIZE_MAX_BYTES = 10_000_000
LINE_MAX_BYTES = 4_096


class HungUp(Exception):
    """The connection ends here."""


class Conversation(StreamRequestHandler):
    """RFC 5321, as far as a client that sends mail goes."""

    its: MailServer

    def setup(self) -> None:
        super().setup()
        self.user = self.sender = ""
        self.recipients: list[str] = []
        self.encrypted = False

    def setup_streams(self) -> None:
        self.rfile = self.connection.makefile("rb", -1)
        self.wfile = self.connection.makefile("wb", 0)
        self.user, self.encrypted = "", True

    def handle(self) -> None:
        with suppress(HungUp, ConnectionError, ssl.SSLError):
            self._greet()
            while line := self.rfile.readline(LINE_MAX_BYTES):
                self._take(line.decode("utf-8", "replace").strip())

    def finish(self) -> None:
        super().finish()
        self.connection.close()

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
        said = answer(rest) if answer else "502 Command not implemented"
        if said:
            self._say(said)

    def on_ehlo(self, _: str) -> str:
        self._say(f"250-standin\r\n250-SIZE {SIZE_MAX_BYTES}\r\n250-8BITMIME\r\n250-SMTPUTF8")
        if self.its.certificate and not self.encrypted:
            self._say("250-STARTTLS")
        return "250 AUTH PLAIN LOGIN"

    def on_starttls(self, _: str) -> str:
        """What was said before is forgotten (RFC 3207)."""
        if self.its.certificate is None or self.encrypted:
            return "454 4.7.0 TLS not available"
        self._say("220 2.0.0 Ready to start TLS")
        self.rfile.close()
        self.connection = self.its.certificate.context.wrap_socket(
            self.connection, server_side=True
        )
        self.its.connections.append(self.connection)
        self.setup_streams()
        return ""

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
            self.its.keep(mail)
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
