"""A video's files, by plain names; films in ranges, so that a player can seek."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.responses import FileResponse, MalformedRangeHeader, RangeNotSatisfiable
from starlette.types import Receive, Scope, Send

from api.dependencies import Deps, Who
from api.errors import Problem, problem
from api.permissions import Permission, needs
from api.ports import Dependencies, Person
from api.reads import Fresh, matches
from api.video.script_text import blob_of, script_text
from commands.video.asking import its_own
from domain.ids import BlobId, VideoId, video_stream
from domain.video import Video
from processors.errors import Rejected

ListedName = Literal[
    "film.mp4",
    "preview.mp4",
    "thumbnail.jpg",
    "cover.jpg",
    "captions.srt",
    "captions.vtt",
    "metadata.json",
    "source.txt",
    "brief.json",
    "script.txt",
    "verdict.json",
]
VariantName = Literal[
    "thumbnail-1.jpg",
    "thumbnail-2.jpg",
    "thumbnail-3.jpg",
    "cover-1.jpg",
    "cover-2.jpg",
    "cover-3.jpg",
]
FileName = ListedName | VariantName
JPEG, TEXT = "image/jpeg", "text/plain; charset=utf-8"
SCRIPT: Literal["script.txt"] = "script.txt"
VERDICT: Literal["verdict.json"] = "verdict.json"
MEDIA_TYPES: dict[ListedName, str] = {
    "film.mp4": "video/mp4",
    "preview.mp4": "video/mp4",
    "thumbnail.jpg": JPEG,
    "cover.jpg": JPEG,
    "captions.srt": "application/x-subrip; charset=utf-8",
    "captions.vtt": "text/vtt; charset=utf-8",
    "metadata.json": "application/json",
    "source.txt": TEXT,
    "brief.json": "application/json",
    SCRIPT: TEXT,
    VERDICT: "application/json",
}
WIDE_NAMES: tuple[FileName, ...] = ("thumbnail-1.jpg", "thumbnail-2.jpg", "thumbnail-3.jpg")
TALL_NAMES: tuple[FileName, ...] = ("cover-1.jpg", "cover-2.jpg", "cover-3.jpg")
READS = [needs(Permission.VIDEOS_READ)]
BYTES = {"description": "The file.", "content": {"application/octet-stream": {}}}
ANSWERS: dict[int | str, dict[str, Any]] = {200: BYTES, 206: BYTES}
RANGE = {
    "name": "Range",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "example": "bytes=0-1023",
}
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


class VideoFile(BaseModel):
    """`blob` is what an approval names: the hash of these bytes."""

    name: ListedName
    blob: str
    media_type: str
    size_bytes: int
    location: str


class VideoFiles(BaseModel):
    files: list[VideoFile]


class Ranges(FileResponse):
    """A file of which a part may be asked for; one that lies outside it is a problem.

    A range that is no range of bytes is ignored (RFC 9110, 14.2): the whole file is sent.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = Path(self.path).stat().st_size  # noqa: ASYNC240 — one look at a local file
        headers = Headers(scope=scope)
        asked, unless = headers.get("range"), headers.get("if-range")
        if asked is None or (unless is not None and unless != self.headers["etag"]):
            return await super().__call__(scope, receive, send)
        try:
            self._parse_range_header(asked, size)
        except MalformedRangeHeader:
            kept = [(name, value) for name, value in scope["headers"] if name != b"range"]
            return await super().__call__({**scope, "headers": kept}, receive, send)
        except RangeNotSatisfiable:
            return await problem(scope, _unsatisfiable(size))(scope, receive, send)
        return await super().__call__(scope, receive, send)


def _unsatisfiable(size: int) -> Problem:
    sentence = f"The file has {size:,} bytes; ask for a part of it: Range: bytes=0-1023."
    headers = {"Content-Range": f"bytes */{size}"}
    return Problem("range-unsatisfiable", sentence, headers=headers)


