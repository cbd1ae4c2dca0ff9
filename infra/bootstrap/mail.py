"""Alerts by mail, where SMTP_URL is set: beside the worker, which opens sealed addresses."""

import asyncio

from adapters.mail.smtp import SmtpMailer, server_of
from infra.bootstrap.erasing import vault
from infra.bootstrap.foundation import Foundation
from infra.clock import utc_now
from infra.mail.addresses import Addresses
from infra.mail.post import Parts
from infra.mail.run import run_post
from infra.security.smtp_password import smtp_password
from infra.settings import BadSettings, Settings
from processors.errors import NotConfigured


async def run(settings: Settings, its: Foundation, stop: asyncio.Event) -> None:
    """Until told to stop; at once where there is no SMTP_URL."""
    made = mailer(settings)
    if made is None:
        return
    owner = settings.mail_to or made.sender
    addresses = Addresses(its.events, vault(settings, its), owner)
    parts = Parts(its.ledger, made, addresses, utc_now)
    await run_post(its.places.database_url, parts, settings.mail, stop)


def mailer(settings: Settings) -> SmtpMailer | None:
    """None where it is not configured. Raises BadSettings where SMTP_URL makes no sense."""
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    try:
        server = server_of(settings.smtp_url)
    except NotConfigured as wrong:
        raise BadSettings(f"{wrong.sentence}.") from wrong
    return SmtpMailer(server, settings.mail_from, smtp_password, settings.mail.timeout_s)
