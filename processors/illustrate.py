"""One scene's visual: the creator's own picture, or one made for it."""

from dataclasses import dataclass

from commands.video.reports import ReportIllustration
from domain.film_format import canvas_of
from domain.script import Script
from domain.work import Illustrate
from processors import documents, estimates
from processors.fallback import chain
from processors.job import LeasedJob
from processors.ports import Illustrator, Look, Picture, SceneOrder, Visual


@dataclass(frozen=True, slots=True)
class IllustrateProcessor:
    illustrators: tuple[Illustrator, ...]

    async def run(self, job: LeasedJob[Illustrate]) -> None:
        work = job.work
        order = _order(work, await documents.load(job.blobs, work.script, Script))
        made = await job.calls.first(
            chain(
                "illustrate",
                self.illustrators,
                request=order,
                answer=Visual,
                send=lambda it: it.illustrate(order),
                estimate=estimates.images(1),
                asked=(order,),
            )
        )
        visual = made.answer
        its = (work, visual.image, visual.picture, visual.footage)
        await job.report(ReportIllustration(job.outcome(made), *its))


def _order(work: Illustrate, script: Script) -> SceneOrder:
    canvas = canvas_of(work.aspect, work.format)
    return SceneOrder(
        script,
        work.scene,
        canvas.width,
        canvas.height,
        Look(work.palette_seed),
        tuple(Picture(it.name, it.blob, it.cut) for it in work.pictures),
    )
