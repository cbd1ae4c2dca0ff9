"""Costs of the account: its journal, and what stands on each account of it."""

from fastapi import APIRouter, Response

from api.cost_answers import Journal, TrialBalance
from api.permissions import Permission, needs
from api.reads import ItsPage, Read, describes
from queries import journal

router = APIRouter(prefix="/api/v1/costs", tags=["costs"])
READS = [needs(Permission.COSTS_READ)]


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
