"""The audit timeline: who did what, when, and because of what."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.answers import Audit
from api.permissions import Permission, needs
from api.reads import ItsPage, Read, describes
from queries import audit

STREAM = r"^[a-z]{1,20}/[0-9A-Za-z:/_-]{1,200}$"
router = APIRouter(prefix="/api/v1/audit", tags=["audit"])


@router.get(
    "",
    response_class=Response,
    responses=describes(Audit),
    dependencies=[needs(Permission.AUDIT_READ)],
)
async def list_audit(
    read: Read,
    page: ItsPage,
    stream: Annotated[str | None, Query(pattern=STREAM)] = None,
    correlation_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """List everything that was recorded for this account, the newest first."""
    return await read.answer(
        audit.VIEWS,
        lambda reader: audit.page(
            reader, read.account_id, page, stream=stream, correlation_id=correlation_id
        ),
    )
