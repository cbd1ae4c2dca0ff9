"""Prices: what each metered unit costs, from when to when, and the lines they make.

A payment's fee is a percentage and a fixed sum: `percent_of_amount` is metered in nanos of the
amount and listed per 100 units of the currency (`per` 100,000,000,000), `fixed_fee` in payments.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.event import Refused
from domain.mode import Mode
from domain.money import proportion


@dataclass(frozen=True, slots=True)
class Provider:
    """Who does the work and as which model; `mode` says how real it is."""

    name: str
    model: str
    mode: Mode


class Tier(StrEnum):
    """How urgently a provider works, which some list at prices of its own."""

    STANDARD = "standard"
    BATCH = "batch"
    FLEX = "flex"
    PRIORITY = "priority"
    ULTRAFAST = "ultrafast"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a provider says it metered, in whole units: `character`, `image`, `cpu_ms`.

    `model` is the one that it says it billed (empty: the one that was asked), `tier` how it says
    that it worked. The three kinds of tokens read are metered apart and none of them twice.
    """

    meter: str
    quantity: int
    model: str = ""
    tier: Tier = Tier.STANDARD


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
    """One row of the book: half-open in time, `unit_price_nanos` for `per` units.

    It holds for whole requests that read more than `over_input_tokens`, and for one tier.
    """

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
    tier: Tier = Tier.STANDARD
    over_input_tokens: int = 0

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
class Retirement:
    """The first day on which a provider does not offer a model any more."""

    provider: str
    model: str
    on: date


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


INPUT_METERS = frozenset({"input_token", "cached_input_token", "cache_write_token"})
SNAPSHOT = re.compile(r"-\d{4}-?\d{2}-?\d{2}$")
"""The date that a provider adds to a model's name for one frozen state of it: listed without."""


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every dated row, which live provider each offline one stands for, and what retires when."""

    prices: tuple[Price, ...] = ()
    stands_for: tuple[StandsFor, ...] = ()
    currency: str = "USD"
    retirements: tuple[Retirement, ...] = ()

    def lines(
        self, by: Provider, used: Iterable[Usage], at: datetime, posting_month: str
    ) -> Iterator[PricedLine]:
        """One line a usage, priced by the time the call was intended. Never refuses."""
        request = tuple(used)
        read = sum(it.quantity for it in request if it.meter in INPUT_METERS)
        for usage in request:
            yield self._line(by, usage, at, posting_month, read)

    def most(
        self, by: Provider, used: Iterable[Usage], at: datetime, posting_month: str
    ) -> Iterator[PricedLine]:
        """The same where it is at its dearest: what is read may be written to a cache besides."""
        request = tuple(used)
        read = sum(it.quantity for it in request if it.meter in INPUT_METERS)
        for usage in request:
            meters = INPUT_METERS if usage.meter in INPUT_METERS else {usage.meter}
            its = (replace(usage, meter=it) for it in sorted(meters))
            yield max((self._line(by, it, at, posting_month, read) for it in its), key=_amount)

    def retires_on(self, by: Provider) -> date | None:
        """The first day without the model that does this work; None where none is known."""
        model = SNAPSHOT.sub("", by.model)
        known = (it for it in self.retirements if it.provider == by.name)
        return min((it.on for it in known if it.model in (by.model, model)), default=None)

    def refuse_retired(self, by: Provider, on: date) -> None:
        """Raises Refused (`model-retired`) from the day of its retirement on."""
        retires = self.retires_on(by)
        if retires is not None and retires <= on:
            raise Refused(
                "model-retired",
                f"{by.name} {by.model} was retired on {retires}; configure another model",
            )

    def refuse_unlisted(self, by: Provider, used: Iterable[Usage], at: datetime) -> None:
        """Raises Refused (`price-gap`) where a provider that is listed has no price for these.

        Who is in no list at all (a server of one's own) stands as unpriced.
        """
        if by.mode is Mode.OFFLINE or all(it.provider != by.name for it in self.prices):
            return
        lines = self.lines(by, used, at, f"{at:%Y-%m}")
        if missing := sorted({it.meter for it in lines if it.kind is LineKind.UNPRICED}):
            raise Refused(
                "price-gap",
                f"no list has a price for {by.name} {by.model} ({', '.join(missing)}) on"
                f" {at:%Y-%m-%d}, so that no cap could count it; configure a model that is listed",
            )

    def _line(
        self, by: Provider, usage: Usage, at: datetime, posting_month: str, read: int
    ) -> PricedLine:
        name, model = self._listed_as(by, usage)
        price = self._price(name, model, usage, at, read)
        if price is None:
            price = self._nothing(name, model, usage, at)
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

    def _listed_as(self, by: Provider, usage: Usage) -> tuple[str, str]:
        for it in self.stands_for:
            if it.provider == by.name:
                return it.live_provider, it.live_model
        return by.name, usage.model or by.model

    def _price(self, name: str, model: str, usage: Usage, at: datetime, read: int) -> Price | None:
        """The row of the longest request that this is, of the model or of what it is a state of."""
        for listed in dict.fromkeys((model, SNAPSHOT.sub("", model))):
            held = (it for it in self.prices if it.holds(name, listed, usage.meter, at))
            fits = (it for it in held if it.tier is usage.tier and _reached(it, read))
            longest = max(fits, key=_over_input_tokens, default=None)
            if longest is not None:
                return longest
        return None

    def _nothing(self, name: str, model: str, usage: Usage, at: datetime) -> Price:
        return Price(name, model, usage.meter, 0, 1, self.currency, at, None, UNLISTED)


UNLISTED = ""


def at_tier(price: Price, tier: Tier, unit_price_nanos: int) -> Price:
    """The same row for another tier; the list's version says which."""
    said = f"{price.list_version} {tier}"
    return replace(price, tier=tier, unit_price_nanos=unit_price_nanos, list_version=said)


def for_long(price: Price, over_input_tokens: int, unit_price_nanos: int) -> Price:
    """The same row for requests that read more; the list's version says so."""
    return replace(
        price,
        over_input_tokens=over_input_tokens,
        unit_price_nanos=unit_price_nanos,
        list_version=f"{price.list_version} over {over_input_tokens}",
    )


def _reached(price: Price, read: int) -> bool:
    return price.over_input_tokens == 0 or read > price.over_input_tokens


def _amount(line: PricedLine) -> int:
    return line.amount_nanos


def _over_input_tokens(price: Price) -> int:
    return price.over_input_tokens


def _kind(by: Provider, price: Price) -> LineKind:
    if price.list_version == UNLISTED:
        return LineKind.UNPRICED
    if price.imputed:
        return LineKind.IMPUTED
    return LineKind.CASH if by.mode is Mode.LIVE else LineKind.WOULD_HAVE_COST
