"""The account of whoever asks."""

from fastapi import APIRouter, Response

from api.answers import Account
from api.permissions import Permission, needs
from api.reads import Read, describes
from queries import account

router = APIRouter(prefix="/api/v1/account", tags=["account"])


@router.get(
    "",
    response_class=Response,
    responses=describes(Account),
    dependencies=[needs(Permission.ACCOUNT_READ)],
)
async def read_account(read: Read) -> Response:
    """Read the account: its plan, its room for channels, what it has spent."""
    return await read.answer(
        account.VIEWS, lambda reader: account.one(reader, read.account_id), "account-unknown"
    )
