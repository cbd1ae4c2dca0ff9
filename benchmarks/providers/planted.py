"""What may be found nowhere, and is planted: keys, a password, a private text, prompts."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import adapters.script.prompts as instructions
from infra.security.provider_keys import PROVIDERS, variable
from tests.standins import StandIn
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.messages import Refusal
from tests.standins.openai import OpenAI
from tests.standins.smtp import MailServer

KEYS: Mapping[str, str] = MappingProxyType(
    {variable(it): f"{n}c4n4ry{it}5d2f8a7b6c3e9f10" for n, it in enumerate(PROVIDERS, 1)}
)
"""They have the look of no known key: nothing is hidden for its shape alone."""

PASSWORD = "Planted-Passw0rd-of-the-mail"  # noqa: S105 - nobody's
MAIL_USER, MAIL_FROM, MAIL_TO = "alerts", "alerts@example.org", "owner@example.org"
TOKEN = "Planted-Bearer-t0ken-of-nobody"  # noqa: S105 - nobody's
PRIVATE_WORDS = ("Vexmoorlight", "Penhallowick", "Sundermark")
PRIVATE = (
    f"What nobody outside this house may ever read is that {PRIVATE_WORDS[0]}@house.example sold"
    f" the letters of {PRIVATE_WORDS[1]}@house.example to a stranger who burnt them all in one"
    f" night, and that the only copy was sent to {PRIVATE_WORDS[2]}@house.example on that day."
)
"""Addresses are never spoken, so that these words stand in the source alone."""


def words() -> Iterator[str]:
    """Everything that is searched for."""
    yield from KEYS.values()
    yield from (PASSWORD, TOKEN, *PRIVATE_WORDS)
    for it in sorted(Path(instructions.__file__).parent.glob("*.md")):
        yield it.read_text().splitlines()[0]


def _quoting(refusal: Refusal) -> Refusal:
    refusal.message = f"Cannot take {PRIVATE} from {', '.join(KEYS.values())}."
    return refusal


class QuotingOpenAI(OpenAI):
    """Quotes keys and texts in every refusal, as providers do."""

    def wording(self, refusal: Refusal) -> object:
        return super().wording(_quoting(refusal))


class QuotingElevenLabs(ElevenLabs):
    """The same."""

    def wording(self, refusal: Refusal) -> object:
        return super().wording(_quoting(refusal))


def mail_settings(it: MailServer) -> dict[str, str]:
    """Those of a mail server that knows one user, by the planted password."""
    it.users[MAIL_USER] = PASSWORD
    return {
        "SMTP_URL": f"smtp://{MAIL_USER}@{it.host}:{it.port}",
        "SMTP_PASSWORD": PASSWORD,
        "MAIL_FROM": MAIL_FROM,
        "MAIL_TO": MAIL_TO,
    }


def stand_ins() -> tuple[StandIn, StandIn]:
    return QuotingOpenAI(), QuotingElevenLabs()
