"""Price lists, one file a provider, and the book that they make.

A list is never edited where a price has changed: the row gets an end, and a new row follows.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from domain.money import nanos_of
from domain.prices import (
    INPUT_METERS,
    Price,
    PriceBook,
    Retirement,
    StandsFor,
    Tier,
    at_tier,
    for_long,
)

FOLDER = Path(__file__).parent
STANDS_FOR = "stands-for.toml"


class BadPrices(Exception):
    """A list cannot be used; the message names the file, the row, and what would be right."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Long(_Strict):
    """How many times as much a whole request costs that reads more than so many tokens."""

    over_input_tokens: int = Field(ge=1)
    input: str
    output: str


class _Listed(_Strict):
    """What one model costs from one day on; `prices` by meter, in units of the currency.

    `tiers` are how many times as much it costs where the provider works as urgently as that.
    """

    provider: str
    model: str
    per: int = Field(ge=1)
    effective_from: AwareDatetime
    effective_to: AwareDatetime | None = None
    imputed: bool = False
    source: str = Field(min_length=1)
    prices: dict[str, str]
    tiers: dict[Tier, str] = Field(default_factory=dict)
    long: _Long | None = None


class _Retiring(_Strict):
    """Models that are not offered any more from one day on."""

    models: list[str]
    provider: str
    retires_on: date
    source: str = Field(min_length=1)


class _List(_Strict):
    list_version: str = Field(min_length=1)
    currency: str = Field(pattern="^[A-Z]{3}$")
    listed: list[_Listed]
    retiring: list[_Retiring] = Field(default_factory=list)


class _Offline(_Strict):
    offline: str
    model: str


_STANDS_FOR = TypeAdapter(dict[str, list[_Offline]])


def price_book(folder: Path = FOLDER) -> PriceBook:
    """Every list in the folder. Raises BadPrices."""
    files = sorted(it for it in folder.glob("*.toml") if it.name != STANDS_FOR)
    lists = [(it, _read(it)) for it in files]
    prices = tuple(price for file, its in lists for price in _prices(file, its))
    _refuse_overlaps(prices)
    retirements = tuple(it for _, its in lists for it in _retirements(its))
    return PriceBook(prices, tuple(_stand_ins(folder / STANDS_FOR)), retirements=retirements)


def _read(file: Path) -> _List:
    try:
        return _List.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        raise BadPrices(_sentence(file, wrong)) from None
    except tomllib.TOMLDecodeError as wrong:
        raise BadPrices(f"{file.name}: {wrong}") from None


def _prices(file: Path, its: _List) -> Iterator[Price]:
    try:
        for row in its.listed:
            for price in _rows(its, row):
                yield from (one for at in _tiers(row, price) for one in _lengths(row, at))
    except (ValueError, ArithmeticError) as wrong:
        raise BadPrices(f"{file.name}: {wrong}") from None


def _tiers(row: _Listed, price: Price) -> Iterator[Price]:
    yield price
    for tier, times in row.tiers.items():
        yield at_tier(price, tier, _times(price, times))


def _lengths(row: _Listed, price: Price) -> Iterator[Price]:
    yield price
    if row.long is not None:
        times = row.long.input if price.meter in INPUT_METERS else row.long.output
        yield for_long(price, row.long.over_input_tokens, _times(price, times))


def _times(price: Price, times: str) -> int:
    exact = price.unit_price_nanos * Fraction(times)
    if exact.denominator != 1 or exact < 0:
        raise ValueError(f"{price.model} {price.meter} times {times} is no whole billionth")
    return exact.numerator


def _retirements(its: _List) -> Iterator[Retirement]:
    for it in its.retiring:
        yield from (Retirement(it.provider, model, it.retires_on) for model in it.models)


def _rows(its: _List, row: _Listed) -> Iterator[Price]:
    if row.effective_to is not None and row.effective_to <= row.effective_from:
        raise ValueError(f"{row.model} ends before it begins, on {row.effective_from}")
    for meter, amount in row.prices.items():
        yield Price(
            provider=row.provider,
            model=row.model,
            meter=meter,
            unit_price_nanos=_price(amount),
            per=row.per,
            currency=its.currency,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            list_version=its.list_version,
            imputed=row.imputed,
        )


def _price(amount: str) -> int:
    nanos = nanos_of(amount)
    if nanos < 0:
        raise ValueError(f"{amount} is below nothing")
    return nanos


def _stand_ins(file: Path) -> Iterator[StandsFor]:
    if not file.exists():
        return
    try:
        its = _STANDS_FOR.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        raise BadPrices(_sentence(file, wrong)) from None
    for live, offline in its.items():
        yield from (StandsFor(it.offline, live, it.model) for it in offline)


def _refuse_overlaps(prices: Iterable[Price]) -> None:
    """At most one row may hold at any time."""
    by_unit: dict[tuple[str, str, str, Tier, int], list[Price]] = {}
    for it in prices:
        unit = (it.provider, it.model, it.meter, it.tier, it.over_input_tokens)
        by_unit.setdefault(unit, []).append(it)
    for (provider, model, meter, *_), rows in by_unit.items():
        _refuse_overlap(f"{provider} {model} {meter}", sorted(rows, key=_begin))


def _refuse_overlap(unit: str, rows: Sequence[Price]) -> None:
    for before, after in pairwise(rows):
        if before.effective_to is None or before.effective_to > after.effective_from:
            raise BadPrices(
                f"{unit} has two prices on {after.effective_from:%Y-%m-%d}, in"
                f" {before.list_version} and {after.list_version}; end the earlier one then"
            )


def _begin(price: Price) -> datetime:
    return price.effective_from


def _sentence(file: Path, wrong: ValidationError) -> str:
    first = wrong.errors()[0]
    place = ".".join(str(it) for it in first["loc"])
    return f"{file.name}: {place}: {first['msg']}"
