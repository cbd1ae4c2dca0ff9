"""The one page, without a build step: three files, read when the program starts."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, Request, Response

from api.errors import Problem
from api.permissions import EVERYBODY
from api.reads import matches

FOLDER = Path(__file__).parent / "page"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {"text/html": {"schema": {"type": "string"}}}}
}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Part:
    data: bytes
    media_type: str

    @property
    def etag(self) -> str:
        return f'"{sha256(self.data).hexdigest()[:32]}"'


PARTS = MappingProxyType(
    {
        it.name: Part(it.read_bytes(), MEDIA_TYPES[it.suffix])
        for it in sorted(FOLDER.iterdir())
        if it.suffix in MEDIA_TYPES
    }
)


@router.get("/", response_class=Response, responses=ANSWERS, dependencies=[EVERYBODY])
async def show_page(request: Request) -> Response:
    """Show the page."""
    return _sent(request, "index.html")


@router.get("/page/{name}", response_class=Response, dependencies=[EVERYBODY])
async def read_page_part(request: Request, name: str) -> Response:
    """Read a part of the page."""
    return _sent(request, name)


def _sent(request: Request, name: str) -> Response:
    part = PARTS.get(name)
    if part is None:
        raise Problem("not-found", "There is nothing at this address.")
    headers = {"ETag": part.etag, "Cache-Control": "no-cache"}
    if matches(request, part.etag):
        return Response(status_code=304, headers=headers)
    return Response(part.data, headers=headers, media_type=part.media_type)
