"""Whoever tells of alerts is killed with a letter on its way: it is sent once more, and no more."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.mail.smtp import Encryption, Server, SmtpMailer
from infra.mail.run import run_post
from tests.architecture.files import ROOT
from tests.infra.mail.conftest import LIMITS, Told, alert, parts
from tests.standins.smtp import MailServer, Trouble, mail_server

WITHIN_S = 20.0


async def test_a_letter_on_its_way_when_its_sender_is_killed_goes_once_more(told: Told) -> None:
    with mail_server() as it:
        it.troubles.append(Trouble("BODY", 250, seconds=30, keeps=True))
        async with _killed_at_the_end(told.url, it.port):
            await told.happens(alert(80))
            await _until(lambda: len(it.mails) == 1)
        assert told.states == ["sending"]
        assert await told.tell() == 0  # in doubt, and not due yet
        told.execute("UPDATE ops.mails SET due_at = clock_timestamp()")
        await _told_by_another(told, it)
    first, second = (mail.message["Message-ID"] for mail in it.mails)
    assert first == second
    assert told.states == ["sent"]


@asynccontextmanager
async def _killed_at_the_end(url: str, port: int) -> AsyncIterator[Process]:
    argv = (sys.executable, "-m", "tests.infra.mail.victim", url, str(port))
    victim = await asyncio.create_subprocess_exec(*argv, cwd=ROOT)
    try:
        yield victim
    finally:
        victim.kill()
        await victim.wait()


async def _told_by_another(told: Told, it: MailServer) -> None:
    stop = asyncio.Event()
    mailer = SmtpMailer(Server(it.host, it.port, Encryption.NONE), "us@example.org", lambda: "")
    running = asyncio.create_task(run_post(told.url, parts(told.pool, mailer), LIMITS, stop))
    await _until(lambda: told.states == ["sent"])
    await asyncio.sleep(3 * LIMITS.poll_s)  # long enough to send it again, were it so minded
    stop.set()
    await running


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not holds():  # noqa: ASYNC110 - of another process there is no event
            await asyncio.sleep(0.02)
