"""The voice: a script spoken as one recording, with the times of its words."""

from dataclasses import dataclass

from commands.video.reports import ReportNarration
from domain.narration import Narration
from domain.script import Script
from domain.work import Narrate
from processors import documents, estimates
from processors.calls import chain
from processors.job import LeasedJob
from processors.ports import Narrator


@dataclass(frozen=True, slots=True)
class NarrateProcessor:
    narrators: tuple[Narrator, ...]

    async def run(self, job: LeasedJob[Narrate]) -> None:
        work = job.work
        script = await documents.load(job.blobs, work.script, Script)
        made = await job.calls.first(
            chain(
                "narrate",
                self.narrators,
                request=(script, work.voice),
                answer=Narration,
                send=lambda it: it.narrate(script, work.voice),
                estimate=estimates.characters("".join(it.text for it in script.scenes)),
            )
        )
        said = made.answer
        kept = await documents.store(job.blobs, said)
        its = (work, kept, said.duration_ms, said.alignment)
        await job.report(ReportNarration(job.outcome(made), *its))
