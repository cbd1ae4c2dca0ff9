"""Everything about whom paid work is asked of, as one part of the report, and how it is shown."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.prices import Provider
from infra.cli.doctor import breakers, ceiling, chains, learned, optional, reach
from infra.cli.output import facts, show, table
from infra.settings import Settings

Report = dict[str, Any]


def paid(
    its: Settings,
    by_work: Mapping[str, tuple[Provider, ...]],
    *,
    ask: bool,
    redis: bool,
    retiring: Iterable[Report] = (),
    gaps: Iterable[Report] = (),
) -> Report:
    """`redis`: whether it answers; `retiring`: models whose end is near, or was.

    `gaps` are models that nothing is sent to, since they have no price.

    `faults` keep films from being made; `unasked` works hang on keys that were only looked at.
    """
    providers = chains.providers(its, by_work)
    shut = breakers.breakers(its, answers=redis)
    unsent = {(it["work"], it["provider"], it["model"]): it["said"] for it in gaps}
    known = reach.Known(providers, tuple(retiring), shut, optional.voice_faults(its), unsent)
    said = learned.at_once(its, (it["name"] for it in providers), answers=redis)
    told = reach.looked_at(chains.chains(its, by_work, ask=ask), known)
    return {
        "chains": told,
        "providers": providers,
        "ceiling": ceiling.ceiling(by_work, its.paces, said),
        "breakers": shut,
        "faults": list(reach.faults(told)),
        "unasked": reach.unasked(told),
    }


def warnings(found: Report, now: datetime) -> Iterator[str]:
    yield from reach.warnings(found["chains"])
    left = [{**it, "links": reach.untold(it)} for it in found["chains"]]
    yield from chains.warnings(left, found["providers"], now)
    yield from breakers.warnings(found["breakers"])


def tell(found: Report) -> None:
    """Nothing where all is done on this machine."""
    if not found["providers"]:
        return
    rows = (
        (it["work"], n, f"{link['provider']} {link['model']}", link["mode"], _answer(link))
        for it in found["chains"]
        for n, link in enumerate(it["links"], start=1)
    )
    show(table(("work", "", "asked in this order", "mode", "answer"), rows), "\nChains")
    rows_of_keys = ((it["name"], it["host"], it["mode"], _key(it)) for it in found["providers"])
    show(table(("provider", "host", "mode", "key"), rows_of_keys), "\nProviders")
    if said := ceiling_told(found):
        show(facts([("at most", said)]), "\nPace")


def ceiling_told(found: Report) -> str | None:
    """In words; None where nothing bounds it."""
    its = found["ceiling"]
    if its["videos_an_hour"] is None:
        return None
    by = its["bounded_by"]
    told = f"about {its['videos_an_hour']:g} films of a minute an hour, by {by}"
    if most := its["at_once"].get(by):
        told += f" ({most['calls']} calls at once, by {most['by']})"
    return told


def _answer(link: Report) -> str:
    its = link["answer"] or link["barred"]
    if its is None:
        return ""
    return f"{its['code']}: {its['said']}" if its["code"] else str(its["said"])


def _key(it: Report) -> str:
    if it["key_set"]:
        return f"{it['key']}, {it['key_fingerprint']}"
    if it["key"]:
        return f"{it['key']}: no key in it"
    return "not set" if it["key_needed"] else "asks for none"
