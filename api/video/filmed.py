"""A scene that is to be shown by a clip."""

from pathlib import Path

from api.ports import Dependencies
from domain.asset import Asset
from domain.clip import Cut, Footage, footage
from domain.film_format import canvas_of
from domain.ids import BlobId
from domain.video import Video
from domain.video.asking import kept_name


async def filmed(deps: Dependencies, video: Video, clip: Asset, cut: Cut) -> tuple[BlobId, Footage]:
    """A still that speaks for the clip elsewhere, and what is shown of it."""
    cut.refuse_impossible()
    canvas = canvas_of(video.request.aspect, video.request.format)
    path, name = Path(await deps.blobs.path(clip.blob)), kept_name(clip.name)
    size = (canvas.width, canvas.height)
    facts, poster = await deps.clips.poster(path, name, cut.in_ms, size)
    return await deps.blobs.put(poster), footage(cut, clip.blob, name, facts)
