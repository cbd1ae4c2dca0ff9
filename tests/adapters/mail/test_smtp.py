"""Letters handed to a mail server, by the client that speaks to real ones."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from adapters.mail.smtp import Encryption, Server, SmtpMailer, server_of
from domain.ids import MailId
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    NotConfigured,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from processors.mail import Letter
from tests.given import NOON
from tests.standins.smtp import MailServer, mail_server

LETTER = Letter(
    MailId(UUID(int=7)),
    "you@example.org",
    "80 % of the\nbudget are taken",
    "Eight of ten euros.\n.a dot\n\nGrüße\n",
    NOON,
)


@pytest.fixture
def it() -> Iterator[MailServer]:
    with mail_server() as it:
        yield it


def mailer(it: MailServer, encryption: Encryption = Encryption.NONE, user: str = "") -> SmtpMailer:
    server = Server(it.host, it.port, encryption, user)
    return SmtpMailer(server, "us@example.org", lambda: "right", timeout_s=1)


async def test_a_server_is_greeted_and_sent_nothing(it: MailServer) -> None:
    it.users["us"] = "right"
    await mailer(it, user="us").greet()
    assert [line.split()[0] for line in it.commands] == ["ehlo", "AUTH", "quit"]
    it.users["us"] = "other"
    with pytest.raises(KeyRefused, match="wants another login"):
        await mailer(it, user="us").greet()
    with pytest.raises(Unavailable, match="cannot be reached"):
        await replace(mailer(it), server=Server(it.host, 1, Encryption.NONE)).greet()
    assert it.mails == []


async def test_a_letter_arrives_as_it_was_written(it: MailServer) -> None:
    await mailer(it).send(LETTER)

    (mail,) = it.mails
    assert (mail.sender, mail.recipients) == ("us@example.org", ("you@example.org",))
    its = mail.message
    assert its["Subject"] == "80 % of the budget are taken"
    assert its["Message-ID"] == f"<{LETTER.id}@example.org>"
    assert its["Date"].datetime == NOON
    assert its["Auto-Submitted"] == "auto-generated"
    assert its.get_content().splitlines() == ["Eight of ten euros.", ".a dot", "", "Grüße"]


async def test_the_same_letter_again_has_the_same_name(it: MailServer) -> None:
    for _ in range(2):
        await mailer(it).send(LETTER)

    assert len({mail.message["Message-ID"] for mail in it.mails}) == 1


async def test_every_letter_ends_its_connection(it: MailServer) -> None:
    await mailer(it).send(LETTER)

    assert it.commands[-1].upper() == "QUIT"


@pytest.mark.parametrize("stage", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
async def test_before_the_letter_goes_a_lost_connection_means_that_it_was_not_sent(
    it: MailServer, stage: str
) -> None:
    it.drop(stage)

    with pytest.raises(Unavailable, match=r"nothing was sent|cannot be reached"):
        await mailer(it).send(LETTER)

    assert it.mails == []


@pytest.mark.parametrize("stage", ["CONNECT", "MAIL", "RCPT", "DATA", "BODY"])
async def test_a_server_that_is_busy_takes_it_later(it: MailServer, stage: str) -> None:
    it.refuse(stage, 451)

    with pytest.raises(Unavailable, match="451"):
        await mailer(it).send(LETTER)
    assert it.mails == []

    await mailer(it).send(LETTER)
    assert len(it.mails) == 1


@pytest.mark.parametrize(
    ("stage", "code", "error", "said"),
    [
        ("RCPT", 550, InvalidInput, "address-refused"),
        ("MAIL", 530, KeyRefused, "key-refused"),
        ("MAIL", 553, Rejected, "mail-refused"),
        ("BODY", 554, Rejected, "mail-refused"),
    ],
)
async def test_a_refusal_for_good_is_one(
    it: MailServer, stage: str, code: int, error: type[CallError], said: str
) -> None:
    it.refuse(stage, code)

    with pytest.raises(error) as refused:
        await mailer(it).send(LETTER)

    assert (type(refused.value), refused.value.code) == (error, said)
    assert "you@example.org" not in str(refused.value)


async def test_a_lost_answer_to_the_letter_leaves_it_in_doubt(it: MailServer) -> None:
    it.lose_answer()

    with pytest.raises(OutcomeUnknown, match="may have been sent"):
        await mailer(it).send(LETTER)

    assert len(it.mails) == 1


async def test_a_server_that_hangs_up_with_the_letter_leaves_it_in_doubt(it: MailServer) -> None:
    it.drop("BODY")

    with pytest.raises(OutcomeUnknown):
        await mailer(it).send(LETTER)


async def test_a_slow_server_is_not_waited_for(it: MailServer) -> None:
    it.wait("MAIL", 0.5)

    with pytest.raises(Unavailable):
        await replace(mailer(it), timeout_s=0.05).send(LETTER)

    assert it.mails == []


async def test_where_nobody_listens_nothing_is_sent() -> None:
    with mail_server() as it:
        gone = mailer(it)

    with pytest.raises(Unavailable, match="cannot be reached"):
        await gone.send(LETTER)


async def test_who_has_a_login_uses_it(it: MailServer) -> None:
    it.users["us"] = "right"
    await mailer(it, user="us").send(LETTER)

    it.users["us"] = "another"
    with pytest.raises(KeyRefused, match="SMTP_PASSWORD_FILE"):
        await mailer(it, user="us").send(LETTER)

    assert len(it.mails) == 1


async def test_a_password_that_cannot_be_sent_is_said(it: MailServer) -> None:
    it.users["us"] = "right"
    its = replace(mailer(it, user="us"), password=lambda: "schlüssel")

    with pytest.raises(CallError):
        await its.send(LETTER)

    assert it.mails == []


async def test_a_letter_goes_encrypted_before_anything_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(encrypted=True) as it:
        trusted = tmp_path / "trusted.pem"
        trusted.write_text(it.trusted)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        it.users["us"] = "right"
        await mailer(it, Encryption.STARTTLS, "us").send(LETTER)

    assert len(it.mails) == 1
    said = [line.split()[0].upper() for line in it.commands[:4]]
    assert said == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


async def test_a_certificate_that_is_not_trusted_ends_it() -> None:
    with (
        mail_server(encrypted=True) as it,
        pytest.raises(NotConfigured, match="not trusted") as refused,
    ):
        await mailer(it, Encryption.STARTTLS).send(LETTER)
    assert refused.value.code == "mail-not-trusted"
    assert it.mails == []


async def test_nothing_is_said_in_the_clear_where_encryption_is_wanted(it: MailServer) -> None:
    with pytest.raises(NotConfigured, match="offers no encryption") as refused:
        await mailer(it, Encryption.STARTTLS, "us").send(LETTER)
    assert refused.value.code == "mail-not-encrypted"
    assert not any(said.upper().startswith(("AUTH", "MAIL")) for said in it.commands)


@pytest.mark.parametrize(
    "to", ["", "you", "you@here, me@here", "a b@here", "you@here\nBcc: me@here", "grüße@here"]
)
async def test_what_is_no_address_is_refused_unsent(it: MailServer, to: str) -> None:
    with pytest.raises(InvalidInput, match="no mail address"):
        await mailer(it).send(replace(LETTER, to=to))
    assert it.commands == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25, Encryption.NONE)),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, Encryption.NONE)),
        ("smtp://mail.example.org", Server("mail.example.org", 587, Encryption.STARTTLS)),
        (
            "smtp://us%40example.org@mail.example.org:25",
            Server("mail.example.org", 25, Encryption.STARTTLS, "us@example.org"),
        ),
        ("smtps://us@localhost", Server("localhost", 465, Encryption.FROM_THE_START, "us")),
    ],
)
def test_everything_but_this_machine_is_spoken_to_encrypted(url: str, server: Server) -> None:
    assert server_of(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://here", "smtp://", "smtp://here:port", "smtp://here/path"]
)
def test_an_url_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(NotConfigured, match="has to be like"):
        server_of(url)


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(NotConfigured, match="SMTP_PASSWORD_FILE") as refused:
        server_of("smtp://us:secret@here")
    assert "secret" not in str(refused.value)
