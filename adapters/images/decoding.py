"""Opening pictures from outside: in a process of its own, with memory and time limited."""

import asyncio
import sys
import tempfile
from pathlib import Path

from adapters.images import still
from processors.errors import InvalidInput, Unavailable

STILL_TIMEOUT_S = 60.0
PROBE_PX = 64
PROBE_GROUND = "#000000"
TAKEN = "give a PNG, JPEG, WebP or AVIF of 64×64 to 8192×8192 pixels"


class PictureCheck:
    """Whether a picture can be decoded, and is large enough for a film."""

    async def check(self, path: Path, name: str) -> None:
        """Raises InvalidInput (`image-unreadable`), which calls it by this name."""
        with tempfile.TemporaryDirectory(prefix="picture-") as folder:
            target = Path(folder) / "still.jpg"
            fault = await make_still(path, target, PROBE_PX, PROBE_PX, PROBE_GROUND)
        if fault:
            raise InvalidInput(
                f"the picture {name} cannot be used: {fault}; {TAKEN}", code="image-unreadable"
            )


async def make_still(source: Path, target: Path, width: int, height: int, ground: str) -> str:
    """Writes the still; returns what is wrong with the picture, if anything is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        still.__file__,
        *map(str, (source, target, width, height, ground)),
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
