"""Costs of the account: its journal, what stands on each account of it, budgets, corrections."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints

from api.asks import Ask, Asking
from api.cost_answers import Budgets, Charges, CostSummary, Journal, TrialBalance
from api.permissions import Permission, needs
from api.reads import ItsPage, Read, describes
from api.schema import Body, Line, Name, Recorded
from commands.budget import BeginBudgets, DecideCap
from commands.cost import AdjustCost
from commands.ports import Receipt
from domain.budget import BudgetOf, Uncounted
from domain.cap import BudgetScope, CapOf
from domain.ids import ChannelId, VideoId
from domain.mode import Mode
from domain.money import Money, nanos_of
from domain.prices import Provider
from queries import budget, cost, cost_summary, journal

router = APIRouter(prefix="/api/v1/costs", tags=["costs"])
BUDGETS_AT_ONCE = 100
"""So many begin to count in one transaction, each with an event and two alerts at most."""
READS = [needs(Permission.COSTS_READ)]
WRITES = [needs(Permission.COSTS_WRITE)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(description="ISO 4217")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?$")]
Difference = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$")]


class Cap(Body):
    """How much may be spent at most, what is spent already included; null ends the cap."""

    scope: BudgetScope
    channel_id: UUID | None = None
    mode: Mode = Mode.LIVE
    currency: Currency = "USD"
    amount: Amount | None


class Adjustment(Body):
    """A difference to what was recorded of a provider; `fixed`: a cost of no video and no budget.

    Any other counts in the budgets of its day, and of its video and that video's channel's month.
    One that is the same in all of this is refused under another Idempotency-Key
    (`cost-adjusted-already`). `receipt` is the SHA-256 of the file that shows it.
    """

    provider: Name
    model: Name
    meter: Name = "adjustment"
    amount: Difference
    service_date: date
    reason: Annotated[Line, Field(min_length=1)]
    currency: Currency = "USD"
    mode: Mode = Mode.LIVE
    video_id: UUID | None = None
    fixed: bool = False
    receipt: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class Adjusted(Recorded):
    adjustment_id: UUID


@router.get("/journal", response_class=Response, responses=describes(Journal), dependencies=READS)
async def read_journal(read: Read, page: ItsPage) -> Response:
    """Read the postings of the newest events; debits equal credits for each of them."""
    return await read.answer(
        journal.VIEWS, lambda reader: journal.page(reader, read.account_id, page)
    )


@router.get(
    "/trial-balance",
    response_class=Response,
    responses=describes(TrialBalance),
    dependencies=READS,
)
async def read_trial_balance(read: Read) -> Response:
    """Read what stands on every account, modes and currencies apart."""
    return await read.answer(
        journal.VIEWS, lambda reader: journal.trial_balance(reader, read.account_id)
    )


@router.get("/budgets", response_class=Response, responses=describes(Budgets), dependencies=READS)
async def read_budgets(read: Read) -> Response:
    """Read every cap, and what is reserved and spent of the budgets that changed last."""
    return await read.answer(
        budget.VIEWS, lambda reader: budget.of_account(reader, read.account_id)
    )


@router.put("/caps", response_model=Recorded, dependencies=WRITES)
async def decide_cap(body: Cap, ask: Ask) -> Any:
    """Cap what a video, a channel's month or the account's day may cost, or stop capping it."""
    channel_id = None if body.channel_id is None else ChannelId(body.channel_id)
    of = CapOf(body.scope, channel_id, body.mode, body.currency)
    nanos = None if body.amount is None else nanos_of(body.amount)
    known = () if nanos is None else (await _uncounted(ask, of, 0))[:BUDGETS_AT_ONCE]
    decided = await ask.carry_out(DecideCap(ask.account_id, ask.by, of, nanos, known))
    told = [decided] if nanos is None else [decided, *await _begun(ask, of, decided.position)]
    new = any(it.code == "recorded" for it in told)
    position = max(it.position for it in told)
    return {"position": position, "code": "recorded" if new else "nothing-new"}


async def _begun(ask: Asking, of: CapOf, position: int) -> list[Receipt]:
    """Has the cap's budgets count the rest that was spent before it, by tables that know of it.

    From the cap on every outcome is counted, so that what was not counted stays as it is.
    """
    its = await _uncounted(ask, of, position)
    first = range(0, max(1, len(its)), BUDGETS_AT_ONCE)
    parts = [its[n : n + BUDGETS_AT_ONCE] for n in first]
    return [
        await ask.carry_out(BeginBudgets(ask.account_id, of, part), then=f"begin {n}")
        for n, part in enumerate(parts)
    ]


async def _uncounted(ask: Asking, of: CapOf, position: int) -> tuple[Uncounted, ...]:
    served = await ask.deps.reader.fresh(position, *budget.VIEWS)
    rows = await budget.uncounted(ask.deps.reader, ask.account_id, of, served.day)
    unit = of.mode, of.currency
    return tuple(
        Uncounted(
            BudgetOf(ask.account_id, of.scope, it["subject_id"], it["period"], *unit),
            int(it["nanos"]),
            int(it["opened_nanos"]),
            served.position,
        )
        for it in rows
    )


@router.post("/adjustments", status_code=201, response_model=Adjusted, dependencies=WRITES)
async def adjust_cost(body: Adjustment, ask: Ask) -> Any:
    """Correct what was recorded as cost, by a line of its own; nothing recorded is edited."""
    adjustment_id = ask.new_id("adjustment")
    command = AdjustCost(
        adjustment_id=adjustment_id,
        account_id=ask.account_id,
        by=ask.by,
        reason=body.reason,
        provider=Provider(body.provider, body.model, body.mode),
        meter=body.meter,
        amount=Money(nanos_of(body.amount), body.currency),
        service_date=body.service_date,
        video_id=None if body.video_id is None else VideoId(body.video_id),
        fixed=body.fixed,
        receipt=body.receipt,
        charged=await cost.charged_by(ask.deps.reader, ask.account_id),
    )
    receipt = await ask.carry_out(command)
    return {
        "position": receipt.position,
        "code": receipt.code,
        "adjustment_id": adjustment_id,
    }


@router.get("/charges", response_class=Response, responses=describes(Charges), dependencies=READS)
async def read_charges(
    read: Read,
    month: Annotated[str | None, Query(pattern=r"^2[0-9]{3}-(0[1-9]|1[0-2])$")] = None,
    mode: Annotated[Mode, Query()] = Mode.LIVE,
    by: Annotated[
        Literal["day", "request"], Query(description="A row a day, or each request.")
    ] = "day",
) -> Response:
    """Read usage and charges together, by day: what an invoice is held against."""
    first = None if month is None else date(int(month[:4]), int(month[5:]), 1)
    return await read.answer(
        cost.VIEWS,
        lambda it: cost.charges(it, read.account_id, mode, first, by_request=by == "request"),
    )


@router.get(
    "/summary", response_class=Response, responses=describes(CostSummary), dependencies=READS
)
async def read_cost_summary(read: Read) -> Response:
    """Read what all of it costs: by outcome, and for a minute of film, failures included."""
    return await read.answer(
        cost_summary.VIEWS, lambda reader: cost_summary.of_account(reader, read.account_id)
    )
