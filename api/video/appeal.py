"""All that shows how a video came about, in one archive."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import Deps, Who
from api.permissions import Permission, needs
from api.reads import Fresh
from commands.video.asking import its_own
from domain.ids import VideoId, video_stream

ZIP = "application/zip"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "A ZIP with a manifest of SHA-256 in it.", "content": {ZIP: {}}}
}
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


@router.get(
    "/{video_id}/appeal-pack",
    response_class=Response,
    responses=ANSWERS,
    dependencies=[needs(Permission.COSTS_READ)],
)
async def read_appeal_pack(video_id: UUID, deps: Deps, who: Who, fresh: Fresh) -> Response:
    """Read sources, licences, models, edits, approver, decisions, costs and proofs of a video."""
    await fresh.of_ledger()
    its = VideoId(video_id)
    video = its_own(await deps.ledger.state(video_stream(its)), who.account_id)
    packed = await deps.appeals.pack(its, video)
    name = f'attachment; filename="appeal-{its}.zip"'
    headers = {**fresh.headers, "Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(packed, headers=headers, media_type=ZIP)
