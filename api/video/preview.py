"""A preview of a video's film; once made, it is among its files."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.asks import Ask
from api.permissions import Permission, needs
from api.schema import Recorded
from commands.video.preview import RequestPreview
from domain.ids import VideoId

router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


@router.post(
    "/{video_id}/preview",
    status_code=202,
    response_model=Recorded,
    dependencies=[needs(Permission.VIDEOS_WRITE)],
)
async def preview_video(video_id: UUID, ask: Ask) -> Any:
    """Make the film that the video would be now in a quarter of the pixels; never published."""
    its = VideoId(video_id)
    return await ask.carry_out(RequestPreview(its, ask.account_id, ask.by), its)
