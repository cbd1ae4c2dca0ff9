"""Figures: numbers as a text writes them, which can be counted up to in the same writing.

A separator followed by exactly three digits groups thousands where the language writes it so;
otherwise it begins the decimals. Digits of any script are read and written as they are.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

DIGITS_MAX = 15
GROUP = 3
YEAR_MIN, YEAR_MAX = 1000, 2100
_YEAR_DIGITS = 4

# ruff: noqa: RUF001  every script's own marks are meant
_COMMA_DECIMALS = re.compile(
    "(bg|ca|cs|da|de|el|es|et|fi|fr|hr|hu|id|is|it|lt|lv|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sr|sv|tr"
    "|uk|vi)(-|$)",
    re.IGNORECASE,
)
_SPACES = " \u00a0\u202f"
_NUMBER = rf"\d+(?:[.,'’٫٬{_SPACES}](?=\d{{3}}(?!\d))\d{{3}})*(?:[.,٫]\d+)?"
_UNITS = (
    "km/h|m/s|kWh|MWh|GWh|TWh|GHz|MHz|kHz|°C|°F|km²|m²|m³|kW|MW|GW|GB|TB|MB|kB|km|cm|mm|kg|mg"
    "|ml|Hz|°|%|‰|٪|％|m|g|t|W|V|l|(?<=\\s)[sh]"
)
_SCALES = (
    "percent|per cent|Prozent|pour cent|por ciento|por cento|per cento|procent|процентов|процента"
    "|thousand|million|billion|trillion|Tausend|Millionen|Million|Milliarden|Milliarde|Mrd\\.|Mio\\."
    "|mille|millions|milliards|milliard|mil|millones|millón|miliardi|milioni|milhões|milhão|bilhões"
    "|miljoen|miljard|miljoner|miljarder|milionów|milion|miliardów|тысяч|миллионов|миллиардов"
    "|миллиона|миллион|मिलियन|लाख|करोड़|ملايين|مليون|مليار|万|億|亿|兆|千|만|억"
)
_MONEY = "dollars|euros|Dollar|Euro|dólares"
_FIGURE = re.compile(
    rf"(?<![A-Za-zÀ-ɏͰ-ӿ\d.,])(?P<before>[$€£¥₹₽￥]\s?)?(?P<number>{_NUMBER})"
    rf"(?P<after>\s?(?:{_UNITS})(?![\w²³])|\s?(?:{_SCALES}|{_MONEY})(?:(?!\w)|(?<=[万億亿兆千만억]))"
    rf"|\s?[€₽](?!\w))?(?![\d%A-Za-zÀ-ɏ]|[.,]\d)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its digits as a whole number of 10^-decimals, and how it is written."""

    digits: int
    decimals: int = 0
    before: str = ""
    after: str = ""
    group: str = ""
    point: str = "."
    zero: str = "0"

    @property
    def value(self) -> float:
        return float(self.digits / 10**self.decimals)

    @property
    def unit(self) -> tuple[str, str]:
        return self.before.strip(), self.after.strip()

    @property
    def is_year(self) -> bool:
        """Whether it stands alone and may name a year."""
        bare = not (self.before or self.after or self.group or self.decimals)
        return bare and YEAR_MIN <= self.digits <= YEAR_MAX

    @property
    def text(self) -> str:
        return self.counted(1.0)

    @property
    def number(self) -> str:
        """Without what stands before and after it."""
        return _written(self, self.digits)

    def counted(self, share: float) -> str:
        """The figure when `share` (0..1) of it is counted, written alike."""
        return f"{self.before}{_written(self, round(self.digits * share))}{self.after}"


@dataclass(frozen=True, slots=True)
class Found:
    """A figure and the span of characters that it takes in a text."""

    figure: Figure
    start: int
    end: int


def figures(text: str, language: str) -> Iterator[Found]:
    """Every figure of a text, in order; `language` is BCP 47."""
    comma_decimals = _COMMA_DECIMALS.match(language) is not None
    for it in _FIGURE.finditer(text):
        figure = _figure(it, comma_decimals=comma_decimals)
        if figure is not None:
            yield Found(figure, *it.span())


def _figure(found: re.Match[str], *, comma_decimals: bool) -> Figure | None:
    number = found["number"]
    groups, point, decimals = _parts(number, comma_decimals=comma_decimals)
    whole = "".join(it for it in groups if it.isdigit())
    if len(whole) + len(decimals) > DIGITS_MAX:
        return None
    group = next((it for it in groups if not it.isdigit()), "")
    first = next(it for it in number if it.isdigit())
    zero = chr(ord(first) - unicodedata.digit(first))
    before, after = found["before"] or "", found["after"] or ""
    return Figure(int(whole + decimals), len(decimals), before, after, group, point or ".", zero)


def _parts(number: str, *, comma_decimals: bool) -> tuple[str, str, str]:
    """Whole part with its separators, decimal sign, decimals."""
    marks = [(n, it) for n, it in enumerate(number) if not it.isdigit()]
    if not marks:
        return number, "", ""
    at, last = marks[-1]
    tail = number[at + 1 :]
    different = any(it != last for _, it in marks)
    is_point = last in ".,٫" and (
        different or (len(marks) == 1 and _is_point(last, tail, comma_decimals=comma_decimals))
    )
    return (number[:at], last, tail) if is_point else (number, "", "")


def _is_point(mark: str, tail: str, *, comma_decimals: bool) -> bool:
    return len(tail) != GROUP or mark == "٫" or (mark == ",") == comma_decimals


def _written(it: Figure, digits: int) -> str:
    plain = str(digits).rjust(it.decimals + 1, "0")
    whole, decimals = plain[: len(plain) - it.decimals], plain[len(plain) - it.decimals :]
    if it.group:
        whole = _grouped(whole, it.group)
    said = f"{whole}{it.point}{decimals}" if decimals else whole
    return "".join(chr(ord(it.zero) + int(c)) if c in "0123456789" else c for c in said)


def _grouped(whole: str, mark: str) -> str:
    first = len(whole) % GROUP or GROUP
    parts = [whole[:first], *(whole[n : n + GROUP] for n in range(first, len(whole), GROUP))]
    return mark.join(parts)


def years(text: str, language: str) -> Iterator[Found]:
    """Figures that name a year: four digits alone."""
    for it in figures(text, language):
        if it.figure.is_year and len(it.figure.text) == _YEAR_DIGITS:
            yield it
