"""revenue_optimizer: title, description and tags for an accepted script."""

from dataclasses import dataclass

from commands.video.reports import ReportPackage
from domain.brief import Brief
from domain.metadata import Metadata
from domain.script import Script
from domain.work import Package
from processors import documents, estimates
from processors.fallback import chain
from processors.job import LeasedJob
from processors.ports import Packager


@dataclass(frozen=True, slots=True)
class PackageProcessor:
    packagers: tuple[Packager, ...]

    async def run(self, job: LeasedJob[Package]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        its = (source, work.seconds, work.language)
        brief = Brief(*its, personality=work.personality)
        script = await documents.load(job.blobs, work.script, Script)
        made = await job.calls.first(
            chain(
                "package",
                self.packagers,
                request=(brief, script),
                answer=Metadata,
                send=lambda it: it.package(brief, script),
                estimate=estimates.tokens(source, *(it.text for it in script.scenes)),
                asked=(brief, script),
                prompt=lambda it: it.prompt,
            )
        )
        kept = await documents.store(job.blobs, made.answer)
        await job.report(ReportPackage(job.outcome(made), work, kept, made.answer.title))
