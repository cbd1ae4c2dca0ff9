"""Whom paid work is asked of: every chain in full, and each provider's host, mode and key."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from adapters.providers.endpoint import mode_of
from domain.prices import Provider
from infra.bootstrap.accounts import Answer, asked
from infra.security.provider_keys import KEYLESS, PROVIDERS, fault, file_mode, fingerprint, source
from infra.settings import Settings
from infra.worker.advice import VOICE_UNKNOWN

Chains = Mapping[str, tuple[Provider, ...]]
Found = dict[str, Any]
OTHERS = 0o077
NOTICE = timedelta(days=30)
BY_ID = frozenset({"elevenlabs"})
"""Providers whose voices are known by ids alone: none of them is called `default`."""


def chains(its: Settings, by_work: Chains, *, ask: bool) -> list[Found]:
    """By kind of work, in the order in which they are asked; `answer` None: nobody was."""
    external = [(it.name, it.model) for chain in by_work.values() for it in chain if _has_key(it)]
    answers = asyncio.run(asked(its, external)) if ask else {}
    return [
        {"work": work, "links": [_link(it, answers.get((it.name, it.model))) for it in chain]}
        for work, chain in by_work.items()
    ]


def providers(its: Settings, by_work: Chains) -> list[Found]:
    """Those outside that some chain names; of a key its name, and eight digits of its hash."""
    named = {it.name for chain in by_work.values() for it in chain}
    return [_provider(its, name) for name in PROVIDERS if name in named]


def warnings(found: Iterable[Found], known: Iterable[Found], now: datetime) -> Iterator[str]:
    by_name = {it["name"]: it for it in known}
    for it in by_name.values():
        yield from _of_key(it)
    for chain in found:
        yield from _of_chain(chain, by_name, now)


def voiceless(work: str, known: Found | None) -> str:
    """Why films of channels that name no voice fail at a provider, if they do."""
    if work != "voice" or known is None or known["name"] not in BY_ID:
        return ""
    if "default" in known["voices"]:
        return ""
    name = known["name"]
    return (
        f"{name} has no default voice, which channels have that name none: set"
        f""" PROVIDERS__{name.upper()}_VOICES to {{"default": "a voice's id"}}"""
    )


def _has_key(by: Provider) -> bool:
    return by.name in PROVIDERS


def _link(by: Provider, answer: Answer | None) -> Found:
    return {
        "provider": by.name,
        "model": by.model,
        "mode": by.mode.value,
        "outside": _has_key(by),
        "answer": answer
        and {
            "code": answer.code,
            "said": answer.said,
            "retires_on": answer.retires_on and answer.retires_on.isoformat(),
            "lacks": answer.lacks,
        },
    }


def _provider(its: Settings, name: str) -> Found:
    url: str = getattr(its.providers, f"{name}_url")
    wrong, mode = fault(name), file_mode(name)
    return {
        "name": name,
        "host": urlsplit(url).netloc,
        "mode": mode_of(name, url).value,
        "key": source(name),
        "key_set": wrong is None and bool(source(name)),
        "key_needed": name not in KEYLESS,
        "key_fingerprint": fingerprint(name) if source(name) else "",
        "key_file_mode": None if mode is None else f"{mode:04o}",
        "key_fault": wrong,
        "voices": sorted(getattr(its.providers, f"{name}_voices", {})),
    }


def _of_key(it: Found) -> Iterator[str]:
    if it["key_fault"]:
        yield it["key_fault"]
    elif it["key_file_mode"] and int(it["key_file_mode"], 8) & OTHERS:
        yield f"others can read the file that {it['key']} names: chmod 600 it"


def _of_chain(chain: Found, by_name: Mapping[str, Found], now: datetime) -> Iterator[str]:
    for it in chain["links"]:
        answer, who = it["answer"], f"{it['provider']} {it['model']}"
        if answer and answer["code"] and not by_name[it["provider"]]["key_fault"]:
            yield f"{chain['work']}: {who}: {answer['said']} ({answer['code']})"
        if answer and answer["lacks"] and chain["work"] == "voice":
            yield f"films with such a voice fail: {who}: {answer['lacks']} ({VOICE_UNKNOWN})"
        if fault := voiceless(chain["work"], by_name.get(it["provider"])):
            yield fault
        if answer and answer["retires_on"] and _is_near(answer["retires_on"], now):
            yield f"{who} retires on {answer['retires_on']}, it says; configure another until then"


def _is_near(day: str, now: datetime) -> bool:
    return day <= (now + NOTICE).date().isoformat()
