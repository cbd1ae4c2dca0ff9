"""The journal, and what stands on each account."""

from itertools import islice, takewhile
from typing import Any

from domain.chart_of_accounts import CHART
from infra.cli.client import connect
from infra.cli.options import ROWS, AsJson, AsOf, Rows
from infra.cli.output import say, say_json, show, table

PATH = "/api/v1/costs"


def postings(limit: Rows = ROWS, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List postings, the newest event's first; an entry is never cut in two."""
    with connect(as_of) as client:
        pages = client.pages(f"{PATH}/journal")
        found = list(islice(pages, limit))
        last = found[-1]["position"] if found else 0
        found += takewhile(lambda it: it["position"] == last, pages)
    if as_json:
        say_json({"items": found})
        return
    sides = ("debit", "credit")
    rows = (
        (it["position"], it["event"], _named(it), *(it[side] for side in sides), _unit(it))
        for it in found
    )
    headings = ("position", "event", "account", *sides, "")
    show(table(headings, rows, ("position", *sides)))


def trial_balance(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show what stands on every account; both sides are alike in every mode and currency."""
    with connect(as_of) as client:
        found = client.get(f"{PATH}/trial-balance")
    if as_json:
        say_json(found)
        return
    sides = ("debit", "credit")
    rows = [(_named(it), *(it[side] for side in sides), _unit(it)) for it in found["accounts"]]
    rows += [("in all", it["debit"], it["credit"], _unit(it)) for it in found["totals"]]
    show(table(("account", *sides, ""), rows, sides))
    if found["paused"]:
        say(f"the journal stands still: {found['paused']}")


def _named(it: dict[str, Any]) -> str:
    its = CHART[it["account"]]
    return f"{its.name} ({its.book})"


def _unit(it: dict[str, Any]) -> str:
    return f"{it['currency']} {it['mode']}"
