"""A provider's invoice as a file: CSV with a heading, or JSON; each line checked, none guessed.

CSV columns, or fields of each object in a JSON list (or under `lines`):
period (2026-11-20 or 2026-11), provider, model, meter, quantity, amount, currency.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from domain.invoice import Charge
from domain.money import nanos_of
from infra.cli.output import BadInput

LINES_MAX = 100_000
SIZE_MAX_BYTES = 32 * 2**20
PERIOD = re.compile(r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$")
NOTE = {
    "period": "a day (2026-11-20) or a month (2026-11)",
    "provider": "a name of 1 to 200 printable characters",
    "model": "a name of 1 to 200 printable characters",
    "meter": "a name of 1 to 200 printable characters",
    "quantity": "a whole number, 0 or more",
    "amount": "a decimal such as 1.50, with at most nine places",
    "currency": "an ISO 4217 code in capitals, such as USD",
}


def _printable(text: str) -> str:
    """What is shown in a terminal later must not move its cursor."""
    if not text.isprintable():
        raise ValueError("it is not printable")
    return text


Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_printable),
]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    period: Annotated[str, StringConstraints(strip_whitespace=True, pattern=PERIOD.pattern)]
    provider: Word
    model: Word
    meter: Word
    quantity: Annotated[int, Field(ge=0)]
    amount: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^-?\d+(\.\d{1,9})?$")]
    currency: Annotated[str, StringConstraints(strip_whitespace=True, pattern="^[A-Z]{3}$")]


def read(file: Path) -> list[Charge]:
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
    rows = _json(file, text) if file.suffix.lower() == ".json" else _csv(file, text)
    charges = [_charge(file, n, row) for n, row in rows]
    if not charges:
        raise BadInput(f"{file.name} has no lines; a heading and one line at least are needed")
    if len(charges) > LINES_MAX:
        raise BadInput(f"{file.name} has more than {LINES_MAX:,} lines; split it")
    return charges


def _csv(file: Path, text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines())
    try:
        missing = [it for it in NOTE if it not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(
                f"{file.name} lacks the columns {', '.join(missing)}; its first line has to name"
                " them all, with commas between"
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
        right = f"{place} has to be {NOTE[place]}" if place in NOTE else "it is no object"
        raise BadInput(f"{file.name}, line {n}: {right}") from None
    what = it.period, it.provider, it.model, it.meter, it.currency
    return Charge(*what, it.quantity, nanos_of(it.amount))
