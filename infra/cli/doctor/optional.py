"""What works once it is set up: alerts by mail, a voice of a model on this machine."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from adapters.mail.smtp import SmtpMailer
from adapters.voice.neural import NAME, fault_of
from infra.bootstrap.accounts import ASK_S
from infra.bootstrap.chains import NEURAL
from infra.bootstrap.mail import mailer
from infra.cli.doctor.capabilities import NOT_CONFIGURED
from infra.settings import BadSettings, Settings
from infra.settings.providers import entries
from processors.errors import CallError

MAIL, FAILS = "mail", "does not work"


def optional(its: Settings, *, ask: bool = False) -> Iterator[dict[str, Any]]:
    yield from local_voice(its)
    yield from mail(its, ask=ask)


def warnings(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    for it in found:
        if (it["name"], it["mode"]) == (MAIL, FAILS):
            yield f"no mail is sent: {it['said']}"


def mail(its: Settings, *, ask: bool = False) -> Iterator[dict[str, Any]]:
    """Alerts and codes; the server is greeted on demand alone, since it counts who comes."""
    try:
        found = mailer(its)
    except BadSettings as wrong:
        yield {"name": MAIL, "mode": NOT_CONFIGURED, "provider": None, "said": str(wrong)}
        return
    if found is None:
        said = "SMTP_URL, MAIL_FROM: alerts by mail; until then they are in events and logs alone"
        yield {"name": MAIL, "mode": NOT_CONFIGURED, "provider": None, "said": said}
        return
    server = found.server
    to = its.mail_to or found.sender
    said = f"{server.host}:{server.port}, encryption {server.encryption.value}, to {to}"
    fault = _fault_of(found) if ask else ""
    mode = FAILS if fault else "works" if ask else "configured"
    yield {"name": MAIL, "mode": mode, "provider": "smtp", "said": fault or said}


def _fault_of(its: SmtpMailer) -> str:
    try:
        asyncio.run(replace(its, timeout_s=ASK_S).greet())
    except CallError as fault:
        where = f"{its.server.host}:{its.server.port}"
        return f"{fault.sentence.rstrip('.')}; {where} was asked, as SMTP_URL says ({fault.code})"
    return ""


def local_voice(its: Settings) -> Iterator[dict[str, Any]]:
    """What keeps the neural voices that are chosen from speaking, if anything does."""
    chosen = [model for name, model in entries(its.providers.voice) if name == NEURAL]
    if its.voice_model_path is None or not chosen:
        said = "VOICE_MODEL_PATH: a folder with voices of Piper, and PROVIDERS__VOICE=neural:NAME"
        yield {"name": "local voice", "mode": NOT_CONFIGURED, "provider": None, "said": said}
        return
    for said in voice_faults(its).values():
        yield {"name": "local voice", "mode": NOT_CONFIGURED, "provider": None, "said": said}


def voice_faults(its: Settings) -> dict[tuple[str, str], str]:
    """By provider and model: why a neural voice that is chosen cannot speak."""
    chosen = [model for name, model in entries(its.providers.voice) if name == NEURAL]
    folder = its.voice_model_path
    found = {} if folder is None else {it: fault_of(folder, it) for it in chosen}
    return {
        (NAME, it): f"neural:{it} cannot be used: {fault}" for it, fault in found.items() if fault
    }
