"""What is reported of a mail: that it is about to leave, and what became of it."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World
from domain import mail
from domain.event import Decision
from domain.ids import AccountId, LoginKey, MailId, mail_stream
from domain.mail import NEW, Mail, Unwritten


@dataclass(frozen=True, slots=True)
class IntendMail(Plain):
    """Committed before a byte leaves; `about` is the name of the event that it tells of."""

    mail_id: MailId
    account_id: AccountId
    about: str
    to: LoginKey

    def steps(self, _: World) -> Steps:
        yield Step(mail_stream(self.mail_id), self._intend)

    def _intend(self, it: Mail | None) -> Decision:
        return (it or NEW).intend(self.account_id, self.about, self.to)


@dataclass(frozen=True, slots=True)
class ReportMailSent(Plain):
    mail_id: MailId

    def steps(self, _: World) -> Steps:
        yield Step(mail_stream(self.mail_id), lambda it: (it or NEW).succeed())


@dataclass(frozen=True, slots=True)
class ReportMailFailed(Plain):
    mail_id: MailId
    code: str
    sentence: str
    passing: bool

    def steps(self, _: World) -> Steps:
        yield Step(mail_stream(self.mail_id), self._fail)

    def _fail(self, it: Mail | None) -> Decision:
        return (it or NEW).fail(self.code, self.sentence, passing=self.passing)


@dataclass(frozen=True, slots=True)
class ReportMailLost(Plain):
    """Nobody knows whether the mail server accepted it."""

    mail_id: MailId

    def steps(self, _: World) -> Steps:
        yield Step(mail_stream(self.mail_id), lambda it: (it or NEW).lose())


@dataclass(frozen=True, slots=True)
class LeaveMailUnwritten(Plain):
    mail_id: MailId
    account_id: AccountId
    about: str
    why: Unwritten

    def steps(self, _: World) -> Steps:
        yield Step(mail_stream(self.mail_id), self._leave)

    def _leave(self, it: Mail | None) -> Decision:
        return mail.leave_unwritten(it, self.account_id, self.about, self.why)
