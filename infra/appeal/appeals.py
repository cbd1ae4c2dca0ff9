"""Makes appeal packs out of ledger, seals and files."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from adapters.provenance import jpeg, mp4
from adapters.provenance.xmp import Mark
from domain.ids import BlobId, VideoId
from domain.video import Video
from infra.appeal.archive import archive, in_json
from infra.appeal.gather import Gathered, as_json, gathered
from infra.appeal.tell import Document, documents
from infra.audit import proof as proofs
from infra.audit.prove import NotProvable, prove
from infra.ledger.pool import Connection, Pool, connected
from infra.ledger.row import Row
from processors.errors import CallError
from processors.ports import Blobs

PROVED = (
    *("video.requested", "video.researched", "video.edited", "video.ready"),
    *("video.publish-approved", "video.published"),
    *("asset.rights-decided", "channel.defaults-decided"),
    *("channel.auto-publish-granted", "video.music-chosen", "video.narration-chosen"),
)
"""Events whose proof goes along: what was asked, decided, changed, approved and published."""
README = """\
How one video came about, as it was recorded while that happened.

summary.json     the video, its hashes, and who asked, approved and published, when
sources.json     every file that was given, and under what it may be used; a topic's research
models.json      every call to a program or service: which, in which version, with what outcome
edits.json       what a person changed, with what stood there before
decisions.json   what a person said about synthetic media, audience and paid promotion
costs.json       every priced line, and sums by mode, kind and currency
provenance.json  what film and thumbnail say of how they were made, and whether that holds
events.json      the events themselves, with their hashes
files/           source, brief, script, metadata, subtitles, thumbnails; the film goes by its hash
proofs/          for each key event, that it is under a signed seal: `ytempire audit check-proof`
manifest.json    the SHA-256 of every other file

Only what was recorded is here: of a prompt its digest and the version of who answered it.
"""


@dataclass(frozen=True, slots=True)
class PostgresAppeals:
    """Implements the port `Appeals`."""

    pool: Pool
    blobs: Blobs

    async def pack(self, video_id: VideoId, video: Video) -> bytes:
        """The same bytes as long as nothing more is recorded or sealed. Raises Busy."""
        async with connected(self.pool) as connection:
            its = await gathered(connection, video_id, video)
            proved = [it async for it in _proofs(connection, its)]
        told: dict[str, Document] = {
            **documents(its),
            "events.json": {"events": [as_json(it) for it in its.rows]},
            "provenance.json": await self._provenance(video),
            "proofs/index.json": {"events": [document for document, _ in proved]},
        }
        files = {name: in_json(document) for name, document in told.items()}
        files |= {f"proofs/{it['position']}.json": proof for it, proof in proved if proof}
        files |= {name: data async for name, data in self._files(video)}
        return archive(files | {"README.txt": README.encode()})

    async def _files(self, video: Video) -> AsyncIterator[tuple[str, bytes]]:
        """Those that are still there."""
        parts = video.parts
        held = {
            "source.txt": video.source,
            "brief.json": video.brief,
            "script.json": parts.script,
            "metadata.json": video.sidecar,
            "timeline.json": parts.timeline,
            "captions.srt": parts.srt,
            "captions.vtt": parts.vtt,
            "thumbnail.jpg": parts.thumbnail,
            "cover.jpg": parts.cover,
        }
        for name, blob in held.items():
            data = None if blob is None else await self._held(blob)
            if data is not None:
                yield f"files/{name}", data

    async def _provenance(self, video: Video) -> Document:
        film, thumbnail = video.parts.film, video.parts.thumbnail
        image = None if thumbnail is None else await self._held(thumbnail)
        return {
            "film": {"blob": film, **_told(await self._film_mark(film))},
            "thumbnail": {"blob": thumbnail, **_told(_image_mark(image))},
        }

    async def _held(self, blob: BlobId) -> bytes | None:
        try:
            return await self.blobs.get(blob)
        except CallError:
            return None

    async def _film_mark(self, film: BlobId | None) -> Mark | None:
        try:
            return None if film is None else mp4.mark_of(await self.blobs.path(film))
        except (CallError, ValueError):
            return None


def _image_mark(image: bytes | None) -> Mark | None:
    try:
        return None if image is None else jpeg.mark_of(image)
    except ValueError:
        return None


def _told(mark: Mark | None) -> Document:
    if mark is None:
        return {"marked": False}
    its = {"source": mark.source, "essence_sha256": mark.essence, "holds": mark.holds}
    return {"marked": True, **its}


async def _proofs(
    connection: Connection, its: Gathered
) -> AsyncIterator[tuple[Document, bytes | None]]:
    for row in (it for it in its.rows if it.topic in PROVED):
        try:
            made = proofs.to_bytes(await prove(connection, row.notification_id))
            yield _listed(row, "proved"), made
        except NotProvable as why:
            yield _listed(row, str(why)), None


def _listed(row: Row, said: str) -> Document:
    return {"position": row.notification_id, "event": row.topic, "proof": said}
