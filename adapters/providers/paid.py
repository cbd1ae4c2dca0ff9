"""What was paid for is kept; where it cannot be, what it cost is told all the same."""

from domain.ids import BlobId
from domain.prices import Usage
from processors.errors import CallError, NotKept, Unavailable
from processors.ports import Blobs


async def kept(blobs: Blobs, data: bytes, charged: tuple[Usage, ...]) -> BlobId:
    """Raises what the store does, with what was charged: NotKept where it may work later."""
    try:
        return await blobs.put(data)
    except Unavailable as fault:
        raise NotKept(fault.sentence, code=fault.code, usage=charged) from fault
    except CallError as fault:
        fault.usage = fault.usage or charged
        raise
