"""The pictures that a film is chosen by: one stands, the others wait for a person's choice."""

from dataclasses import dataclass

from commands.video.reports import ReportThumbnail
from domain.work import MakeThumbnail
from processors import estimates
from processors.call import Call
from processors.job import LeasedJob
from processors.ports import Look, Thumbnailer, ThumbnailOrder, Thumbnails


@dataclass(frozen=True, slots=True)
class ThumbnailProcessor:
    thumbnailer: Thumbnailer

    async def run(self, job: LeasedJob[MakeThumbnail]) -> None:
        work = job.work
        seed = Look(work.palette_seed)
        order = ThumbnailOrder(work.title, work.image, seed, work.language, work.look)
        call = Call(
            "make-thumbnail",
            1,
            request=order,
            answer=Thumbnails,
            provider=self.thumbnailer.provider,
            send=lambda: self.thumbnailer.make(order),
            estimate=estimates.images(1),
        )
        made = await job.calls.make(call)
        await job.report(ReportThumbnail(job.outcome(made), work, made.answer.variants))
