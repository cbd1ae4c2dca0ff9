"""The standard library's client against the mail server, over a socket."""

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.standins.smtp import MailServer, mail_server


@pytest.fixture
def it() -> Iterator[MailServer]:
    with mail_server() as it:
        yield it


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "us@example.org", "you@example.org"
    message["Subject"] = "Ein Gruß"
    message.set_content("One line.\n.a dot\n..two dots\n")
    return message


def send(it: MailServer, timeout_s: float = 5.0) -> None:
    with smtplib.SMTP(it.host, it.port, timeout=timeout_s) as client:
        client.send_message(mail())


def test_a_mail_is_kept_as_it_was_sent(it: MailServer) -> None:
    send(it)

    assert (it.mails[0].sender, it.mails[0].recipients) == ("us@example.org", ("you@example.org",))
    assert it.mails[0].message["Subject"] == "Ein Gruß"
    assert it.mails[0].message.get_content().splitlines() == ["One line.", ".a dot", "..two dots"]


def test_a_mail_is_told_with_whom_it_is_for_what_about_and_its_text(it: MailServer) -> None:
    told: list[str] = []
    it.tell = told.append
    it.refuse("BODY", 554)
    with pytest.raises(smtplib.SMTPDataError):
        send(it)
    send(it)

    (one,) = told
    assert one.splitlines() == [
        "smtp 1 to you@example.org: Ein Gruß",
        *("    One line.", "    .a dot", "    ..two dots"),
    ]


@pytest.mark.parametrize(
    ("stage", "code", "error"),
    [
        ("CONNECT", 421, smtplib.SMTPConnectError),
        ("MAIL", 452, smtplib.SMTPSenderRefused),
        ("RCPT", 550, smtplib.SMTPRecipientsRefused),
        ("DATA", 451, smtplib.SMTPDataError),
        ("BODY", 554, smtplib.SMTPDataError),
    ],
)
def test_a_refusal_keeps_nothing_and_is_no_lasting_matter(
    it: MailServer, stage: str, code: int, error: type[Exception]
) -> None:
    it.refuse(stage, code)

    with pytest.raises(error):
        send(it)
    assert it.mails == []

    send(it)
    assert len(it.mails) == 1


@pytest.mark.parametrize("stage", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY"])
def test_a_connection_may_drop_at_every_stage(it: MailServer, stage: str) -> None:
    it.drop(stage)

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(it)

    assert it.mails == []


def test_a_lost_answer_leaves_a_mail(it: MailServer) -> None:
    it.lose_answer()

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(it)

    assert len(it.mails) == 1


def test_it_can_be_slow(it: MailServer) -> None:
    it.wait("MAIL", 0.2)

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(it, timeout_s=0.05)

    assert it.mails == []


@pytest.mark.parametrize(("secret", "kept"), [("right", 1), ("wrong", 0)])
def test_mail_is_taken_from_those_who_are_known(it: MailServer, secret: str, kept: int) -> None:
    it.users["us"] = "right"
    with smtplib.SMTP(it.host, it.port, timeout=5.0) as client:
        try:
            client.login("us", secret)
            client.send_message(mail())
        except smtplib.SMTPAuthenticationError:
            assert secret == "wrong"  # noqa: S105  as a case says

    assert len(it.mails) == kept
    assert not any(secret in said for said in it.commands)


def test_a_conversation_can_be_encrypted() -> None:
    with mail_server(encrypted=True) as it:
        it.users["us"] = "right"
        with smtplib.SMTP(it.host, it.port, timeout=5.0) as client:
            client.starttls(context=ssl.create_default_context(cadata=it.trusted))
            client.login("us", "right")
            client.send_message(mail())

    assert len(it.mails) == 1
    assert it.commands[1] == "STARTTLS"


def test_a_certificate_that_is_not_trusted_ends_it() -> None:
    with (
        mail_server(encrypted=True) as it,
        smtplib.SMTP(it.host, it.port, timeout=5.0) as client,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        client.starttls(context=ssl.create_default_context())

    assert it.mails == []


def test_without_a_certificate_nothing_is_encrypted(it: MailServer) -> None:
    with (
        smtplib.SMTP(it.host, it.port, timeout=5.0) as client,
        pytest.raises(smtplib.SMTPNotSupportedError),
    ):
        client.starttls()


def test_a_stranger_is_told_to_log_in(it: MailServer) -> None:
    it.users["us"] = "right"

    with pytest.raises(smtplib.SMTPSenderRefused):
        send(it)
