"""trend_prophet: finds out what is known of a topic, before a script is written from it."""

from dataclasses import dataclass

from commands.video.reports import ReportResearch
from domain.research import Inquiry, Research
from domain.source import WORDS_MIN, count_words
from domain.work import Research as ToResearch
from processors import documents, estimates
from processors.errors import InvalidInput, NotConfigured
from processors.fallback import chain
from processors.job import LeasedJob
from processors.moderation import Moderator, moderate
from processors.ports import Researcher


@dataclass(frozen=True, slots=True)
class ResearchProcessor:
    """The topic is moderated before anybody looks; what was found, as a source before a script."""

    researchers: tuple[Researcher, ...]
    moderators: tuple[Moderator, ...] = ()

    async def run(self, job: LeasedJob[ToResearch]) -> None:
        """Raises NotConfigured (`research-not-configured`), InvalidInput (`nothing-found`)."""
        if not self.researchers:
            raise NotConfigured(
                "nobody is chosen to find out about a topic; name a provider that reads the web"
                " as PROVIDERS__RESEARCH, or ask for a video with a source text",
                code="research-not-configured",
            )
        work = job.work
        inquiry = Inquiry(work.topic, work.seconds, work.language)
        await moderate(job, self.moderators, "topic", inquiry.topic)
        made = await job.calls.first(
            chain(
                "research",
                self.researchers,
                request=inquiry,
                answer=Research,
                send=lambda it: it.research(inquiry),
                estimate=estimates.research(inquiry.topic, inquiry.seconds),
                prompt=lambda it: it.prompt,
            )
        )
        found = made.answer
        _refuse_little(found)
        brief = await documents.store(job.blobs, found)
        source = await job.blobs.put(found.text.encode())
        counted = (len(found.findings), len(found.sources))
        await job.report(ReportResearch(job.outcome(made), brief, source, *counted))


def _refuse_little(found: Research) -> None:
    """As many words as any source text has to have."""
    if (words := count_words(found.text)) < WORDS_MIN:
        raise InvalidInput(
            f"what was found on the topic has {words} words, and at least {WORDS_MIN} are needed;"
            " word the topic otherwise, or ask for a video with a source text",
            code="nothing-found",
        )
