"""`python -m tests.infra.mail.victim DATABASE_URL PORT`: tells of alerts until it is killed."""

import asyncio
import sys

from adapters.mail.smtp import Encryption, Server, SmtpMailer
from infra.ledger.pool import ledger_pool
from infra.mail.run import run_post
from tests.infra.mail.conftest import LEDGER, LIMITS, parts


async def main(url: str, port: int) -> None:
    server = Server("127.0.0.1", port, Encryption.NONE)
    mailer = SmtpMailer(server, "us@example.org", lambda: "")
    async with ledger_pool(url, LEDGER) as pool:
        await run_post(url, parts(pool, mailer), LIMITS, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
