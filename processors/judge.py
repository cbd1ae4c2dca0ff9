"""quality_guardian: scores a draft before anything is spent on voice and images."""

from dataclasses import dataclass

from commands.video.reports import ReportVerdict
from domain.brief import Brief
from domain.script import Script, Verdict
from domain.work import JudgeScript
from processors import documents, estimates
from processors.calls import chain
from processors.job import LeasedJob
from processors.ports import Judge


@dataclass(frozen=True, slots=True)
class JudgeProcessor:
    judges: tuple[Judge, ...]

    async def run(self, job: LeasedJob[JudgeScript]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        brief = Brief(source, work.seconds, work.language, work.attempt)
        script = await documents.load(job.blobs, work.script, Script)
        made = await job.calls.first(
            chain(
                "judge-script",
                self.judges,
                request=(brief, script),
                answer=Verdict,
                send=lambda it: it.judge(brief, script),
                estimate=estimates.tokens(source, *(it.text for it in script.scenes)),
            )
        )
        kept = await documents.store(job.blobs, made.answer)
        await job.report(ReportVerdict(job.outcome(made), work, made.answer.score, kept))
