"""What is reported of mails: a stream for each, under its own name."""

from uuid import UUID

from commands.mail import (
    IntendMail,
    LeaveMailUnwritten,
    ReportMailFailed,
    ReportMailLost,
    ReportMailSent,
)
from commands.ports import Command
from domain.event import Event
from domain.ids import MailId, mail_stream
from domain.mail import (
    MailFailed,
    MailIntended,
    MailOutcomeUnknown,
    MailSent,
    MailUnwritten,
    Unwritten,
)
from tests.commands.stage import Stage
from tests.given import ACCOUNT, LOGIN

MAIL = MailId(UUID(int=20))
INTEND = IntendMail(MAIL, ACCOUNT, "cost.alert", LOGIN)
FIRST, SECOND = (MailIntended(ACCOUNT, "cost.alert", LOGIN, n) for n in (1, 2))


def told(*commands: Command) -> list[Event]:
    stage = Stage()
    for it in commands:
        stage.does(it)
    assert {stream for stream, _ in stage.since} <= {mail_stream(MAIL)}
    return stage.events


def test_a_mail_is_sent_at_its_second_try() -> None:
    failed = ReportMailFailed(MAIL, "busy", "it is busy", passing=True)
    assert told(INTEND, failed, INTEND, ReportMailSent(MAIL)) == [
        *(FIRST, MailFailed(1, "busy", "it is busy", passing=True)),
        *(SECOND, MailSent(2)),
    ]


def test_a_mail_in_doubt_says_so_once() -> None:
    lost = ReportMailLost(MAIL)
    assert told(lost, INTEND, lost, lost) == [FIRST, MailOutcomeUnknown(1)]


def test_nothing_comes_of_a_report_of_what_was_never_intended() -> None:
    assert told(ReportMailSent(MAIL), ReportMailFailed(MAIL, "x", "y", passing=False)) == []


def test_a_mail_that_is_not_written_says_why() -> None:
    left = LeaveMailUnwritten(MAIL, ACCOUNT, "cost.alert", Unwritten.OUTDATED)
    assert told(left) == [MailUnwritten(ACCOUNT, "cost.alert", Unwritten.OUTDATED)]
