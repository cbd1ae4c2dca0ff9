"""A provider's invoice as a file: CSV with a heading, or JSON; each line checked, none guessed.

CSV columns, or fields of each object in a JSON list (or under `lines`):
period (2026-11-20, a time on it, or 2026-11), provider, model, meter, quantity, amount, currency;
and request_id, where the provider names its requests. Any of them may have another name in the
file (`columns`), or be the same in every line (`values`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from domain.currency import CURRENCIES
from domain.invoice import Charge
from domain.money import nanos_of
from infra.cli.output import BadInput

LINES_MAX = 100_000
SIZE_MAX_BYTES = 32 * 2**20
PERIOD = re.compile(r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$")
NOTE = {
    "period": "a day (2026-11-20), a time on it, or a month (2026-11)",
    "provider": "a name of 1 to 200 printable characters",
    "model": "a name of 1 to 200 printable characters",
    "meter": "a name of 1 to 200 printable characters",
    "quantity": "a whole number, 0 or more",
    "amount": "a decimal such as 1.50, with at most nine places",
    "currency": "an ISO 4217 code in capitals, such as USD",
}
OPTIONAL = {"request_id": "a name of at most 200 printable characters"}
DAY_CHARACTERS = 10
NO_PAIRS: Mapping[str, str] = MappingProxyType({})


def _printable(text: str) -> str:
    """What is shown in a terminal later must not move its cursor."""
    if not text.isprintable():
        raise ValueError("it is not printable")
    return text


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("it is none")
    return code


def _day(period: object) -> object:
    """Of a time on a day the day: `2026-11-20T13:27:18Z`, `2026-11-20 13:27`."""
    is_time = isinstance(period, str) and period.strip()[DAY_CHARACTERS:][:1] in ("T", " ")
    return str(period).strip()[:DAY_CHARACTERS] if is_time else period


Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printable),
]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    period: Annotated[
        str, BeforeValidator(_day), StringConstraints(strip_whitespace=True, pattern=PERIOD.pattern)
    ]
    provider: Word
    model: Word
    meter: Word
    quantity: Annotated[int, Field(ge=0)]
    amount: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^-?\d+(\.\d{1,9})?$")]
    currency: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_currency)]
    request_id: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_printable)
    ] = ""


def pairs(text: str, option: str) -> dict[str, str]:
    """What `OURS=THEIRS,…` says. Raises BadInput where a name is none of ours."""
    ours, found = (*NOTE, *OPTIONAL), dict[str, str]()
    for pair in filter(None, text.split(",")):
        name, equals, theirs = (it.strip() for it in pair.partition("="))
        if name not in ours or not equals or not theirs:
            raise BadInput(
                f"{option} has no use for {pair!r}; say NAME=…, with commas between, of"
                f" {', '.join(ours)}"
            )
        found[name] = theirs
    return found


def read(
    file: Path, columns: Mapping[str, str] = NO_PAIRS, values: Mapping[str, str] = NO_PAIRS
) -> list[Charge]:
    """Every line of it. Raises BadInput with the line that makes no sense."""
    try:
        data = file.read_bytes()
    except OSError as missing:
        raise BadInput(f"{file} cannot be read: {missing.strerror}") from None
    if len(data) > SIZE_MAX_BYTES:
        raise BadInput(f"{file.name} is larger than {SIZE_MAX_BYTES // 2**20} MiB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{file.name} is not text in UTF-8") from None
    needed = [columns.get(it, it) for it in NOTE if it not in values]
    rows = _json(file, text) if file.suffix.lower() == ".json" else _csv(file, text, needed)
    charges = [_charge(file, n, _ours(row, columns, values)) for n, row in rows]
    if not charges:
        raise BadInput(f"{file.name} has no lines; a heading and one line at least are needed")
    if len(charges) > LINES_MAX:
        raise BadInput(f"{file.name} has more than {LINES_MAX:,} lines; split it")
    return charges


def _ours(row: Any, columns: Mapping[str, str], values: Mapping[str, str]) -> Any:
    """A line by our names; what is no object stays what it is."""
    if not isinstance(row, dict):
        return row
    named = {**row, **{it: row.get(theirs) for it, theirs in columns.items()}, **values}
    return {name: value for name, value in named.items() if value is not None}


def _csv(file: Path, text: str, needed: Iterable[str]) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines())
    try:
        missing = [it for it in needed if it not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(
                f"{file.name} lacks the columns {', '.join(missing)}; its first line has to name"
                " them all, with commas between, or --columns and --values say what they are"
            )
        for row in reader:
            yield reader.line_num, row
    except csv.Error as wrong:
        raise BadInput(f"{file.name}, line {reader.line_num + 1}, is no CSV: {wrong}") from None


def _json(file: Path, text: str) -> Iterable[tuple[int, Any]]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as wrong:
        raise BadInput(f"{file.name} is not JSON: {wrong}") from None
    lines = found.get("lines") if isinstance(found, dict) else found
    if not isinstance(lines, list):
        raise BadInput(f"{file.name} holds no list of lines, alone or under `lines`")
    return enumerate(lines, start=1)


def _charge(file: Path, n: int, row: Any) -> Charge:
    try:
        it = _Line.model_validate(row)
    except ValidationError as wrong:
        place = str(next(iter(wrong.errors()[0]["loc"]), ""))
        notes = NOTE | OPTIONAL
        right = f"{place} has to be {notes[place]}" if place in notes else "it is no object"
        raise BadInput(f"{file.name}, line {n}: {right}") from None
    what = it.period, it.provider, it.model, it.meter, it.currency
    return Charge(*what, it.quantity, nanos_of(it.amount), it.request_id)
