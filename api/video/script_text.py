"""A video's script as plain text: what to say where it is recorded, a paragraph a scene."""

from hashlib import sha256

from domain.ids import BlobId
from domain.script import Script
from domain.video import Video
from processors import documents
from processors.errors import Rejected
from processors.ports import Blobs


async def script_text(blobs: Blobs, video: Video) -> bytes | None:
    """UTF-8; None where there is no script yet, or it was erased."""
    if video.parts.script is None:
        return None
    try:
        script = await documents.load(blobs, video.parts.script, Script)
    except Rejected:
        return None
    return ("\n\n".join(it.text for it in script.scenes) + "\n").encode()


def blob_of(text: bytes) -> BlobId:
    """As if it were kept: it is made anew whenever it is asked for."""
    return BlobId(f"sha256:{sha256(text).hexdigest()}")
