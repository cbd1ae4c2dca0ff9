"""Mail, where SMTP_URL is set: sent beside the worker, which opens sealed addresses."""

import asyncio
from datetime import timedelta

from adapters.mail.smtp import SmtpMailer, server_of
from domain.email_verification import CodeLimits
from infra.bootstrap.erasing import vault
from infra.bootstrap.foundation import Foundation
from infra.clock import utc_now
from infra.mail.addresses import Addresses
from infra.mail.codes import EmailCodes
from infra.mail.letters import Letters
from infra.mail.post import Parts
from infra.mail.run import run_post
from infra.security.keys import BadKey, login_key, made_before
from infra.security.smtp_password import smtp_password
from infra.settings import BadSettings, Settings
from processors.errors import NotConfigured
from processors.mail import Address


async def run(settings: Settings, its: Foundation, stop: asyncio.Event) -> None:
    """Until told to stop; at once where there is no SMTP_URL."""
    made = mailer(settings)
    if made is None:
        return
    codes = email_codes(settings, its)
    letters = Letters(its.ledger, codes.addresses, codes, utc_now)
    parts = Parts(its.ledger, made, letters)
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


def email_codes(settings: Settings, its: Foundation) -> EmailCodes:
    """Raises BadSettings, also where mail is configured and a key for it is not there."""
    configured = mailer(settings) is not None
    secret = _secret(its) if configured else b""
    secrets = vault(settings, its)
    addresses = Addresses(its.events, secrets, _owners(settings, secret))
    limits = CodeLimits(
        timedelta(seconds=settings.mail.code_s),
        settings.mail.code_tries,
        settings.mail.codes_an_hour,
    )
    return EmailCodes(secrets, addresses, limits, secret, configured)


def _secret(its: Foundation) -> bytes:
    try:
        return made_before(its.places.home.keys / "logins")
    except BadKey as wrong:
        raise BadSettings(f"SMTP_URL is set, and {wrong}.") from wrong


def _owners(settings: Settings, secret: bytes) -> Address | None:
    """That of whoever runs this installation."""
    text = settings.mail_to or settings.mail_from
    return Address(text, login_key(secret, text)) if text and secret else None
