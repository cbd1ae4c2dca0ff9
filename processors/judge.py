"""quality_guardian: scores a draft before anything is spent on voice and images."""

import asyncio
import math
from dataclasses import dataclass
from typing import Protocol

from commands.video.reports import ReportVerdict
from domain.brief import Brief
from domain.ids import VideoId
from domain.originality import EARLIER_MAX, Earlier, Likeness, bounded, likest
from domain.script import Script, Verdict
from domain.work import JudgeScript
from processors import documents, estimates
from processors.fallback import chain
from processors.job import LeasedJob
from processors.ports import Judge


class Repertoire(Protocol):
    """What an account's films say."""

    async def earlier(self, video: VideoId, most: int) -> tuple[Earlier, ...]:
        """The latest other films of the account that this one belongs to, on all its channels."""
        ...


@dataclass(frozen=True, slots=True)
class JudgeProcessor:
    """Whatever a judge says of originality, likeness to earlier films is measured here.

    A source that is taken word for word is as long as it is: its own length was asked for, and
    what it is like are other films alone.
    """

    judges: tuple[Judge, ...]
    repertoire: Repertoire | None = None

    async def run(self, job: LeasedJob[JudgeScript]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        script = await documents.load(job.blobs, work.script, Script)
        seconds = math.ceil(script.seconds) if work.verbatim else work.seconds
        its = (source, seconds, work.language, work.attempt)
        brief = Brief(*its, length_ratio=script.length_ratio)
        made = await job.calls.first(
            chain(
                "judge-script",
                self.judges,
                request=(brief, script),
                answer=Verdict,
                send=lambda it: it.judge(brief, script, verbatim=work.verbatim),
                estimate=estimates.tokens(source, *(it.text for it in script.scenes)),
                asked=(brief, script),
                prompt=lambda it: it.prompt,
            )
        )
        verdict = bounded(made.answer, await self._likest(job, script))
        kept = await documents.store(job.blobs, verdict)
        await job.report(ReportVerdict(job.outcome(made), work, verdict.score, kept))

    async def _likest(self, job: LeasedJob[JudgeScript], script: Script) -> Likeness | None:
        if self.repertoire is None:
            return None
        earlier = await self.repertoire.earlier(job.video_id, EARLIER_MAX)
        return await asyncio.to_thread(likest, script.text, earlier)
