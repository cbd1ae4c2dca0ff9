"""content_strategist: writes a draft from the source text."""

from dataclasses import dataclass

from commands.video.reports import ReportScript
from domain.brief import Brief
from domain.prices import Provider
from domain.script import Script
from domain.voice_length import Voice
from domain.work import WriteScript
from processors import documents, estimates
from processors.fallback import chain
from processors.fitting import ScriptFitter, fitted
from processors.job import LeasedJob
from processors.moderation import Moderator, moderate
from processors.ports import ScriptWriter
from processors.voice_length import Unlearned, VoiceLengths


@dataclass(frozen=True, slots=True)
class ScriptProcessor:
    """The source is moderated before, the draft, mended where it is off, after it is written.

    `verbatim` writes the scripts that are the source itself; nobody mends those. `speaks` is who
    will say them: they are written as long as that voice takes.
    """

    writers: tuple[ScriptWriter, ...]
    verbatim: ScriptWriter
    fitters: tuple[ScriptFitter, ...] = ()
    moderators: tuple[Moderator, ...] = ()
    speaks: Provider | None = None
    lengths: VoiceLengths = Unlearned()  # noqa: RUF009 - it holds nothing

    async def run(self, job: LeasedJob[WriteScript]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        its = (source, work.seconds, work.language, work.attempt)
        brief = Brief(*its, work.personality, await self._length_ratio(work))
        await moderate(job, self.moderators, "source", source)
        written = estimates.tokens(source, written=estimates.script_tokens(work.seconds))
        made = await job.calls.first(
            chain(
                "write-script",
                (self.verbatim,) if work.verbatim else self.writers,
                request=brief,
                answer=Script,
                send=lambda it: it.write(brief),
                estimate=() if work.verbatim else written,
                asked=() if work.verbatim else (brief,),
                prompt=lambda it: it.prompt,
            )
        )
        if not work.verbatim:
            made = await fitted(job, self.fitters, brief, made)
        script = made.answer
        await moderate(job, self.moderators, "draft", script.text)
        draft = await documents.store(job.blobs, script)
        await job.report(ReportScript(job.outcome(made), work, draft, len(script.scenes)))

    async def _length_ratio(self, work: WriteScript) -> float:
        if self.speaks is None:
            return 1.0
        return await self.lengths.of(Voice(self.speaks, work.voice, work.language))
