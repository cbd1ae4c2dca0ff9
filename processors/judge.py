"""quality_guardian: scores a draft before anything is spent on voice and images."""

from dataclasses import dataclass

from commands.video.reports import ReportVerdict
from domain.brief import Brief
from domain.script import Script, Verdict
from domain.work import JudgeScript
from processors import documents, estimates
from processors.calls import Call
from processors.job import LeasedJob
from processors.ports import Judge


@dataclass(frozen=True, slots=True)
class JudgeProcessor:
    judge: Judge

    async def run(self, job: LeasedJob[JudgeScript]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        brief = Brief(source, work.seconds, work.language, work.attempt)
        script = await documents.load(job.blobs, work.script, Script)
        call = Call(
            "judge-script",
            1,
            request=(brief, script),
            answer=Verdict,
            provider=self.judge.provider,
            send=lambda: self.judge.judge(brief, script),
            estimate=estimates.tokens(source, *(it.text for it in script.scenes)),
        )
        made = await job.calls.make(call)
        kept = await documents.store(job.blobs, made.answer)
        await job.report(ReportVerdict(job.outcome(made), work, made.answer.score, kept))
