"""`ytempire audit show`: who did what and why."""

from itertools import islice
from typing import Annotated

import typer

from infra.cli.client import connect
from infra.cli.options import ROWS, AsJson, AsOf, Rows
from infra.cli.output import say_json, table, when
from infra.cli.output import show as on_screen


def show(
    stream: Annotated[str | None, typer.Option(help="Such as video/0190….")] = None,
    about: Annotated[str | None, typer.Option(help="Everything of one correlation id.")] = None,
    limit: Rows = ROWS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what was recorded, the newest first."""
    asked = {"stream": stream, "correlation_id": about}
    with connect(as_of) as client:
        params = {name: it for name, it in asked.items() if it is not None}
        found = list(islice(client.pages("/api/v1/audit", params), limit))
    if as_json:
        say_json({"items": found})
        return
    rows = (
        (it["position"], when(it["at"]), it["name"], it["summary"], _short(it["actor"]))
        for it in found
    )
    headings = ("position", "at (UTC)", "event", "", "by")
    on_screen(table(headings, rows, ("position", "at (UTC)")))


def _short(actor: str) -> str:
    """Enough of an id to tell two apart; `--json` has it whole."""
    kind, _, key = actor.partition("/")
    return f"{kind}/{key.partition('-')[0]}"
