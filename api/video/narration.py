"""Whose voice a film has: a person's own recording of its script, or the channel's voice."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.asks import Ask
from api.permissions import Permission, needs
from api.schema import Body, Recorded
from commands.video.narration import ChooseNarration
from domain.ids import AssetId, VideoId

WRITES = [needs(Permission.VIDEOS_WRITE)]
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


class NarrationBody(Body):
    """A sound file (its kind is `music`, as of all sounds) that says the script word for word."""

    asset_id: UUID


@router.put("/{video_id}/narration", status_code=202, response_model=Recorded, dependencies=WRITES)
async def choose_narration(video_id: UUID, body: NarrationBody, ask: Ask) -> Any:
    """Have a recording of the script heard; the film is made again, and any approval is void."""
    its = VideoId(video_id)
    command = ChooseNarration(its, ask.account_id, ask.by, AssetId(body.asset_id))
    return await ask.carry_out(command, its)


@router.delete(
    "/{video_id}/narration", status_code=202, response_model=Recorded, dependencies=WRITES
)
async def drop_narration(video_id: UUID, ask: Ask) -> Any:
    """Have the channel's voice heard again; the film is made again, and any approval is void."""
    its = VideoId(video_id)
    return await ask.carry_out(ChooseNarration(its, ask.account_id, ask.by, None), its)
