"""Codes that verify an address: in the mail and in the vault, and valid once."""

import re
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY, generate_latest
from structlog.testing import capture_logs

from adapters.mail.smtp import Encryption, Server, SmtpMailer
from commands.email_verification import ConfirmEmail
from domain.email_verification import EmailVerified
from domain.mail import MailFailed, MailIntended, MailOutcomeUnknown, MailSent
from infra.mail.codes import ALPHABET, CHARACTERS
from processors.mail import Letter
from tests.given import ACCOUNT, LOGIN, OTHER_ACCOUNT, YOU, because
from tests.infra.mail.conftest import CODES, EMAIL, ME, Told, codes, parts, telling
from tests.standins.smtp import MailServer, mail_server

SHOWN = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")
TAKEN_FOR_ONE_ANOTHER = "01ILOU"


@pytest.fixture
def server(newcomer: Told) -> Iterator[MailServer]:
    """A mail server, and the letters go there."""
    with mail_server() as it:
        newcomer.kept.mailer = to(it)
        yield it


def to(it: MailServer) -> SmtpMailer:
    where = Server(it.host, it.port, Encryption.NONE)
    return SmtpMailer(where, "us@example.org", lambda: "", timeout_s=1)


def code_in(text: str) -> str:
    """The one code of a letter, which names it twice."""
    (code,) = set(SHOWN.findall(text))
    return str(code)


async def enter(told: Told, code: str) -> bool:
    """Whether it verified the address."""
    entered = codes(told.pool).digest(ACCOUNT, code)
    ledger = parts(told.pool, told.kept).ledger
    command = ConfirmEmail(ACCOUNT, YOU, LOGIN, entered, CODES)
    told.seed += 1
    await ledger.carry_out(command, because(9_000 + told.seed))
    return bool((await ledger.state(ME)).email.verified == LOGIN)


async def test_a_code_is_sent_to_the_address_that_it_verifies(newcomer: Told) -> None:
    await newcomer.asks()
    assert await newcomer.tell() == 1
    (letter,) = newcomer.kept.letters
    assert (letter.to, letter.subject) == (EMAIL, "YTEMPIRE: Your code to verify this address")
    assert "valid until 12:30 UTC" in letter.text
    assert not await enter(newcomer, "WWWW-WWWW")
    assert await enter(newcomer, code_in(letter.text))


