"""Assets: files that a person gives, streamed in, and looked at before they are taken."""

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
from api.media_types import CLIP_NAMES, HEAD_BYTES, PICTURE_NAMES, kind_of, media_type
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
                        "kind": {
                            "enum": ["music"],
                            "description": "Says that it is music, where its bytes may not.",
                        },
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

    def __init__(self, file: UploadFile, rights: RightsBody | None, kind: AssetKind | None) -> None:
        self.file = file
        self.rights = rights
        self.kind = kind


async def form(request: Request) -> AsyncIterator[Form]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Problem("media-type-unknown", "Send the file as multipart/form-data.")
    async with request.form(max_files=1, max_fields=FIELDS_MAX, max_part_size=FORM_BYTES) as fields:
        file = fields.get("file")
        if not isinstance(file, UploadFile) or set(fields) - {"file", "rights", "kind"}:
            sentence = "An upload is one file, called file; rights and kind may come with it."
            raise Problem("invalid", sentence, param="file")
        yield Form(file, _rights(fields.get("rights")), _kind(fields.get("kind")))


def _kind(said: UploadFile | str | None) -> AssetKind | None:
    if said not in (None, AssetKind.MUSIC):
        raise Problem("invalid", "The field kind says music, or is left out.", param="kind")
    return None if said is None else AssetKind.MUSIC


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
    """Upload a source text, a picture a video clip or music.

    Texts: .txt, .md, in UTF-8. Pictures: JPEG, PNG, WebP, AVIF. Clips: MP4, MOV, WebM, MKV, AVI,
    MPEG-TS, FLV, GIF, in whatever codec FFmpeg decodes. Music: any sound that it does.
    """
    await ask.refuse_erased()
    name = _safe(its.file.filename or "")
    its_type = media_type(await its.file.read(HEAD_BYTES), name, its.kind)
    kind = kind_of(its_type)
    blob, size_bytes = await _checked(ask.deps, its.file, kind, name)
    command = UploadAsset(
        AssetId(ask.new_id("asset")),
        ask.account_id,
        kind,
        blob,
        size_bytes,
        its_type,
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
        "media_type": its_type,
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
    most = deps.limits.of(kind)
    if (file.size or 0) > most:
        raise too_large(most)
    if kind is AssetKind.TEXT:
        _refuse_named_otherwise(name)
        await file.seek(0)
        check_source(await file.read(), name)
    await file.seek(0)
    blob = await deps.blobs.put_stream(_chunks(file), most)
    if kind is AssetKind.IMAGE:
        await deps.pictures.check(Path(await deps.blobs.path(blob)), name)
    elif kind is AssetKind.CLIP:
        await deps.clips.check(Path(await deps.blobs.path(blob)), name)
    elif kind is AssetKind.MUSIC:
        await deps.sounds.check(Path(await deps.blobs.path(blob)), name)
    return blob, file.size or 0


def _refuse_named_otherwise(name: str) -> None:
    """What is called a picture or a clip is not taken for a text."""
    if name.lower().endswith(PICTURE_NAMES):
        sentence = f"{name} is no picture; send a JPEG, PNG, WebP or AVIF."
        raise Problem("image-unreadable", sentence, param="file")
    if name.lower().endswith(CLIP_NAMES):
        sentence = f"{name} is no video clip; send an MP4, MOV, WebM, MKV, AVI or MPEG-TS."
        raise Problem("clip-unreadable", sentence, param="file")


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


def _safe(name: str) -> str:
    """The last part of a path of any system, without what cannot be printed."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    printed = "".join(it for it in unicodedata.normalize("NFC", last) if it.isprintable())
    return printed[-NAME_CHARACTERS_MAX:].strip(". ") or "file"
