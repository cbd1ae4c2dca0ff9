"""The voice: a script spoken as one recording, with the times of its words."""

from dataclasses import dataclass

from commands.video.reports import ReportNarration
from domain.narration import Narration
from domain.script import Script
from domain.work import Narrate
from processors import documents, estimates
from processors.calls import Call
from processors.job import LeasedJob
from processors.ports import Narrator


@dataclass(frozen=True, slots=True)
class NarrateProcessor:
    narrator: Narrator

    async def run(self, job: LeasedJob[Narrate]) -> None:
        work = job.work
        script = await documents.load(job.blobs, work.script, Script)
        call = Call(
            "narrate",
            1,
            request=(script, work.voice),
            answer=Narration,
            provider=self.narrator.provider,
            send=lambda: self.narrator.narrate(script, work.voice),
            estimate=estimates.characters("".join(it.text for it in script.scenes)),
        )
        made = await job.calls.make(call)
        said = made.answer
        kept = await documents.store(job.blobs, said)
        its = (work, kept, said.duration_ms, said.alignment)
        await job.report(ReportNarration(job.outcome(made), *its))
