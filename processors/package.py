"""revenue_optimizer: title, description and tags for an accepted script."""

from dataclasses import dataclass

from commands.video.reports import ReportPackage
from domain.brief import Brief
from domain.metadata import Metadata
from domain.script import Script
from domain.work import Package
from processors import documents, estimates
from processors.calls import Call
from processors.job import LeasedJob
from processors.ports import Packager


@dataclass(frozen=True, slots=True)
class PackageProcessor:
    packager: Packager

    async def run(self, job: LeasedJob[Package]) -> None:
        work = job.work
        source = await documents.text(job.blobs, work.source)
        brief = Brief(source, work.seconds, work.language)
        script = await documents.load(job.blobs, work.script, Script)
        call = Call(
            "package",
            1,
            request=(brief, script),
            answer=Metadata,
            provider=self.packager.provider,
            send=lambda: self.packager.package(brief, script),
            estimate=estimates.tokens(source, *(it.text for it in script.scenes)),
        )
        made = await job.calls.make(call)
        kept = await documents.store(job.blobs, made.answer)
        await job.report(ReportPackage(job.outcome(made), work, kept, made.answer.title))
