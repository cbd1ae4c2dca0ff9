"""The offline illustrator: the creator's own pictures, else a backdrop that a card stands for."""

import asyncio
import tempfile
from pathlib import Path

from adapters.images import backdrop, footage
from adapters.images.decoding import TAKEN, make_still
from adapters.images.palette import palette
from adapters.images.pictures import picture_for
from adapters.provenance import jpeg
from adapters.provenance.xmp import told_in
from adapters.render.clips.check import STANDARD_CHECK, ClipCheck
from domain.mode import Mode
from domain.prices import Provider, Usage
from processors.errors import InvalidInput
from processors.ports import Blobs, Metered, Picture, SceneOrder, Visual


class CardIllustrator:
    """Makes stills without any outside service; the same order gives the same bytes."""

    provider = Provider("cards", "backdrop-1", Mode.OFFLINE)

    def __init__(self, blobs: Blobs, clips: ClipCheck = STANDARD_CHECK) -> None:
        self._blobs = blobs
        self._clips = clips

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]:
        """Raises InvalidInput (`picture-unreadable` and others), naming the file at fault.

        The creator's own picture is metered as nothing: no provider would have made one.
        """
        picture = picture_for(order.script, order.scene, order.pictures)
        if picture is None:
            its = (order.width, order.height, order.look.palette_seed, str(order.scene + 1))
            drawn = await asyncio.to_thread(backdrop.packed, *its)
            return Metered(Visual(await self._blobs.put(drawn), None), (Usage("image", 1),))
        if picture.cut is not None:
            clip = (picture, picture.cut, order, self._blobs, self._clips)
            return Metered(await footage.visual(*clip), ())
        still = await self._blobs.put(await self._still(picture, order))
        return Metered(Visual(still, picture.name), ())

    async def _still(self, picture: Picture, order: SceneOrder) -> bytes:
        source = await self._blobs.path(picture.blob)
        with tempfile.TemporaryDirectory(prefix="still-") as folder:
            target = Path(folder) / "still.jpg"
            ground = "#{:02x}{:02x}{:02x}".format(*palette(order.look.palette_seed).dark.rgb)
            fault = await make_still(source, target, order.width, order.height, ground)
            if fault:
                raise InvalidInput(
                    f"the picture {picture.name} cannot be used: {fault}; {TAKEN}",
                    code="picture-unreadable",
                )
            return await asyncio.to_thread(_as_marked, source, target)


def _as_marked(source: Path, still: Path) -> bytes:
    """The still, saying what its source says of how it was made."""
    said, made = told_in(source.read_bytes()), still.read_bytes()
    return made if said is None else jpeg.marked(made, said)