async def test_a_lost_answer_sends_the_same_code_again_under_the_same_name(
    newcomer: Told, server: MailServer
) -> None:
    server.lose_answer()
    digest = await newcomer.asks()
    assert [await newcomer.tell(), await newcomer.tell_later(), await newcomer.tell_later()] == [
        *(0, 1, 0)
    ]
    first, second = (it.message for it in server.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert code_in(first.get_content()) == code_in(second.get_content())
    assert [type(it) for it in await newcomer.mails()] == [
        *(MailIntended, MailOutcomeUnknown, MailIntended, MailSent)
    ]
    assert await codes(newcomer.pool).drawn(ACCOUNT, digest) is None


@pytest.mark.parametrize("stage", ["DATA", "BODY"])
async def test_a_connection_that_breaks_before_the_mail_is_taken_costs_a_try(
    newcomer: Told, server: MailServer, stage: str
) -> None:
    server.drop(stage)
    await newcomer.asks()
    assert [await newcomer.tell(), await newcomer.tell_later()] == [0, 1]
    (mail,) = server.mails
    assert await enter(newcomer, code_in(mail.message.get_content()))


async def test_a_server_that_is_busy_gets_the_code_later(
    newcomer: Told, server: MailServer
) -> None:
    server.refuse("RCPT", 450)
    await newcomer.asks()
    assert [await newcomer.tell(), await newcomer.tell_later()] == [0, 1]
    assert await enter(newcomer, code_in(server.mails[0].message.get_content()))


async def test_a_refused_address_is_said_and_not_tried_again(
    newcomer: Told, server: MailServer
) -> None:
    server.refuse("RCPT", 550)
    digest = await newcomer.asks()
    assert [await newcomer.tell(), await newcomer.tell_later()] == [0, 0]
    *_, failed = await newcomer.mails()
    assert isinstance(failed, MailFailed)
    assert (failed.code, failed.passing) == ("address-refused", False)
    assert newcomer.states == ["refused"]
    assert await codes(newcomer.pool).drawn(ACCOUNT, digest) is None


async def test_of_two_mails_that_wait_the_older_is_not_sent(
    newcomer: Told, server: MailServer
) -> None:
    await newcomer.asks()
    await newcomer.asks()
    assert await newcomer.tell() == 1
    assert newcomer.states == ["outdated", "sent"]
    assert await enter(newcomer, code_in(server.mails[0].message.get_content()))


async def test_who_verified_by_the_first_copy_gets_no_second(
    newcomer: Told, server: MailServer
) -> None:
    server.lose_answer()
    await newcomer.asks()
    await newcomer.tell()
    assert await enter(newcomer, code_in(server.mails[0].message.get_content()))
    assert await newcomer.tell_later() == 0
    assert (len(server.mails), newcomer.states) == (1, ["outdated"])


async def test_an_address_that_is_verified_already_gets_no_code(newcomer: Told) -> None:
    await newcomer.happens((ME, EmailVerified(YOU, LOGIN)))
    await newcomer.asks()
    assert await newcomer.tell() == 0
    assert newcomer.states == ["outdated"]


async def test_a_code_that_is_not_kept_any_more_is_not_sent(newcomer: Told) -> None:
    digest = await newcomer.asks()
    await codes(newcomer.pool).forget(ACCOUNT, digest)
    assert await newcomer.tell() == 0
    assert newcomer.states == ["outdated"]


async def test_codes_whose_time_is_over_go_with_the_next(newcomer: Told) -> None:
    its = codes(newcomer.pool)
    old, other = await its.draw(ACCOUNT), await its.draw(ACCOUNT)
    newcomer.execute(
        "UPDATE vault.secrets SET changed_at = changed_at - interval '31 min'"
        f" WHERE name = 'email-code/{old}'"
    )
    await its.draw(ACCOUNT)
    assert [await its.drawn(ACCOUNT, it) is None for it in (old, other)] == [True, False]


async def test_a_code_is_one_however_it_is_typed_and_anothers_for_another(newcomer: Told) -> None:
    its = codes(newcomer.pool)
    code = await its.drawn(ACCOUNT, await its.draw(ACCOUNT))
    assert code is not None
    assert len(code) == CHARACTERS
    assert not set(code) & set(TAKEN_FOR_ONE_ANOTHER)
    typed = f"{code[:4]} - {code[4:]}".lower()
    assert its.digest(ACCOUNT, typed) == its.digest(ACCOUNT, code)
    assert its.digest(OTHER_ACCOUNT, code) != its.digest(ACCOUNT, code)


@pytest.mark.parametrize("email", ["me@example.org\r\nBcc: all@example.org", "me@example.org\n."])
async def test_no_address_slips_a_line_into_a_mail(database_url: str, email: str) -> None:
    with mail_server() as server:
        async with telling(database_url, email) as told:
            told.kept.mailer = to(server)
            await told.asks()
            assert await told.tell() == 0
            assert (server.mails, server.commands, told.states) == ([], [], ["refused"])


async def test_neither_code_nor_address_is_in_logs_metrics_events_or_tables(
    newcomer: Told, server: MailServer
) -> None:
    server.refuse("RCPT", 450)
    server.lose_answer()
    with capture_logs() as logs:
        await newcomer.asks()
        for _ in range(3):
            await newcomer.tell_later()
    (first, _) = server.mails
    shown = code_in(first.message.get_content())
    canaries = (shown, shown.replace("-", ""), EMAIL)
    said = "\n".join([str(logs), generate_latest(REGISTRY).decode(), *await everything(newcomer)])
    assert "mail not sent" in said
    assert "email-verification-asked" in said
    assert [it for it in canaries if it in said] == []


async def everything(told: Told) -> list[str]:
    """Every row that the program keeps of mails, and what its events say."""
    query = """
        SELECT its::text FROM ops.mails AS its
        UNION ALL SELECT its::text FROM vault.secrets AS its
        UNION ALL SELECT its::text FROM vault.data_keys AS its
        UNION ALL SELECT topic || convert_from(state, 'UTF8') FROM ledger.events
        UNION ALL SELECT its::text FROM ledger.commands AS its
    """
    async with told.pool.connection() as connection:
        return [row for (row,) in await (await connection.execute(query)).fetchall()]


async def test_a_letter_is_never_printed_with_what_it_says(newcomer: Told) -> None:
    await newcomer.asks()
    await newcomer.tell()
    (letter,) = newcomer.kept.letters
    assert isinstance(letter, Letter)
    assert code_in(letter.text) not in repr(letter)
    assert EMAIL not in repr(letter)
