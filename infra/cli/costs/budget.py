"""Budgets: what may be spent at most, and what is taken."""

from typing import Annotated

import typer

from domain.cap import BudgetScope
from domain.mode import Mode
from domain.money import nanos_of
from infra.cli.client import Answer, connect
from infra.cli.costs.journal import PATH
from infra.cli.ids import channel_id
from infra.cli.options import AsJson, AsOf, fresh_key
from infra.cli.output import BadInput, say, say_json, show, table

NO_CAP = "none"
Scope = Annotated[BudgetScope, typer.Argument(help="What the cap is of.")]
CapAmount = Annotated[str, typer.Argument(help="At most so much, such as 5.00, or `none`.")]
OfChannel = Annotated[
    str | None, typer.Option("--channel", help="Of this channel alone: its id or name.")
]
OfMode = Annotated[Mode, typer.Option("--mode", help="Budgets of one mode hold that mode alone.")]
InCurrency = Annotated[str, typer.Option("--currency", help="ISO 4217, such as USD.")]


def budgets(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show every cap, and what is reserved and spent of each budget."""
    with connect(as_of) as client:
        found = client.get(f"{PATH}/budgets")
    if as_json:
        say_json(found)
        return
    caps = (
        (it["scope"], _channel(it), it["cap"], it["currency"], it["mode"]) for it in found["caps"]
    )
    show(table(("cap of", "channel", "at most", "", "mode"), caps, ("at most",)), "Caps")
    amounts = ("cap", "reserved", "spent")
    rows = (
        (
            it["scope"],
            _name(it),
            it["period"],
            *(it[name] or NO_CAP for name in amounts),
            it["currency"],
            it["mode"],
        )
        for it in found["budgets"]
    )
    headings = ("budget of", "", "period", *amounts, "", "mode")
    show(table(headings, rows, amounts), "\nBudgets")


def _channel(it: Answer) -> str:
    return str(it["channel_name"] or it["channel_id"] or "every one")


def _name(it: Answer) -> str:
    """Whose budget it is; of a video without a title the id."""
    if it["scope"] == BudgetScope.ACCOUNT_DAY:
        return "the account"
    return str(it["name"] or it["subject_id"])


def decide_cap(
    scope: Scope,
    amount: CapAmount,
    channel: OfChannel = None,
    mode: OfMode = Mode.LIVE,
    currency: InCurrency = "USD",
    as_json: AsJson = False,
) -> None:
    """Cap what a video, a channel's month or the account's day may cost; `none` ends it.

    What is spent already counts: of today, of this month, of videos that are not finished.
    """
    if amount != NO_CAP:
        refuse_no_amount(amount)
    taken = None if amount == NO_CAP else amount
    body: dict[str, str | None] = {"scope": scope.value, "mode": mode.value, "currency": currency}
    body["amount"] = taken
    with connect() as client:
        if channel is not None:
            body["channel_id"] = channel_id(client, channel)
        answer = client.put(f"{PATH}/caps", body, fresh_key())
    if as_json:
        say_json(answer)
    elif answer["code"] == "nothing-new":
        say("nothing new, it was so already")
    else:
        said = "without a cap" if taken is None else f"capped at {taken} {currency}"
        where = f"of {mode} calls, spent ones included" if taken else f"for {mode} calls"
        say(f"the {scope} is {said} {where}; recorded at position {answer['position']}")


def refuse_no_amount(amount: str) -> None:
    """Raises BadInput where it is no decimal of nine places, 0 or more."""
    try:
        fits = nanos_of(amount) >= 0
    except (ValueError, ZeroDivisionError):
        fits = False
    if not fits:
        raise BadInput(f"{amount} is no amount; say 5.00, or none")
