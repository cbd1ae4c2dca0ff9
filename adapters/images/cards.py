"""The offline illustrator: the creator's own pictures, else one statement card a scene."""

import asyncio
import sys
import tempfile
from pathlib import Path

from adapters.images import still
from adapters.images.palette import palette
from adapters.images.pictures import picture_for
from adapters.images.statement import Statement, card
from domain.mode import Mode
from domain.prices import Provider, Usage
from processors.errors import InvalidInput, Unavailable
from processors.ports import Blobs, Metered, Picture, SceneOrder, Visual

STILL_TIMEOUT_S = 60.0


class CardIllustrator:
    """Makes stills without any outside service; the same order gives the same bytes."""

    provider = Provider("cards", "statement-1", Mode.OFFLINE)

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]:
        """Raises InvalidInput (`picture-unreadable`), naming the file that is at fault."""
        picture = picture_for(order.script, order.scene, order.pictures)
        if picture is None:
            made = await asyncio.to_thread(_card, order)
        else:
            made = await self._still(picture, order)
        visual = Visual(await self._blobs.put(made), picture.name if picture else None)
        return Metered(visual, (Usage("image", 1),))

    async def _still(self, picture: Picture, order: SceneOrder) -> bytes:
        source = await self._blobs.path(picture.blob)
        with tempfile.TemporaryDirectory(prefix="still-") as folder:
            target = Path(folder) / "still.jpg"
            fault = await _run(source, target, order)
            if fault:
                raise InvalidInput(
                    f"the picture {picture.name} cannot be used: {fault}; give a PNG, JPEG, WebP"
                    " or AVIF of at most 8192×8192 pixels",
                    code="picture-unreadable",
                )
            return await asyncio.to_thread(target.read_bytes)


def _card(order: SceneOrder) -> bytes:
    scene = order.script.scenes[order.scene]
    statement = Statement(order.scene + 1, scene.heading, scene.key_phrase, order.script.language)
    return card(statement, order.width, order.height, order.look.palette_seed)


async def _run(source: Path, target: Path, order: SceneOrder) -> str:
    """Make the still in a process of its own; returns what is wrong with the picture, if so."""
    ground = "#{:02x}{:02x}{:02x}".format(*palette(order.look.palette_seed).dark.rgb)
    words = (source, target, order.width, order.height, ground)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        still.__file__,
        *map(str, words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), STILL_TIMEOUT_S)
    except TimeoutError:
        raise Unavailable(f"decoding took longer than {STILL_TIMEOUT_S:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode == 0:
        return ""
    return said.decode(errors="replace") or "its decoder crashed or ran past its limits"
