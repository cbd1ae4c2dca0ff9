"""Videos as the tables know them: the board, one of them, what happened, what it cost."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.answers import Costs
from api.permissions import Permission, needs
from api.reads import ItsPage, Read, describes
from api.video.answers import Board, Timeline, Video
from domain.video import Stage
from queries import cost, video

READS = [needs(Permission.VIDEOS_READ)]
UNKNOWN = "video-unknown"
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


@router.get("", response_class=Response, responses=describes(Board), dependencies=READS)
async def list_videos(
    read: Read,
    page: ItsPage,
    channel_id: Annotated[UUID | None, Query()] = None,
    stage: Annotated[Stage | None, Query()] = None,
) -> Response:
    """List videos, the newest first."""
    return await read.answer(
        video.VIEWS,
        lambda reader: video.page(
            reader, read.account_id, page, channel_id=channel_id, stage=stage
        ),
    )


@router.get("/{video_id}", response_class=Response, responses=describes(Video), dependencies=READS)
async def read_video(video_id: UUID, read: Read) -> Response:
    """Read everything about one video."""
    return await read.answer(
        video.VIEWS, lambda reader: video.one(reader, read.account_id, video_id), UNKNOWN
    )


@router.get(
    "/{video_id}/events",
    response_class=Response,
    responses=describes(Timeline),
    dependencies=READS,
)
async def list_video_events(video_id: UUID, read: Read, page: ItsPage) -> Response:
    """List what happened to a video, the oldest first."""
    return await read.answer(
        video.VIEWS,
        lambda reader: video.events(reader, read.account_id, video_id, page),
        UNKNOWN,
    )


@router.get(
    "/{video_id}/costs",
    response_class=Response,
    responses=describes(Costs),
    dependencies=[needs(Permission.COSTS_READ)],
)
async def read_video_costs(video_id: UUID, read: Read) -> Response:
    """Read what a video cost, by mode, currency and kind, and every line behind it."""
    return await read.answer(
        cost.VIEWS, lambda reader: cost.of_video(reader, read.account_id, video_id), UNKNOWN
    )
