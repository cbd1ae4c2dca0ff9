"""A scene shown by the creator's own clip: its cut as it is in the file, and a still of it."""

from pathlib import Path

from adapters.render.clips.check import ClipCheck
from domain.clip import ClipSound, Cut, Footage
from processors.errors import InvalidInput
from processors.ports import Blobs, Picture, SceneOrder, Visual


async def visual(
    picture: Picture, cut: Cut, order: SceneOrder, blobs: Blobs, clips: ClipCheck
) -> Visual:
    """Raises InvalidInput: `clip-unreadable`, `clip-too-long`, `cut-outside` of the clip."""
    path = Path(await blobs.path(picture.blob))
    size = (order.width, order.height)
    facts, poster = await clips.poster(path, picture.name, cut.in_ms, size)
    if cut.in_ms >= facts.duration_ms:
        raise InvalidInput(
            f"The cut of {picture.name} begins at {cut.in_ms} ms, and the clip ends at"
            f" {facts.duration_ms} ms; it has to begin earlier.",
            code="cut-outside",
        )
    sound = cut.sound if facts.has_sound else ClipSound.MUTED
    out_ms = min(cut.out_ms or facts.duration_ms, facts.duration_ms)
    footage = Footage(picture.blob, picture.name, cut.in_ms, out_ms, sound)
    return Visual(await blobs.put(poster), picture.name, footage)
