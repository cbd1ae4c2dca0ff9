"""Mail by SMTP (RFC 5321) with the standard library's client, one connection a letter.

Encrypted from the first byte (`smtps://`), or by STARTTLS before anything is said (`smtp://`); in
the clear to this machine alone. What a server says is never quoted: it may repeat addresses.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum
from urllib.parse import unquote, urlsplit

from adapters.providers.endpoint import is_here
from processors.errors import (
    InvalidInput,
    KeyRefused,
    NotConfigured,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from processors.mail import Letter

ADDRESS = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+")
OK, FORWARDED, BEGIN, FOR_GOOD = 250, 251, 354, 500
LOGINS = frozenset({530, 534, 535, 538})


class Encryption(Enum):
    NONE = "none"
    STARTTLS = "starttls"
    FROM_THE_START = "from the start"


PORTS = {Encryption.NONE: 25, Encryption.STARTTLS: 587, Encryption.FROM_THE_START: 465}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in; `user` empty: without a login."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""


def server_of(url: str) -> Server:
    """Of `smtp://user@host:587` or `smtps://user@host:465`. Raises NotConfigured."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme not in {"smtp", "smtps"} or not host or parts.path.strip("/"):
        raise NotConfigured("SMTP_URL has to be like smtp://user@mail.example.org:587")
    if parts.password is not None:
        raise NotConfigured("SMTP_URL holds a password; it belongs into SMTP_PASSWORD_FILE")
    clear = Encryption.NONE if is_here(host) else Encryption.STARTTLS
    encryption = Encryption.FROM_THE_START if parts.scheme == "smtps" else clear
    return Server(host, port or PORTS[encryption], encryption, unquote(parts.username or ""))


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Implements `Mailer`. `timeout_s` is for each answer; the password is asked for each time."""

    server: Server
    sender: str
    password: Callable[[], str] = field(repr=False)
    timeout_s: float = 30.0

    async def send(self, letter: Letter) -> None:
        """Raises Unavailable (it was not sent), OutcomeUnknown, Rejected."""
        await asyncio.to_thread(self._send, letter)

    async def greet(self) -> None:
        """Connects, encrypts, logs in, and sends nothing. Raises Unavailable, Rejected."""
        await asyncio.to_thread(self._greet)

    def _greet(self) -> None:
        with _unsent():
            client = self._connected()
        try:
            with _unsent():
                self._introduce(client)
        finally:
            _close(client)

    def _send(self, letter: Letter) -> None:
        data = _written(letter, self.sender)
        with _unsent():
            client = self._connected()
        try:
            with _unsent():
                self._introduce(client)
                _address(client, self.sender, letter.to)
            _hand_in(client, data)
        finally:
            _close(client)

    def _connected(self) -> smtplib.SMTP:
        its = self.server
        named = self.sender.rpartition("@")[2]
        if its.encryption is Encryption.FROM_THE_START:
            trusted = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                its.host, its.port, named, timeout=self.timeout_s, context=trusted
            )
        return smtplib.SMTP(its.host, its.port, named, timeout=self.timeout_s)

    def _introduce(self, client: smtplib.SMTP) -> None:
        client.ehlo_or_helo_if_needed()
        if self.server.encryption is Encryption.STARTTLS:
            if not client.has_extn("starttls"):
                raise NotConfigured(
                    f"{self.server.host} offers no encryption (STARTTLS); nothing is sent in the"
                    " clear: try smtps:// in SMTP_URL",
                    code="mail-not-encrypted",
                )
            _expect(client.starttls(context=ssl.create_default_context()), 220)
            client.ehlo_or_helo_if_needed()
        if self.server.user:
            if not client.has_extn("auth"):
                raise NotConfigured(f"{self.server.host} takes no login; SMTP_URL names a user")
            _log_in(client, self.server.user, self.password())


def _written(letter: Letter, sender: str) -> bytes:
    """As it goes over the wire, but for the dots. Raises InvalidInput."""
    for address in (sender, letter.to):
        if not ADDRESS.fullmatch(address) or not address.isascii():
            raise InvalidInput(
                "the sender's or the recipient's is no mail address; it should be like"
                " name@example.org",
                code="address-invalid",
            )
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message.as_bytes()


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    try:
        client.login(user, password)
    except UnicodeEncodeError:
        raise KeyRefused("user and password of the mail server have to be plain ASCII") from None


def _address(client: smtplib.SMTP, sender: str, to: str) -> None:
    _expect(client.mail(sender), OK)
    code, said = client.rcpt(to)
    if code >= FOR_GOOD and code not in LOGINS:
        raise InvalidInput(
            f"the mail server takes nothing for this address (status {code}); look at it",
            code="address-refused",
        )
    _expect((code, said), OK, FORWARDED)
    _expect(client.docmd("DATA"), BEGIN)


def _hand_in(client: smtplib.SMTP, data: bytes) -> None:
    """From here on nobody but the server knows. Raises OutcomeUnknown, Unavailable, Rejected."""
    try:
        client.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
        code, _ = client.getreply()
    except (smtplib.SMTPException, OSError):
        raise OutcomeUnknown(
            "the mail server took the letter and its answer was lost; it may have been sent"
        ) from None
    if code != OK:
        raise _refusal(code)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(answer[0], b"")


def _refusal(code: int) -> Unavailable | Rejected:
    if code in LOGINS:
        return KeyRefused(
            f"the mail server wants another login (status {code}): look at the user in SMTP_URL"
            " and at SMTP_PASSWORD_FILE"
        )
    if code >= FOR_GOOD:
        return Rejected(f"the mail server refuses the letter (status {code})", code="mail-refused")
    return Unavailable(f"the mail server takes no mail now (status {code}); nothing was sent")


@contextmanager
def _unsent() -> Iterator[None]:
    """Faults before the letter itself goes. Raises Unavailable, Rejected."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise NotConfigured(
            "the mail server's certificate is not trusted, or of another name than SMTP_URL has",
            code="mail-not-trusted",
        ) from None
    except smtplib.SMTPResponseException as said:
        raise _refusal(said.smtp_code) from None
    except (smtplib.SMTPException, OSError) as away:
        raise Unavailable(
            f"the mail server cannot be reached ({type(away).__name__}); nothing was sent"
        ) from None


def _close(client: smtplib.SMTP) -> None:
    """Politely where that is possible; what was said by then stands."""
    with suppress(smtplib.SMTPException, OSError):
        client.quit()
    client.close()
