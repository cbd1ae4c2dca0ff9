"""What is reported of a job itself: a try that failed, and the end of trying."""

from dataclasses import dataclass
from datetime import timedelta

from commands.ports import Plain, Step, Steps, World, untouched
from domain.event import Decision
from domain.ids import JobId, job_stream
from domain.job import FAILURES_MAX, Job, JobFellBack
from domain.video import Video


@dataclass(frozen=True, slots=True)
class FailJob(Plain):
    """A try failed. Where no other follows, the video is told, with the sentence to act on.

    `progressed`: it brought the work on before, so that its failure is the first of a row.
    """

    job_id: JobId
    code: str
    sentence: str
    passing: bool
    after: timedelta = timedelta(0)
    progressed: bool = False

    def steps(self, world: World) -> Steps:
        its: Job = yield Step(job_stream(self.job_id), untouched)
        last = not self.passing or its.in_a_row(progressed=self.progressed) >= FAILURES_MAX
        if last and not its.settled:
            yield Step(its.subject, lambda video: self._tell(video, its))
        yield Step(job_stream(self.job_id), lambda it: self._fail(it, world, last=last))

    def _tell(self, video: Video, its: Job) -> Decision:
        return video.fail(self.job_id, its.work, self.code, self.sentence)

    def _fail(self, it: Job, world: World, *, last: bool) -> Decision:
        if last:
            return it.give_up(self.code, self.sentence)
        its = (self.code, self.sentence, world.now, self.after)
        return it.fail(*its, progressed=self.progressed)


@dataclass(frozen=True, slots=True)
class DeferJob(Plain):
    """A provider was not ready. Where patience is over, the video is told what to act on.

    `progressed`: the work was brought on before, so that patience begins anew.
    """

    job_id: JobId
    code: str
    sentence: str
    after: timedelta
    progressed: bool = False

    def steps(self, world: World) -> Steps:
        its: Job = yield Step(job_stream(self.job_id), untouched)
        said = self.sentence
        if not self.progressed and its.out_of_patience(world.now) and not its.settled:
            said = f"{said} {_waited(its)}"
            yield Step(its.subject, lambda it: it.fail(self.job_id, its.work, self.code, said))
        yield Step(job_stream(self.job_id), lambda it: self._defer(it, said, world))

    def _defer(self, it: Job, said: str, world: World) -> Decision:
        return it.defer(self.code, said, world.now, self.after, progressed=self.progressed)


@dataclass(frozen=True, slots=True)
class FallBack(Plain):
    """A provider could not do a call; the next of its chain is asked."""

    job_id: JobId
    hop: JobFellBack

    def steps(self, _: World) -> Steps:
        def decide(it: Job) -> Decision:
            return it.fall_back(self.hop)

        yield Step(job_stream(self.job_id), decide)


@dataclass(frozen=True, slots=True)
class CancelJob(Plain):
    """The work is no longer wanted: the video was edited, cancelled, or failed meanwhile."""

    job_id: JobId
    reason: str

    def steps(self, _: World) -> Steps:
        yield Step(job_stream(self.job_id), self._cancel)

    def _cancel(self, it: Job) -> Decision:
        return it.cancel(self.reason)


def _waited(its: Job) -> str:
    since = f" since {its.waiting_since:%Y-%m-%d %H:%M} UTC" if its.waiting_since else ""
    return (
        f"It was waited for {its.waits} times{since}, to no end: see to the provider, or name"
        " another one, then retry the video."
    )
