"""Assets that take the place of a film's own parts: whose they are, and of which kind."""

from api.errors import Problem
from api.ports import Dependencies, Person
from domain import asset
from domain.asset import Asset, AssetKind
from domain.ids import AssetId, asset_stream

THUMBNAIL_MAX_BYTES = 2_000_000
"""YouTube takes thumbnails of at most 2 MB."""
JPEG = b"\xff\xd8\xff"


async def picture(deps: Dependencies, who: Person, asset_id: AssetId, *kinds: AssetKind) -> Asset:
    """A file of this account, of one of these kinds; the edit looks at the rights to it."""
    state = await deps.ledger.state(asset_stream(asset_id))
    return asset.must_be(state, who.account_id, *kinds)


async def thumbnail(deps: Dependencies, who: Person, asset_id: AssetId) -> Asset:
    """A JPEG that the platform takes."""
    found = await picture(deps, who, asset_id, AssetKind.IMAGE)
    data = await deps.blobs.get(found.blob)
    if len(data) > THUMBNAIL_MAX_BYTES or not data.startswith(JPEG):
        sentence = f"{found.name} is no JPEG of at most {THUMBNAIL_MAX_BYTES:,} bytes."
        raise Problem("thumbnail-unfit", sentence, param="thumbnail_asset_id")
    return found
