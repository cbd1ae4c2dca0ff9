"""Which alerts are told of by mail, to whom, and how often."""

import asyncio
from dataclasses import replace

import pytest

from domain.mail import (
    MailFailed,
    MailIntended,
    MailOutcomeUnknown,
    MailSent,
    MailUnwritten,
    Unwritten,
)
from infra.mail.run import leading
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    NotConfigured,
    OutcomeUnknown,
    Unavailable,
)
from tests.given import ACCOUNT, LOGIN, NOON
from tests.infra.mail.conftest import (
    DEAD,
    EMAIL,
    JOB_OPENED,
    LIMITS,
    ME,
    OWNERS,
    PROVIDER,
    SHUT,
    VERIFIED,
    WORK,
    Told,
    alert,
)

AWAY = Unavailable("the mail server cannot be reached; nothing was sent")
LOST = OutcomeUnknown("its answer was lost")


async def test_an_alert_is_told_of_once(told: Told) -> None:
    await told.happens(alert(80))
    assert [await told.tell(), await told.tell()] == [1, 0]
    (letter,) = told.kept.letters
    assert (letter.to, letter.at) == (EMAIL, NOON)
    assert letter.subject == "YTEMPIRE: 80 % of the live budget of the video are taken"


async def test_every_alert_has_a_letter_of_its_own_in_order(told: Told) -> None:
    await told.happens(alert(80), (WORK, JOB_OPENED), (WORK, DEAD), (PROVIDER, SHUT), alert(100))
    assert await told.tell() == 4
    assert [(it.to, it.subject.removeprefix("YTEMPIRE: ")) for it in told.kept.letters] == [
        (EMAIL, "80 % of the live budget of the video are taken"),
        (EMAIL, "The job write-script was given up"),
        (OWNERS.text, "elevenlabs is not asked any more for narrate"),
        (EMAIL, "100 % of the live budget of the video are taken"),
    ]
    assert len({it.id for it in told.kept.letters}) == 4


async def test_what_passes_by_itself_is_not_told_of(told: Told) -> None:
    await told.happens((PROVIDER, replace(SHUT, until=NOON)))
    assert await told.tell() == 0
    assert told.states == []


async def test_what_happened_before_anybody_told_is_not_told_of(told: Told) -> None:
    told.execute("TRUNCATE ops.mail_cursor")
    await told.happens(alert(80))
    assert await told.tell() == 0
    await told.happens(alert(100))
    assert await told.tell() == 1


@pytest.mark.parametrize("fault", [AWAY, KeyRefused("another login"), NotConfigured("no key")])
async def test_what_was_not_sent_is_tried_again_later(told: Told, fault: CallError) -> None:
    told.kept.faults = [fault]
    await told.happens(alert(80))
    assert [await told.tell(), await told.tell(), await told.tell_later()] == [0, 0, 1]
    assert told.states == ["sent"]


async def test_one_letter_that_waits_keeps_no_other(told: Told) -> None:
    told.kept.faults = [AWAY]
    await told.happens(alert(80), alert(100))
    assert await told.tell() == 1
    assert told.states == ["waiting", "sent"]


async def test_a_letter_that_is_refused_is_not_tried_again(told: Told) -> None:
    told.kept.faults = [InvalidInput("no such address", code="address-refused")]
    await told.happens(alert(80))
    assert [await told.tell(), await told.tell_later()] == [0, 0]
    assert told.states == ["refused"]


async def test_a_letter_in_doubt_is_sent_once_more_under_the_same_name(told: Told) -> None:
    told.kept.faults = [LOST]
    await told.happens(alert(80))
    assert [await told.tell(), await told.tell(), await told.tell_later()] == [0, 0, 1]
    assert await told.tell_later() == 0
    first, second = told.kept.letters
    assert first == second


async def test_twice_in_doubt_it_is_left_alone(told: Told) -> None:
    told.kept.faults = [LOST, LOST]
    await told.happens(alert(80))
    assert [await told.tell_later() for _ in range(3)] == [0, 0, 0]
    assert len(told.kept.letters) == 2
    assert told.states == ["unknown"]


async def test_what_cannot_be_sent_for_days_is_given_up(told: Told) -> None:
    told.kept.faults = [AWAY]
    await told.happens(alert(80))
    assert await told.tell(LIMITS.model_copy(update={"patience_s": 1e-6})) == 0
    assert told.states == ["given-up"]


async def test_what_was_handed_in_before_its_sender_died_is_not_sent_again(told: Told) -> None:
    """The ledger knows that it was accepted, and the outbox does not."""
    await told.happens(alert(80))
    await told.tell()
    told.execute("UPDATE ops.mails SET state = 'sending'")
    assert await told.tell() == 0
    assert (told.states, len(told.kept.letters)) == (["sent"], 1)


async def test_every_try_of_a_mail_is_in_the_ledger_before_it_leaves_and_after(told: Told) -> None:
    told.kept.faults = [AWAY, LOST]
    await told.happens(alert(80))
    for _ in range(3):
        await told.tell_later()
    intended = [MailIntended(ACCOUNT, "cost.alert", LOGIN, n) for n in (1, 2, 3)]
    assert await told.mails() == [
        *(intended[0], MailFailed(1, AWAY.code, AWAY.sentence, passing=True)),
        *(intended[1], MailOutcomeUnknown(2)),
        *(intended[2], MailSent(3)),
    ]


async def test_a_mail_that_is_refused_for_good_says_so_in_the_ledger(told: Told) -> None:
    told.kept.faults = [InvalidInput("no such address", code="address-refused")]
    await told.happens(alert(80))
    await told.tell()
    refused = MailFailed(1, "address-refused", "no such address", passing=False)
    assert (await told.mails())[-1] == refused


async def test_an_alert_goes_to_no_address_that_nobody_verified(newcomer: Told) -> None:
    await newcomer.happens(alert(80))
    assert await newcomer.tell() == 0
    assert newcomer.states == ["unverified"]
    assert await newcomer.mails() == [MailUnwritten(ACCOUNT, "cost.alert", Unwritten.UNVERIFIED)]
    await newcomer.happens((ME, VERIFIED), alert(100))
    assert await newcomer.tell() == 1


async def test_the_owners_address_is_set_by_whoever_runs_it_and_needs_no_code(
    newcomer: Told,
) -> None:
    await newcomer.happens((PROVIDER, SHUT))
    assert await newcomer.tell() == 1
    assert [it.to for it in newcomer.kept.letters] == [OWNERS.text]


async def test_nobody_is_written_to_whose_address_is_erased(told: Told) -> None:
    await told.vault.destroy(ME)
    await told.happens(alert(80))
    assert await told.tell() == 0
    assert (told.states, told.kept.letters) == (["no-address"], [])


async def test_no_address_stands_in_tables_or_events_of_letters(told: Told) -> None:
    await told.happens(alert(80))
    await told.tell()
    query = """
        SELECT its::text FROM ops.mails AS its
        UNION ALL SELECT convert_from(state, 'UTF8') FROM ledger.events
    """
    async with told.pool.connection() as connection:
        found = await (await connection.execute(query)).fetchall()
    assert len(found) > 3
    assert not any("@" in row for (row,) in found)


async def test_of_several_one_leads(told: Told) -> None:
    stop = asyncio.Event()
    async with leading(told.url, LIMITS, asyncio.Event()) as first:
        asyncio.get_running_loop().call_later(0.2, stop.set)
        async with leading(told.url, LIMITS, stop) as second:
            assert (first is not None, second) == (True, None)
