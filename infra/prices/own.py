"""What an hour of the operator's own machines costs, set from outside: imputed, never cash."""

from collections.abc import Mapping
from dataclasses import replace

from domain.money import nanos_of
from domain.prices import Price, PriceBook

OWN = "own"
MS_PER_H = 3_600_000


def at_rates(book: PriceBook, *, cpu_hour: str, gpu_hour: str) -> PriceBook:
    """The same book with these rates, in units of its currency an hour; "0" leaves a row be."""
    rates = {"cpu_ms": cpu_hour, "gpu_ms": gpu_hour}
    return replace(book, prices=tuple(_at(it, rates) for it in book.prices))


def _at(price: Price, rates: Mapping[str, str]) -> Price:
    rate = rates.get(price.meter, "0")
    if price.provider != OWN or not nanos_of(rate):
        return price
    said = f"settings/{price.meter} {rate} an hour"
    return replace(price, unit_price_nanos=nanos_of(rate), per=MS_PER_H, list_version=said)