@router.get("/{video_id}/files", response_model=VideoFiles, dependencies=READS)
async def list_files(video_id: UUID, deps: Deps, who: Who, fresh: Fresh) -> Any:
    """Name the files that this video has so far, each with its hash."""
    await fresh.of_ledger()
    video = await _video(deps, who, video_id)
    files = [await _file(deps, video_id, *it) for it in _blobs(video)]
    script = await script_text(deps.blobs, video)
    if script is not None:
        files.append(_told(video_id, SCRIPT, blob_of(script), len(script)))
    verdict = await _verdict(deps, video)
    if verdict is not None:
        files.append(await _file(deps, video_id, VERDICT, verdict))
    return {"files": files}


@router.get(
    "/{video_id}/files/{name}",
    response_class=Response,
    responses=ANSWERS,
    openapi_extra={"parameters": [RANGE]},
    dependencies=READS,
)
async def read_file(
    request: Request, video_id: UUID, name: FileName, deps: Deps, who: Who, fresh: Fresh
) -> Response:
    """Read one file, or a range of its bytes."""
    await fresh.of_ledger()
    video = await _video(deps, who, video_id)
    held: dict[FileName, BlobId] = {**_variants(video)}
    held.update(_blobs(video))
    if name == VERDICT and (verdict := await _verdict(deps, video)):
        held[VERDICT] = verdict
    script = await script_text(deps.blobs, video) if name == SCRIPT else None
    blob = held.get(name) if script is None else blob_of(script)
    if blob is None:
        raise Problem("file-unknown", f"This video has no {name} yet.", param="name")
    etag = f'"{blob}"'
    headers = {**fresh.headers, "ETag": etag, "Cache-Control": "private, no-cache"}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    if script is not None:
        return Response(script, headers=headers, media_type=TEXT)
    path = await deps.blobs.path(blob)
    return Ranges(path, headers=headers, media_type=_media_type(name))


async def _verdict(deps: Dependencies, video: Video) -> BlobId | None:
    """The last draft's, with its reasons; None where there is none yet, or it was erased."""
    if video.verdict is None:
        return None
    try:
        await deps.blobs.path(video.verdict)
    except Rejected:
        return None
    return video.verdict


async def _video(deps: Dependencies, who: Person, video_id: UUID) -> Video:
    return its_own(await deps.ledger.state(video_stream(VideoId(video_id))), who.account_id)


def _variants(video: Video) -> dict[FileName, BlobId]:
    """What a thumbnail may be chosen from; those are listed with what they are made of."""
    variants = video.parts.variants
    wide = dict(zip(WIDE_NAMES, (it.wide for it in variants), strict=False))
    return {**wide, **dict(zip(TALL_NAMES, (it.tall for it in variants), strict=False))}


def _media_type(name: FileName) -> str:
    return next((its for listed, its in MEDIA_TYPES.items() if listed == name), JPEG)


def _blobs(video: Video) -> Iterator[tuple[ListedName, BlobId]]:
    parts = video.parts
    held: dict[ListedName, BlobId | None] = {
        "film.mp4": parts.film,
        "preview.mp4": video.preview,
        "thumbnail.jpg": parts.thumbnail,
        "cover.jpg": parts.cover,
        "captions.srt": parts.srt,
        "captions.vtt": parts.vtt,
        "metadata.json": video.sidecar,
        "source.txt": video.source,
        "brief.json": video.brief,
    }
    return ((name, blob) for name, blob in held.items() if blob is not None)


async def _file(
    deps: Dependencies, video_id: UUID, name: ListedName, blob: BlobId
) -> dict[str, Any]:
    path = await deps.blobs.path(blob)
    return _told(video_id, name, blob, path.stat().st_size)


def _told(video_id: UUID, name: ListedName, blob: BlobId, size_bytes: int) -> dict[str, Any]:
    return {
        "name": name,
        "blob": blob,
        "media_type": MEDIA_TYPES[name],
        "size_bytes": size_bytes,
        "location": f"{router.prefix}/{video_id}/files/{name}",
    }
