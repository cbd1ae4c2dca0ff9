"""What a video is made from, and what every sentence of its script rests on."""

from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter

from api.answers import Answer
from api.dependencies import Deps, Who
from api.permissions import Permission, needs
from api.reads import Fresh
from commands.video.asking import its_own
from domain.grounds import Grounds, grounds
from domain.ids import BlobId, VideoId, video_stream
from domain.research import Research
from domain.script import Script
from domain.video import Video
from processors import documents
from processors.errors import Rejected
from processors.ports import Blobs

Value = TypeVar("Value")
router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


class WebPage(Answer):
    """A page that facts were read in, counted from 1; the title is what it calls itself."""

    n: int
    url: str
    title: str


class Fact(Answer):
    """What was found, counted from 1; `pages` are those that it was read in."""

    n: int
    text: str
    pages: list[int]


class Said(Answer):
    """A spoken sentence: its scene and its place there, both from 1, and what it rests on.

    `rests_on` are sentences of the source, `findings` those that say them; both are empty where
    a person wrote the sentence, or where it says nothing that needs a source.
    """

    scene: int
    sentence: int
    text: str
    rests_on: list[str]
    findings: list[int]


class TheBrief(Answer):
    """Of a source text `source_asset` is the file; of a topic `blob` is what was found, as kept."""

    topic: str | None
    source_asset: UUID | None
    source: str | None
    blob: str | None
    findings: list[Fact]
    pages: list[WebPage]
    sentences: list[Said]


@router.get(
    "/{video_id}/brief", response_model=TheBrief, dependencies=[needs(Permission.VIDEOS_READ)]
)
async def read_brief(video_id: UUID, deps: Deps, who: Who, fresh: Fresh) -> Any:
    """Read what a video is made from: findings with their pages, and what each sentence rests on.

    Empty while there is nothing, and where it was erased.
    """
    await fresh.of_ledger()
    its: Video = its_own(await deps.ledger.state(video_stream(VideoId(video_id))), who.account_id)
    found = await _held(deps.blobs, its.brief, Research)
    script = await _held(deps.blobs, its.parts.script or its.parts.draft, Script)
    return {
        "topic": its.request.topic or None,
        "source_asset": its.request.source_asset,
        "source": its.source,
        "blob": its.brief,
        "findings": [] if found is None else _facts(found),
        "pages": [] if found is None else _pages(found),
        "sentences": [] if script is None else await _said(deps.blobs, its, script, found),
    }


def _facts(found: Research) -> list[dict[str, Any]]:
    return [
        {"n": n, "text": it.text, "pages": list(it.sources)}
        for n, it in enumerate(found.findings, start=1)
    ]


def _pages(found: Research) -> list[dict[str, Any]]:
    return [
        {"n": n, "url": it.url, "title": it.title} for n, it in enumerate(found.sources, start=1)
    ]


async def _said(
    blobs: Blobs, video: Video, script: Script, found: Research | None
) -> list[dict[str, Any]]:
    source = await _text(blobs, video.source)
    findings = () if found is None else found.findings
    return [_sentence(it) for it in grounds(script, source, findings)]


def _sentence(it: Grounds) -> dict[str, Any]:
    place = {"scene": it.scene, "sentence": it.sentence, "text": it.text}
    return place | {"rests_on": list(it.rests_on), "findings": list(it.findings)}


async def _held(blobs: Blobs, blob: BlobId | None, kind: type[Value]) -> Value | None:
    try:
        return None if blob is None else await documents.load(blobs, blob, kind)
    except Rejected:
        return None


async def _text(blobs: Blobs, blob: BlobId | None) -> str:
    try:
        return "" if blob is None else await documents.text(blobs, blob)
    except Rejected:
        return ""
