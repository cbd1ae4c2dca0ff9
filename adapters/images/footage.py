"""A scene shown by the creator's own clip: its cut as it is in the file, and a still of it."""

from pathlib import Path

from adapters.render.clips.check import ClipCheck
from domain.clip import Cut, footage
from domain.event import Refused
from processors.errors import InvalidInput
from processors.ports import Blobs, Picture, SceneOrder, Visual


async def visual(
    picture: Picture, cut: Cut, order: SceneOrder, blobs: Blobs, clips: ClipCheck
) -> Visual:
    """Raises InvalidInput: `clip-unreadable`, `clip-too-long`, `cut-outside` of the clip."""
    path, size = Path(await blobs.path(picture.blob)), (order.width, order.height)
    facts, poster = await clips.poster(path, picture.name, cut.in_ms, size)
    try:
        shown = footage(cut, picture.blob, picture.name, facts)
    except Refused as refused:
        raise InvalidInput(refused.sentence, code=refused.code) from refused
    return Visual(await blobs.put(poster), picture.name, shown)
