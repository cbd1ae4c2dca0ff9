"""The thumbnails that were made for a video: what each is made of, and which one stands."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from api.answers import Answer
from api.dependencies import Deps, Who
from api.permissions import Permission, needs
from api.reads import Fresh
from commands.video.asking import its_own
from domain.ids import VideoId, video_stream
from domain.thumbnail import ThumbnailLayout, Variant
from domain.video import Video

router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


class Shown(Answer):
    """One of them, counted from 1; `wide` and `tall` are hashes, the locations hold the files.

    `capital_px` is how high a capital is in the wide one, `contrast` the least (WCAG 2.2) of
    any letter against what lies beneath it.
    """

    variant: int
    layout: ThumbnailLayout
    words: str
    chosen: bool
    capital_px: int
    contrast: float
    wide: str
    tall: str
    wide_location: str
    tall_location: str


class Thumbnails(Answer):
    """Empty while none is made; none is chosen where a person gave their own."""

    thumbnails: list[Shown]


@router.get(
    "/{video_id}/thumbnails",
    response_model=Thumbnails,
    dependencies=[needs(Permission.VIDEOS_READ)],
)
async def list_thumbnails(video_id: UUID, deps: Deps, who: Who, fresh: Fresh) -> Any:
    """List the thumbnails that may be chosen from, by an edit that names its variant."""
    await fresh.of_ledger()
    its: Video = its_own(await deps.ledger.state(video_stream(VideoId(video_id))), who.account_id)
    shown = [_shown(video_id, n, it, its) for n, it in enumerate(its.parts.variants, start=1)]
    return {"thumbnails": shown}


def _shown(video_id: UUID, n: int, it: Variant, video: Video) -> dict[str, Any]:
    at = f"{router.prefix}/{video_id}/files"
    return {
        "variant": n,
        "layout": it.layout,
        "words": it.words,
        "chosen": it.wide == video.parts.thumbnail,
        "capital_px": it.capital_px,
        "contrast": it.contrast,
        "wide": it.wide,
        "tall": it.tall,
        "wide_location": f"{at}/thumbnail-{n}.jpg",
        "tall_location": f"{at}/cover-{n}.jpg",
    }
