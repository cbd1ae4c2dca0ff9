"""The owner's address is verified by a mail of a whole installation, and found nowhere in it."""

import re
from collections.abc import Iterator

import pytest

from infra.mail.codes import ALPHABET
from tests.cli.asking import run
from tests.faults.searching import everything
from tests.stack import Stack, eventually, running
from tests.standins.smtp import MailServer, mail_server

pytestmark = pytest.mark.slow
CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
OWNERS, SENDERS = "quarrendell@example.org", "hollowfathom@example.org"
VERIFIED = "account.email-verified"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as it:
        yield it


@pytest.fixture(scope="module")
def stack(server: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """It sends its mail to the server, whose first answer is lost."""
    server.lose_answer()
    settings = {
        "SMTP_URL": server.url,
        "MAIL_FROM": SENDERS,
        "MAIL_TO": OWNERS,
        "MAIL__POLL_S": "0.1",
        "MAIL__RETRY_FIRST_S": "0.1",
    }
    with running(tmp_path_factory.mktemp("home"), **settings) as it:
        yield it


def test_a_code_is_sent_twice_where_an_answer_is_lost_and_verifies_and_leaves_no_trace(
    stack: Stack, server: MailServer
) -> None:
    asked = run("account", "verify", home=stack.home)
    assert f"on its way to {OWNERS}" in asked.stderr, asked.output
    eventually(lambda: len(server.mails) == 2)
    (code,) = {it for mail in server.mails for it in CODE.findall(mail.message.get_content())}
    assert {mail.message["To"] for mail in server.mails} == {OWNERS}
    assert len({mail.message["Message-ID"] for mail in server.mails}) == 1
    assert run("account", "verify", "WWWW-WWWW", home=stack.home).exit_code == 2
    done = run("account", "verify", code.lower(), home=stack.home)
    assert f"{OWNERS} is verified" in done.stderr, done.output
    assert f"{OWNERS}, verified" in run("account", "show", home=stack.home).stdout
    words = [it.lower().encode() for it in (code, code.replace("-", ""), OWNERS)]
    places = list(everything(stack))
    assert any(VERIFIED.encode() in data for _, data in places), "the search sees events"
    assert [place for place, data in places if any(it in data.lower() for it in words)] == []
