"""Prices: what each metered unit costs, from when to when, and the lines they make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.mode import Mode
from domain.money import proportion


@dataclass(frozen=True, slots=True)
class Provider:
    """Who does the work and as which model; `mode` says how real it is."""

    name: str
    model: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Usage:
    """What a provider says it metered, in whole units: `character`, `image`, `cpu_ms`."""

    meter: str
    quantity: int


class Metering(StrEnum):
    """How far usage can be trusted."""

    EXACT = "exact"
    PARTIAL = "partial"
    ESTIMATED = "estimated"


class LineKind(StrEnum):
    """What an amount means; each kind is summed alone.

    `cash` is owed to a provider, `imputed` is our own machines' time, `would-have-cost` is
    what the stated live provider would have charged, `unpriced` matched no row of the book.
    """

    CASH = "cash"
    IMPUTED = "imputed"
    WOULD_HAVE_COST = "would-have-cost"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class Price:
    """One row of the book: half-open in time, `unit_price_nanos` for `per` units."""

    provider: str
    model: str
    meter: str
    unit_price_nanos: int
    per: int
    currency: str
    effective_from: datetime
    effective_to: datetime | None
    list_version: str
    imputed: bool = False

    def holds(self, provider: str, model: str, meter: str, at: datetime) -> bool:
        return (
            (self.provider, self.model, self.meter) == (provider, model, meter)
            and self.effective_from <= at
            and (self.effective_to is None or at < self.effective_to)
        )


@dataclass(frozen=True, slots=True)
class StandsFor:
    """An offline provider's work, priced as if this live provider had done it."""

    provider: str
    live_provider: str
    live_model: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One metered quantity with the price that held, frozen: a replay never prices again.

    `amount_nanos` is `quantity` at `unit_price_nanos` per `per`, rounded half-even once. The
    provider and model are those whose list was used. `service_date` is when the work was
    done; `posting_month` (`YYYY-MM`) is the earliest month open for it.
    """

    kind: LineKind
    mode: Mode
    provider: str
    model: str
    meter: str
    quantity: int
    unit_price_nanos: int
    per: int
    currency: str
    amount_nanos: int
    list_version: str
    service_date: date
    posting_month: str


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every dated row, and which live provider each offline one stands for."""

    prices: tuple[Price, ...] = ()
    stands_for: tuple[StandsFor, ...] = ()
    currency: str = "USD"

    def lines(
        self, by: Provider, used: Iterable[Usage], at: datetime, posting_month: str
    ) -> Iterator[PricedLine]:
        """One line a usage, priced by the time the call was intended. Never refuses."""
        for usage in used:
            yield self._line(by, usage, at, posting_month)

    def _line(self, by: Provider, usage: Usage, at: datetime, posting_month: str) -> PricedLine:
        name, model = self._listed_as(by)
        price = self._price(name, model, usage.meter, at) or self._nothing(name, model, usage, at)
        return PricedLine(
            kind=_kind(by, price),
            mode=by.mode,
            provider=name,
            model=model,
            meter=usage.meter,
            quantity=usage.quantity,
            unit_price_nanos=price.unit_price_nanos,
            per=price.per,
            currency=price.currency,
            amount_nanos=proportion(usage.quantity, price.unit_price_nanos, price.per),
            list_version=price.list_version,
            service_date=at.date(),
            posting_month=posting_month,
        )

    def _listed_as(self, by: Provider) -> tuple[str, str]:
        for it in self.stands_for:
            if it.provider == by.name:
                return it.live_provider, it.live_model
        return by.name, by.model

    def _price(self, name: str, model: str, meter: str, at: datetime) -> Price | None:
        return next((it for it in self.prices if it.holds(name, model, meter, at)), None)

    def _nothing(self, name: str, model: str, usage: Usage, at: datetime) -> Price:
        return Price(name, model, usage.meter, 0, 1, self.currency, at, None, UNLISTED)


UNLISTED = ""


def _kind(by: Provider, price: Price) -> LineKind:
    if price.list_version == UNLISTED:
        return LineKind.UNPRICED
    if price.imputed:
        return LineKind.IMPUTED
    return LineKind.CASH if by.mode is Mode.LIVE else LineKind.WOULD_HAVE_COST
