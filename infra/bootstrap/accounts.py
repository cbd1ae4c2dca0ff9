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
from infra.worker.advice import Advice
from processors.errors import CallError

ASK_S = 5.0

Link = tuple[str, str]
"""A provider, and a model of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is that of the fault, empty where nothing speaks against it."""

    said: str
    code: str = ""
    retires_on: date | None = None


async def asked(its: Settings, links: Iterable[Link]) -> Mapping[Link, Answer]:
    """All at once; each answer is there, or given up, within seconds."""
    wanted = list(dict.fromkeys(links))
    answers = await asyncio.gather(*(_answer(its, *it) for it in wanted))
    return dict(zip(wanted, answers, strict=True))


async def _answer(its: Settings, name: str, model: str) -> Answer:
    voices: dict[str, str] = getattr(its.providers, f"{name}_voices", {})
    ask = import_module(f"adapters.accounts.{name}").told
    asked = endpoint(its, name, ASK_S)
    try:
        told: Told = await ask(Question(asked, model, voices))
    except CallError as fault:
        Advice(its.providers)(fault, Provider(name, model, asked.mode))
        return Answer(fault.sentence, fault.code)
    return Answer(told.said, retires_on=told.retires_on)
