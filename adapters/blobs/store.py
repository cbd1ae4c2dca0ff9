"""What a whole blob store can do, for those who build, erase and copy."""

from typing import Protocol

from domain.ids import BlobId
from processors.ports import Blobs
from processors.traces import Files


class BlobStore(Blobs, Files, Protocol):
    """Every method raises Unavailable where the store does not answer."""

    async def known(self, id: BlobId) -> bool: ...

    async def usage_bytes(self) -> int:
        """Sizes of all blobs."""
        ...
