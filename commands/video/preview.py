"""A preview: asked for by a person, reported by a worker."""

from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from commands.video.asking import its_own
from commands.video.reports import Outcome
from domain.event import Decision
from domain.ids import AccountId, BlobId, VideoId, video_stream
from domain.pipeline import film_of
from domain.video import Video, preview
from domain.video.preview_events import PreviewMade
from domain.work import Preview


@dataclass(frozen=True, slots=True)
class RequestPreview(Plain):
    """Has the film that the video would be now made small, for somebody to look at."""

    video_id: VideoId
    account_id: AccountId
    by: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(video_stream(self.video_id), self._ask)

    def _ask(self, it: Video | None) -> Decision:
        its = its_own(it, self.account_id)
        return preview.ask(its, film_of(its), self.by)


@dataclass(frozen=True, slots=True)
class ReportPreview(Plain):
    outcome: Outcome
    work: Preview
    preview: BlobId
    width: int
    height: int

    def steps(self, _: World) -> Steps:
        yield from self.outcome.settle(self._decide)

    def _decide(self, it: Video) -> Decision:
        its = self.outcome
        made = PreviewMade(its.job_id, self.preview, self.width, self.height, its.mode)
        return preview.make(it, self.work, made)
