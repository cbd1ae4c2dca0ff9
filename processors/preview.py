"""The preview: the film's own timeline on a smaller canvas, rendered the same way."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.video.preview import ReportPreview
from domain.line_breaks import Divide
from domain.timeline import Font, preview_of
from domain.work import Preview
from processors.film_timeline import film_timeline
from processors.job import LeasedJob
from processors.ports import Renderer
from processors.render import render_call


@dataclass(frozen=True, slots=True)
class PreviewProcessor:
    """`fonts` and `divide` are those that the film itself is set with."""

    renderer: Renderer
    fonts: Callable[[str], tuple[Font, ...]]
    divide: Divide

    async def run(self, job: LeasedJob[Preview]) -> None:
        timeline, _ = await film_timeline(job.blobs, job.work.film, self.fonts, self.divide)
        call = render_call("preview", self.renderer, preview_of(timeline), job.tell)
        made = await job.calls.make(call)
        film = made.answer
        its = (job.work, film.film, film.width, film.height)
        await job.report(ReportPreview(job.outcome(made), *its))
