"""What the keys that are set may do: every provider of every chain is asked, once and briefly."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from adapters.accounts.question import Question, Told
from domain.prices import Provider
from infra.bootstrap.chains import endpoint
from infra.settings import Settings
from infra.worker.advice import VOICE_UNKNOWN, Advice
from processors.errors import CallError, InvalidInput, Unavailable

ASK_S = 5.0

Link = tuple[str, str]
"""A provider, and a model of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is that of the fault, empty where nothing speaks against it.

    `lacks`: what only some films need, and is not there.
    """

    said: str
    code: str = ""
    retires_on: date | None = None
    lacks: str = ""


async def asked(its: Settings, links: Iterable[Link]) -> Mapping[Link, Answer]:
    """All at once; each answer is there, or given up, within seconds."""
    wanted = list(dict.fromkeys(links))
    answers = await asyncio.gather(*(_answer(its, *it) for it in wanted))
    return dict(zip(wanted, answers, strict=True))


def _said(fault: CallError, url: str) -> str:
    """Of what passes: whom to look at, instead of when a worker asks again."""
    if isinstance(fault, Unavailable):
        return f"{fault.sentence.partition(';')[0].rstrip('.')}: {url} was asked"
    return fault.sentence


async def _answer(its: Settings, name: str, model: str) -> Answer:
    voices: dict[str, str] = getattr(its.providers, f"{name}_voices", {})
    ask = import_module(f"adapters.accounts.{name}").told
    asked = endpoint(its, name, ASK_S)
    advise, by = Advice(its.providers), Provider(name, model, asked.mode)
    try:
        told: Told = await ask(Question(asked, model, voices))
    except CallError as fault:
        advise(fault, by)
        return Answer(_said(fault, asked.base_url), fault.code)
    lacking = InvalidInput(told.lacks, code=VOICE_UNKNOWN)
    if told.lacks:
        advise(lacking, by)
    return Answer(told.said, retires_on=told.retires_on, lacks=lacking.sentence)
