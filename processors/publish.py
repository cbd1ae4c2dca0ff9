"""Publication: exactly the film and metadata that were approved, once, while rights hold."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from commands.video.reports import ReportPublication
from domain.ids import BlobId, VideoId
from domain.metadata import Metadata
from domain.sidecar import from_json
from domain.work import Publish
from processors.call import Call
from processors.job import LeasedJob
from processors.ports import Metered, Publication, Published, Publisher


@dataclass(frozen=True, slots=True)
class PublishProcessor:
    publisher: Publisher

    async def run(self, job: LeasedJob[Publish]) -> None:
        work, publisher = job.work, self.publisher
        await job.licensed()
        publication = await _publication(job)

        async def look_up(_: datetime) -> Metered[Published] | None:
            found = await publisher.find(publication.op, publication.channel)
            return None if found is None else Metered(found, ())

        call = Call(
            "publish",
            1,
            request=publication,
            answer=Published,
            provider=publisher.provider,
            send=lambda: publisher.publish(publication),
            look_up=look_up,
        )
        made = await job.calls.make(call)
        its = made.answer
        where = (its.platform, its.external_id, its.location, its.visibility)
        await job.report(ReportPublication(job.outcome(made), work, *where))


def publication_op(video_id: VideoId, film: BlobId, sidecar: BlobId) -> str:
    """Follows from the film and its metadata: another job finds what this one did."""
    return str(uuid5(video_id, f"{film} {sidecar}"))


async def _publication(job: LeasedJob[Publish]) -> Publication:
    """Pictures are those that the approved metadata file names."""
    work = job.work
    beside = from_json(await job.blobs.get(work.sidecar))
    return Publication(
        op=publication_op(work.video_id, work.film, work.sidecar),
        channel=work.channel_name,
        film=beside.film,
        thumbnail=beside.thumbnail,
        srt=work.srt,
        vtt=work.vtt,
        metadata=Metadata(beside.title, beside.description, beside.tags, beside.language),
        chapters=beside.chapters,
        sidecar=work.sidecar,
        cover=beside.cover,
    )
