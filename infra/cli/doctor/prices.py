"""The price lists, and what no list has a price for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from domain.event import Refused
from domain.prices import PriceBook, Provider, Usage
from infra.cli.doctor.capabilities import NAMES
from infra.prices import BadPrices, price_book
from infra.prices.coverage import unpriced

KINDS: Mapping[str, str] = MappingProxyType({name: kind for kind, name in NAMES.items()})
"""Kinds of work, by what their chains are called."""

PRICE_GAP = "price-gap"
NOTICE = timedelta(days=30)
"""How long before a model's end it is warned of."""


def prices(
    by_kind: Mapping[str, Provider],
    now: datetime,
    chains: Mapping[str, Iterable[Provider]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Lists with the models that they price now; `unpriced` names provider, model and meter.

    `chains` have those too that are asked where the first choice cannot do it. `gaps` are those
    of a provider that has a list: nothing is sent to them.
    """
    asked = {(kind, by) for kind, by in by_kind.items()}
    asked |= {(KINDS.get(work, work), by) for work, chain in chains.items() for by in chain}
    try:
        book = price_book()
    except BadPrices as wrong:
        return {"lists": [], "unpriced": [], "gaps": [], "retiring": [], "fault": str(wrong)}
    return {
        "lists": [_list(book, it, now) for it in sorted({it.list_version for it in book.prices})],
        "stand_ins": {it.provider: f"{it.live_provider} {it.live_model}" for it in book.stands_for},
        "unpriced": list(_unpriced(book, asked, now)),
        "gaps": list(_gaps(book, asked, now)),
        "retiring": list(_retiring(book, (by for _, by in asked), now)),
        "fault": None,
    }


def warnings(its: Mapping[str, Any]) -> Iterator[str]:
    by_model: dict[str, list[str]] = {}
    for it in its["unpriced"]:
        by_model.setdefault(f"{it['provider']} {it['model']}", []).append(it["meter"])
    gaps = {f"{it['provider']} {it['model']}": it["said"] for it in its["gaps"]}
    yield from (f"{model} is not called: {said}" for model, said in gaps.items())
    for model, meters in by_model.items():
        if model in gaps:
            continue
        yield (
            f"no list has a price for {model} ({', '.join(meters)}): what it costs would stand as"
            " unpriced, and no cap would count it; configure a model that is listed"
        )
    for it in its["retiring"]:
        model = f"{it['provider']} {it['model']}"
        if it["retired"]:
            yield f"{model} was retired on {it['on']} and is not called; configure another"
        else:
            yield f"{model} retires on {it['on']}; configure another until then"


def _unpriced(
    book: PriceBook, asked: Iterable[tuple[str, Provider]], now: datetime
) -> Iterator[dict[str, str]]:
    found = {
        (by.name, by.model, meter)
        for kind, by in asked
        for _, meter in unpriced(book, {kind: by}, now)
    }
    for name, model, meter in sorted(found):
        yield {"provider": name, "model": model, "meter": meter}


def _gaps(
    book: PriceBook, asked: Iterable[tuple[str, Provider]], now: datetime
) -> Iterator[dict[str, str]]:
    for kind, by in sorted(asked, key=lambda it: (it[0], it[1].name, it[1].model)):
        meters = sorted({it for _, it in unpriced(book, {kind: by}, now)})
        try:
            book.refuse_unlisted(by, [Usage(it, 1) for it in meters], now)
        except Refused as refused:
            its = {"work": NAMES.get(kind, kind), "provider": by.name, "model": by.model}
            yield its | {"said": refused.sentence}


def _retiring(
    book: PriceBook, providers: Iterable[Provider], now: datetime
) -> Iterator[dict[str, Any]]:
    for by in sorted(set(providers), key=lambda it: (it.name, it.model)):
        on = book.retires_on(by)
        if on is not None and on <= (now + NOTICE).date():
            retired = on <= now.date()
            yield {"provider": by.name, "model": by.model, "on": f"{on}", "retired": retired}


def _list(book: PriceBook, list_version: str, now: datetime) -> dict[str, Any]:
    rows = [it for it in book.prices if it.list_version == list_version]
    held = [it for it in rows if it.holds(it.provider, it.model, it.meter, now)]
    return {
        "list_version": list_version,
        "currency": rows[0].currency,
        "models": len({it.model for it in held}),
        "rows": len(rows),
        "rows_now": len(held),
        "newest_from": max(it.effective_from for it in rows),
    }
