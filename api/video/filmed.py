"""A scene that is to be shown by a clip."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from api.ports import Dependencies
from domain.asset import Asset, AssetKind
from domain.clip import Cut, Footage, footage
from domain.film_format import canvas_of
from domain.ids import AccountId, AssetId, BlobId, asset_stream
from domain.video import Video
from domain.video.asking import kept_name


async def refuse_outside(
    deps: Dependencies, account_id: AccountId, cuts: Mapping[UUID, Cut]
) -> None:
    """Refused (`cut-outside`) where a cut begins after its clip; of no clip the command speaks."""
    for asset_id, cut in cuts.items():
        clip: Asset | None = await deps.ledger.state(asset_stream(AssetId(asset_id)))
        ours = clip is not None and clip.account_id == account_id
        if clip is not None and ours and clip.kind is AssetKind.CLIP and cut.in_ms > 0:
            path, name = Path(await deps.blobs.path(clip.blob)), kept_name(clip.name)
            footage(cut, clip.blob, name, await deps.clips.check(path, name))


async def filmed(deps: Dependencies, video: Video, clip: Asset, cut: Cut) -> tuple[BlobId, Footage]:
    """A still that speaks for the clip elsewhere, and what is shown of it."""
    cut.refuse_impossible()
    canvas = canvas_of(video.request.aspect, video.request.format)
    path, name = Path(await deps.blobs.path(clip.blob)), kept_name(clip.name)
    size = (canvas.width, canvas.height)
    facts, poster = await deps.clips.poster(path, name, cut.in_ms, size)
    return await deps.blobs.put(poster), footage(cut, clip.blob, name, facts)
