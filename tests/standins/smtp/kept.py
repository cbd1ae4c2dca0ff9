"""What a mail server keeps: mails, what was said to it, and the trouble that it will make."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.standins.certificate import Certificate


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

    @property
    def told(self) -> str:
        """For a person: to whom, what about, and the text."""
        text = self.message.get_body(("plain",))
        lines = text.get_content().strip().splitlines() if text else ()
        head = f"to {', '.join(self.recipients)}: {self.message['Subject']}"
        return "\n".join((head, *(f"    {it}" for it in lines)))


@dataclass(frozen=True)
class Trouble:
    """What happens at a stage: a code (0: it hangs up), after so many seconds."""

    stage: str
    code: int = 0
    seconds: float = 0.0
    keeps: bool = False


@dataclass
class MailServer:
    """`mails` are those accepted, `commands` all that was said to it, secrets left out.

    `tell` hears of every mail as it is accepted.
    """

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    connections: list[socket.socket] = field(default_factory=list)
    host: str = "127.0.0.1"
    certificate: Certificate | None = None
    tell: Callable[[str], None] | None = None

    @property
    def trusted(self) -> str:
        return self.certificate.pem if self.certificate else ""

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def keep(self, mail: Mail) -> None:
        self.mails.append(mail)
        if self.tell:
            self.tell(f"smtp {len(self.mails)} {mail.told}")

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
