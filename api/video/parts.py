"""Assets that take the place of a film's own parts: whose they are, and what is owed for them."""

from api.errors import Problem
from api.ports import Dependencies, Person
from domain import asset
from domain.asset import Asset, AssetKind
from domain.channel import Channel
from domain.event import Refused
from domain.ids import AssetId, asset_stream, channel_stream
from domain.video import Video

THUMBNAIL_MAX_BYTES = 2_000_000
"""YouTube takes thumbnails of at most 2 MB."""
JPEG = b"\xff\xd8\xff"


async def picture(
    deps: Dependencies, who: Person, video: Video, asset_id: AssetId, *kinds: AssetKind
) -> Asset:
    """A file of this account, of one of these kinds, whose rights are decided.

    They are the channel's where it has none of its own.
    """
    state = await deps.ledger.state(asset_stream(asset_id))
    found = asset.must_be(state, who.account_id, *kinds)
    channel: Channel = await deps.ledger.state(channel_stream(video.request.channel_id))
    if found.rights is None and channel.rights is None:
        raise Refused(
            "rights-undecided",
            f"nobody decided under what {found.name} may be used;"
            " decide it for the file or as the channel's default",
        )
    return found


async def thumbnail(deps: Dependencies, who: Person, video: Video, asset_id: AssetId) -> Asset:
    """A JPEG that the platform takes."""
    found = await picture(deps, who, video, asset_id, AssetKind.IMAGE)
    data = await deps.blobs.get(found.blob)
    if len(data) > THUMBNAIL_MAX_BYTES or not data.startswith(JPEG):
        sentence = f"{found.name} is no JPEG of at most {THUMBNAIL_MAX_BYTES:,} bytes."
        raise Problem("thumbnail-unfit", sentence, param="thumbnail_asset_id")
    return found


def attributed(found: Asset, description: str) -> None:
    """An edit adds no attribution of its own, so what is owed has to stand there already."""
    owed = found.rights.attribution if found.rights else ""
    if owed and owed not in description:
        sentence = f"{found.name} owes an attribution; put it into the description: {owed}"
        raise Problem("attribution-missing", sentence, param="description")
