"""Money: a whole number of nanos (billionths) of one currency. Never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

NANOS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `nanos` may be negative, `currency` is an ISO 4217 code with no default."""

    nanos: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.nanos + self._same(other).nanos, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.nanos - self._same(other).nanos, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.nanos, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.nanos < self._same(other).nanos

    def __le__(self, other: "Money") -> bool:
        return self.nanos <= self._same(other).nanos

    def __str__(self) -> str:
        return f"{decimal_text(self.nanos)} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} is not {other.currency}")
        return other


def decimal_text(nanos: int) -> str:
    """Nanos as the API writes them: `0.000000030`, never in exponents."""
    return f"{Decimal(nanos) / NANOS:.9f}"


def nanos_of(amount: str) -> int:
    """A decimal string as nanos; raises ValueError below a billionth."""
    exact = Decimal(amount) * NANOS
    if exact != exact.to_integral_value():
        raise ValueError(f"{amount} has more than nine decimals")
    return int(exact)


def proportion(quantity: int, unit_price_nanos: int, per: int) -> int:
    """`quantity` at `unit_price_nanos` per `per` units, rounded half-even, once."""
    exact = Decimal(quantity) * unit_price_nanos / per
    return int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))
