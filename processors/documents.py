"""Values that travel as blobs: one JSON document each, of a type that both ends know."""

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.ids import BlobId
from processors.errors import Rejected
from processors.ports import Blobs

Value = TypeVar("Value")


async def store(blobs: Blobs, value: object, kind: Any = None) -> BlobId:
    """The blob of this value; equal values are one blob. `kind` where the class says too little."""
    return await blobs.put(TypeAdapter(kind or type(value)).dump_json(value))


async def text(blobs: Blobs, id: BlobId) -> str:
    """A text kept as UTF-8. Raises Rejected: `blob-missing`, or `text-not-utf8`."""
    try:
        return (await blobs.get(id)).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Rejected(f"the blob {id} is not UTF-8 text", code="text-not-utf8") from wrong


async def load(blobs: Blobs, id: BlobId, kind: type[Value]) -> Value:
    """Raises Rejected: `blob-missing`, or `document-unreadable` where it holds something else."""
    data = await blobs.get(id)
    try:
        return TypeAdapter(kind).validate_json(data, strict=True)
    except ValidationError as wrong:
        name = getattr(kind, "__name__", str(kind))
        raise Rejected(
            f"the blob {id} is not a {name}: {wrong.errors()[0]['msg']}; make that step again",
            code="document-unreadable",
        ) from wrong
