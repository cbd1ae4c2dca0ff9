"""Jobs: what is open, what waits, what was given up."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.answers import Jobs
from api.permissions import Permission, needs
from api.reads import ItsPage, Read, describes
from queries import jobs

State = Literal["open", "finished", "set-aside", "dead", "cancelled"]
router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])


@router.get(
    "",
    response_class=Response,
    responses=describes(Jobs),
    dependencies=[needs(Permission.JOBS_READ)],
)
async def list_jobs(
    read: Read,
    page: ItsPage,
    video_id: Annotated[UUID | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
) -> Response:
    """List jobs, the newest first."""
    return await read.answer(
        jobs.VIEWS,
        lambda reader: jobs.page(reader, read.account_id, page, video_id=video_id, state=state),
    )
