"""Money: a whole number of nanos (billionths) of one currency. Never a float."""

from dataclasses import dataclass
from fractions import Fraction

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
    """Nanos as the API writes them: `0.000000030`, exact, never in exponents."""
    whole, part = divmod(abs(nanos), NANOS)
    return f"{'-' if nanos < 0 else ''}{whole}.{part:09d}"


def nanos_of(amount: str) -> int:
    """A decimal string as nanos, exact; raises ValueError below a billionth."""
    exact = Fraction(amount) * NANOS
    if exact.denominator != 1:
        raise ValueError(f"{amount} has more than nine decimals")
    return exact.numerator


def proportion(quantity: int, unit_price_nanos: int, per: int) -> int:
    """`quantity` at `unit_price_nanos` per `per` units, rounded half-even, once."""
    return round(Fraction(quantity * unit_price_nanos, per))
