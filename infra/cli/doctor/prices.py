"""The price lists, and what no list has a price for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.prices import PriceBook, Provider
from infra.prices import BadPrices, price_book
from infra.prices.coverage import unpriced

NOTICE = timedelta(days=30)
"""How long before a model's end it is warned of."""


def prices(
    by_kind: Mapping[str, Provider], now: datetime, more: Iterable[Provider] = ()
) -> dict[str, Any]:
    """Lists with the models that they price now; `unpriced` names provider and meter.

    `more` are asked where the first choice cannot do it.
    """
    try:
        book = price_book()
    except BadPrices as wrong:
        return {"lists": [], "unpriced": [], "retiring": [], "fault": str(wrong)}
    return {
        "lists": [_list(book, it, now) for it in sorted({it.list_version for it in book.prices})],
        "stand_ins": {it.provider: f"{it.live_provider} {it.live_model}" for it in book.stands_for},
        "unpriced": [
            {"provider": provider, "meter": meter}
            for provider, meter in unpriced(book, by_kind, now)
        ],
        "retiring": list(_retiring(book, (*by_kind.values(), *more), now)),
        "fault": None,
    }


def warnings(its: Mapping[str, Any]) -> Iterator[str]:
    for it in its["unpriced"]:
        yield f"no list has a price for {it['meter']} of {it['provider']}"
    for it in its["retiring"]:
        model = f"{it['provider']} {it['model']}"
        if it["retired"]:
            yield f"{model} was retired on {it['on']} and is not called; configure another"
        else:
            yield f"{model} retires on {it['on']}; configure another until then"


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
