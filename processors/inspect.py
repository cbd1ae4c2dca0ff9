"""quality_guardian: opens the finished film, and lets it pass or says what is wrong with it."""

from dataclasses import dataclass

from commands.video.reports import ReportInspection
from domain.ids import BlobId
from domain.metadata import Chapter, Metadata
from domain.research import Research
from domain.sidecar import Made, sidecar, to_json
from domain.timeline import Timeline, from_json
from domain.work import Inspect
from processors import documents
from processors.call import Answered, Call
from processors.errors import InvalidInput, Rejected
from processors.job import LeasedJob
from processors.ports import Inspection, Inspector


@dataclass(frozen=True, slots=True)
class InspectProcessor:
    inspector: Inspector

    async def run(self, job: LeasedJob[Inspect]) -> None:
        """Raises Rejected (`inspection-failed`) with every measured reason."""
        work = job.work
        timeline = from_json(await job.blobs.get(work.timeline))
        made = await job.calls.make(self._call(work, timeline))
        measured = made.answer
        if measured.faults:
            raise Rejected(" ".join(measured.faults), code="inspection-failed")
        kept = await self._sidecar(job, timeline, made)
        levels = (measured.loudness_lufs, measured.true_peak_dbtp)
        await job.report(ReportInspection(job.outcome(made), work, kept, *levels))

    def _call(self, work: Inspect, timeline: Timeline) -> Call[Inspection]:
        return Call(
            "inspect",
            1,
            request=(work.film, work.timeline),
            answer=Inspection,
            provider=self.inspector.provider,
            send=lambda: self.inspector.inspect(work.film, timeline),
        )

    async def _sidecar(
        self, job: LeasedJob[Inspect], timeline: Timeline, inspected: Answered[Inspection]
    ) -> BlobId:
        work, ms_of = job.work, timeline.canvas.ms_of
        metadata = await documents.load(job.blobs, work.metadata, Metadata)
        chapters = tuple(Chapter(ms_of(it.start_frame), it.title) for it in timeline.chapters)
        modes = frozenset(work.modes) | {inspected.mode}
        lasts_ms = inspected.answer.duration_ms
        pages = await self._pages(job)
        made = Made(work.film, work.thumbnail, lasts_ms, chapters, modes, work.cover)
        try:
            beside = sidecar(metadata, made, work.decided, work.attributions, pages)
        except ValueError as wrong:
            raise InvalidInput(str(wrong), code="attributions-too-long") from wrong
        return await job.blobs.put(to_json(beside))

    async def _pages(self, job: LeasedJob[Inspect]) -> tuple[str, ...]:
        """Where the film's facts were read; nothing where they came in a text."""
        if job.work.brief is None:
            return ()
        found = await documents.load(job.blobs, job.work.brief, Research)
        return tuple(it.url for it in found.sources)
