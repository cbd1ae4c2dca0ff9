"""Assets: files that a person gives, streamed in; their type is what their bytes say."""

import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.asks import Ask
from api.errors import Problem
from api.limits import FORM_BYTES, too_large
from api.permissions import Permission, needs
from api.ports import Dependencies
from api.rights import RightsBody
from api.schema import Recorded
from commands.asset import DecideRights, UploadAsset
from domain.asset import AssetKind
from domain.ids import AssetId, BlobId
from domain.source import check_source

NAME_CHARACTERS_MAX = 200
FIELDS_MAX = 8
CHUNK_BYTES = 256 * 1024
HEAD_BYTES = 16
SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
)
"""Where in a file its magic bytes stand; any other file has to pass as a text."""
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif")
WRITES = [needs(Permission.ASSETS_WRITE)]
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "rights": {
                            "type": "string",
                            "contentMediaType": "application/json",
                            "description": "A RightsBody as JSON; may be decided later.",
                        },
                    },
                }
            }
        },
    }
}
router = APIRouter(prefix="/api/v1/assets", tags=["assets"])


class Uploaded(Recorded):
    asset_id: UUID
    kind: AssetKind
    blob: str
    media_type: str
    size_bytes: int
    name: str


class Form:
    """The fields of an upload; its file is on disk by now if it is large."""

    def __init__(self, file: UploadFile, rights: RightsBody | None) -> None:
        self.file = file
        self.rights = rights


async def form(request: Request) -> AsyncIterator[Form]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Problem("media-type-unknown", "Send the file as multipart/form-data.")
    async with request.form(max_files=1, max_fields=FIELDS_MAX, max_part_size=FORM_BYTES) as fields:
        file = fields.get("file")
        if not isinstance(file, UploadFile) or set(fields) - {"file", "rights"}:
            sentence = "An upload is one file, called file, and the field rights if it is wanted."
            raise Problem("invalid", sentence, param="file")
        yield Form(file, _rights(fields.get("rights")))


def _rights(said: UploadFile | str | None) -> RightsBody | None:
    if said is None:
        return None
    try:
        return RightsBody.model_validate_json(str(said))
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False, include_context=False)
        faults = [{**it, "loc": ("body", "rights", *it["loc"])} for it in errors]
        raise RequestValidationError(faults) from wrong


@router.post("", status_code=201, response_model=Uploaded, dependencies=WRITES, openapi_extra=FORM)
async def upload_asset(its: Annotated[Form, Depends(form)], ask: Ask) -> Any:
    """Upload a source text (.txt, .md, UTF-8) or a picture (JPEG, PNG, WebP, AVIF)."""
    await ask.refuse_erased()
    name = _safe(its.file.filename or "")
    media_type = _media_type(await its.file.read(HEAD_BYTES))
    kind = AssetKind.IMAGE if media_type.startswith("image/") else AssetKind.TEXT
    blob, size_bytes = await _checked(ask.deps, its.file, kind, name)
    command = UploadAsset(
        AssetId(ask.new_id("asset")),
        ask.account_id,
        kind,
        blob,
        size_bytes,
        media_type,
        name,
        its.rights.decided(ask.by) if its.rights else None,
    )
    fields = orjson.dumps([blob, name, its.rights and its.rights.model_dump(mode="json")])
    receipt = await ask.of_form(fields).carry_out_with(blob, command)
    return {
        "position": receipt.position,
        "code": receipt.code,
        "asset_id": command.asset_id,
        "kind": kind,
        "blob": blob,
        "media_type": media_type,
        "size_bytes": size_bytes,
        "name": name,
    }


@router.put("/{asset_id}/rights", response_model=Recorded, dependencies=WRITES)
async def decide_rights(asset_id: UUID, body: RightsBody, ask: Ask) -> Any:
    """Decide under what a file may be used."""
    command = DecideRights(AssetId(asset_id), ask.account_id, body.decided(ask.by))
    return await ask.carry_out(command)


async def _checked(
    deps: Dependencies, file: UploadFile, kind: AssetKind, name: str
) -> tuple[BlobId, int]:
    """The blob of a file that is what it seems to be, and its size."""
    limits = deps.limits
    most = limits.image_bytes if kind is AssetKind.IMAGE else limits.text_bytes
    if (file.size or 0) > most:
        raise too_large(most)
    if kind is AssetKind.TEXT:
        if name.lower().endswith(SUFFIXES):
            sentence = f"{name} is no picture; send a JPEG, PNG, WebP or AVIF."
            raise Problem("image-unreadable", sentence, param="file")
        await file.seek(0)
        check_source(await file.read(), name)
    await file.seek(0)
    blob = await deps.blobs.put_stream(_chunks(file), most)
    if kind is AssetKind.IMAGE:
        await deps.pictures.check(Path(await deps.blobs.path(blob)))
    return blob, file.size or 0


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


def _media_type(head: bytes) -> str:
    found = (it for at, sign, it in SIGNATURES if head[at:].startswith(sign))
    return next(found, "text/plain")


def _safe(name: str) -> str:
    """The last part of a path of any system, without what cannot be printed."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    printed = "".join(it for it in unicodedata.normalize("NFC", last) if it.isprintable())
    return printed[-NAME_CHARACTERS_MAX:].strip(". ") or "file"
