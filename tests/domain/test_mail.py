"""A mail: intended before it leaves, and one outcome reported of every try."""

from hypothesis import given
from hypothesis import strategies as st

from domain import mail
from domain.event import Decision, Event
from domain.mail import (
    NEW,
    Mail,
    MailFailed,
    MailIntended,
    MailOutcomeUnknown,
    MailSent,
    MailUnwritten,
    Unwritten,
)
from tests.given import ACCOUNT, LOGIN
from tests.story import Story

ABOUT = "cost.alert"
FIRST, SECOND = (MailIntended(ACCOUNT, ABOUT, LOGIN, n) for n in (1, 2))
AWAY = MailFailed(1, "provider-unavailable", "away", passing=True)
UNWRITTEN = MailUnwritten(ACCOUNT, ABOUT, Unwritten.UNVERIFIED)
a_mail = Story(mail.evolve)


def intend(it: Mail | None) -> Decision:
    return (it or NEW).intend(ACCOUNT, ABOUT, LOGIN)


def leave(it: Mail | None) -> Decision:
    return mail.leave_unwritten(it, ACCOUNT, ABOUT, Unwritten.UNVERIFIED)


def test_a_mail_is_intended_and_then_sent_once() -> None:
    a_mail.when(intend).then(FIRST)
    story = a_mail.given(FIRST).when(lambda it: it.succeed())
    story.then(MailSent(1))
    story.given(MailSent(1)).then_nothing()


def test_a_mail_that_failed_is_tried_again_under_the_next_number() -> None:
    story = a_mail.given(FIRST)
    story.when(lambda it: it.fail(AWAY.code, AWAY.sentence, passing=True)).then(AWAY)
    story.given(AWAY).when(intend).then(SECOND)


def test_what_was_left_under_way_is_in_doubt_before_it_is_tried_again() -> None:
    a_mail.given(FIRST).when(intend).then(MailOutcomeUnknown(1), SECOND)


def test_nothing_is_reported_of_a_mail_that_is_not_under_way() -> None:
    for story in (a_mail.given(FIRST, AWAY), a_mail.given(FIRST, MailOutcomeUnknown(1))):
        story.when(lambda it: it.succeed()).then_nothing()
        story.when(lambda it: it.lose()).then_nothing()
        story.when(lambda it: it.fail("x", "y", passing=False)).then_nothing()


def test_a_mail_that_is_not_written_is_left_so_once() -> None:
    a_mail.when(leave).then(UNWRITTEN)
    a_mail.given(FIRST, AWAY).when(leave).then(UNWRITTEN)
    a_mail.given(UNWRITTEN).when(leave).then_nothing()
    a_mail.given(FIRST, MailSent(1)).when(leave).then_nothing()


DEEDS = ("intend", "succeed", "fail", "lose")


@given(st.lists(st.sampled_from(DEEDS)))
def test_every_try_but_the_last_has_exactly_one_outcome(deeds: list[str]) -> None:
    its, log = NEW, list[Event]()
    for deed in deeds:
        decision = {
            "intend": lambda it: it.intend(ACCOUNT, ABOUT, LOGIN),
            "succeed": lambda it: it.succeed(),
            "fail": lambda it: it.fail("x", "y", passing=True),
            "lose": lambda it: it.lose(),
        }[deed](its)
        for happened in decision:
            its = mail.evolve(its, happened)
            log.append(happened)
    kinds = [isinstance(it, MailIntended) for it in log]
    assert kinds == [n % 2 == 0 for n in range(len(log))]
    assert its.under_way == (len(log) % 2 == 1)
