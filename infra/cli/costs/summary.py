"""What all of it costs: cash, imputed time, and what it would have cost, each apart."""

from collections.abc import Iterator
from typing import Any

from domain.chart_of_accounts import Book, Outcome
from infra.cli.client import connect
from infra.cli.costs.journal import PATH
from infra.cli.options import AsJson, AsOf
from infra.cli.output import say, say_json, show, table

MS_PER_MINUTE = 60_000
NOTHING = "0.000000000"
BOOKS = (Book.CASH, Book.ESTIMATED, Book.IMPUTED, Book.WOULD_HAVE_COST)
HEADINGS = ("cash", "estimated", "imputed", "would have cost")
LISTS = ("outcomes", "totals")
Cells = tuple[str, ...]


def summary(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show what all of it costs: by outcome, and for a minute of film, failures included."""
    with connect(as_of) as client:
        found = client.get(f"{PATH}/summary")
    if as_json:
        say_json(found)
        return
    rows = [row for unit in _units(found) for row in _rows(found, *unit)]
    show(table(("", *HEADINGS, "", "mode"), rows, HEADINGS))
    if not rows:
        say("nothing has cost anything yet")
    for mode in sorted({it["mode"] for it in found["totals"]}):
        say(_films(next(it for it in found["totals"] if it["mode"] == mode)))
    if any(it["films"] and it["per_film_minute"] is None for it in found["totals"]):
        say("–: corrections took back more than was spent")
    if found["paused"]:
        say(f"the journal stands still: {found['paused']}")


def _units(found: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted({(it["currency"], it["mode"]) for it in found["totals"]})


def _films(total: dict[str, Any]) -> str:
    """What a mode's calls had a part in: one of a film's calls may be live, another offline."""
    count, minutes = total["films"], total["film_ms"] / MS_PER_MINUTE
    if not count:
        return f"{total['mode']}: no finished film yet that {total['mode']} calls had a part in"
    films = "1 finished film" if count == 1 else f"{count} finished films"
    return f"{total['mode']}: {films}, {minutes:.1f} minutes; failures are paid for by these"


def _rows(found: dict[str, Any], *unit: str) -> Iterator[Cells]:
    """Each outcome, the sum, and the sum by minutes of film."""
    outcomes, totals = ([it for it in found[name] if _is_of(it, unit)] for name in LISTS)
    for outcome in Outcome:
        its = [it for it in outcomes if it["outcome"] == outcome.value]
        if its:
            yield (outcome.value, *_cells(its, "amount"), *unit)
    yield ("in all", *_cells(totals, "amount"), *unit)
    if any(it["films"] for it in totals):
        yield ("a film minute", *_cells(totals, "per_film_minute"), *unit)


def _is_of(it: dict[str, Any], unit: Cells) -> bool:
    return (it["currency"], it["mode"]) == unit


def _cells(its: list[dict[str, Any]], name: str) -> Cells:
    by_book = {it["book"]: it[name] for it in its}
    return tuple(by_book.get(book.value, NOTHING) or "–" for book in BOOKS)
