"""A provider's invoice, held line by line against what was recorded."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.invoice import Charge, Difference, RecordedDay, compare
from domain.mode import Mode
from domain.money import decimal_text, nanos_of
from infra.cli.client import Client, connect
from infra.cli.costs import invoice
from infra.cli.costs.budget import refuse_no_amount
from infra.cli.costs.journal import PATH
from infra.cli.options import AsJson, AsOf
from infra.cli.output import FAILED, say, say_json, show, table

Invoice = Annotated[Path, typer.Argument(metavar="FILE", help="The invoice: .csv or .json.")]
OfMode = Annotated[Mode, typer.Option("--mode", help="Whose calls it is held against.")]
Columns = Annotated[
    str, typer.Option("--columns", metavar="OURS=THEIRS,…", help="What the file calls our columns.")
]
Values = Annotated[
    str, typer.Option("--values", metavar="OURS=VALUE,…", help="What every line is, such as USD.")
]
YEARS = range(2000, 3000)
Tolerance = Annotated[
    str, typer.Option("--tolerance", help="What a line's amount may be rounded by, such as 0.005.")
]


def reconcile(
    file: Invoice,
    mode: OfMode = Mode.LIVE,
    tolerance: Tolerance = "0",
    columns: Columns = "",
    values: Values = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Compare an invoice with what was recorded, line by line; exit 1 where they differ.

    Lines that name their request are compared by it, any other by period, model and meter.

    Without requests another model is told where one was billed, one recorded, and as much.
    """
    refuse_no_amount(tolerance)
    named = invoice.pairs(columns, "--columns"), invoice.pairs(values, "--values")
    billed = invoice.read(file, *named)
    with connect(as_of) as client:
        recorded = _recorded(client, billed, mode)
    found = list(compare(billed, recorded, nanos_of(tolerance)))
    if as_json:
        its = [_told(it) for it in found]
        say_json({"lines": len(billed), "alike": not found, "differences": its})
    else:
        _show(billed, found)
    if found:
        raise typer.Exit(FAILED)


def _recorded(client: Client, billed: list[Charge], mode: Mode) -> list[RecordedDay]:
    """What was recorded in the invoice's months; by request, in those beside them too.

    A request about midnight may be of another day by the provider's clock.
    """
    months = {it.period[:7] for it in billed}
    asked = {"mode": mode.value}
    if any(it.request_id for it in billed):
        asked["by"] = "request"
        months |= {beside for it in months for beside in _beside(it)}
    pages = (client.get(f"{PATH}/charges", asked | {"month": it}) for it in sorted(months))
    return [_day(it) for page in pages for it in page["items"]]


def _beside(month: str) -> Iterator[str]:
    """The months before it and after it, within the years that the API takes."""
    n = 12 * int(month[:4]) + int(month[5:]) - 1
    for other in (n - 1, n + 1):
        if YEARS.start <= other // 12 < YEARS.stop:
            yield f"{other // 12}-{other % 12 + 1:02}"


def _day(it: dict[str, Any]) -> RecordedDay:
    what = it["provider"], it["model"], it["meter"], it["currency"]
    day, nanos = date.fromisoformat(it["service_date"]), nanos_of(it["amount"])
    return RecordedDay(day, *what, it["quantity"], nanos, it["request_id"])


def _told(it: Difference) -> dict[str, Any]:
    its = it.there or it.here
    assert its is not None
    named = {"period": its.period, "provider": its.provider, "model": its.model}
    unit = {"meter": its.meter, "currency": its.currency}
    return {
        "kind": it.kind.value,
        **named,
        **unit,
        "request_id": its.request_id,
        "here": _side(it.here),
        "there": _side(it.there),
    }


def _side(it: Charge | None) -> dict[str, Any] | None:
    if it is None:
        return None
    return {"model": it.model, "quantity": it.quantity, "amount": decimal_text(it.nanos)}


def _show(billed: list[Charge], found: list[Difference]) -> None:
    if not found:
        say(f"all {len(billed)} lines are as they were recorded")
        return
    rows = []
    for it in map(_told, found):
        sides = [it[side] or {} for side in ("here", "there")]
        figures = [one.get(name, "–") for one in sides for name in ("quantity", "amount")]
        models = dict.fromkeys(one["model"] for one in sides if one)
        what = f"{it['provider']} {' / '.join(models)} {it['meter']} {it['request_id']}".rstrip()
        rows.append((it["kind"], it["period"], what, *figures, it["currency"]))
    numbers = ("here", "amount here", "there", "amount there")
    show(table(("difference", "period", "of", *numbers, ""), rows, numbers))
    count = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    say(f"{count}; correct what is wrong here by `ytempire costs adjust`, of that --model, --meter")
