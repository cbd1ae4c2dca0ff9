"""What a person decides about a video: whether it goes out, is tried again, or stopped."""

from dataclasses import dataclass
from datetime import datetime

from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from commands.rights import licensed
from commands.video.asking import its_own
from domain.channel import Channel
from domain.event import Decision, Refused
from domain.ids import AccountId, BlobId, VideoId, channel_stream, video_stream
from domain.video import Stage, Video


@dataclass(frozen=True, slots=True)
class ApproveVideo(Plain):
    """A person publishes exactly the film and metadata whose hashes they name.

    Refused where a file may not be used on the day of publication.
    """

    video_id: VideoId
    account_id: AccountId
    by: str
    film: BlobId
    sidecar: BlobId
    publish_at: datetime | None

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        its: Video = yield Step(video_stream(self.video_id), self._approve)
        out = max(self.publish_at or world.now, world.now)
        yield from licensed(its, out.date())

    def _approve(self, it: Video | None) -> Decision:
        its = its_own(it, self.account_id)
        return its.approve(self.by, self.film, self.sidecar, self.publish_at)


@dataclass(frozen=True, slots=True)
class RejectVideo(Plain):
    video_id: VideoId
    account_id: AccountId
    by: str
    reason: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(video_stream(self.video_id), self._reject)

    def _reject(self, it: Video | None) -> Decision:
        return its_own(it, self.account_id).reject(self.by, self.reason)


@dataclass(frozen=True, slots=True)
class CancelVideo(Plain):
    video_id: VideoId
    account_id: AccountId
    by: str
    reason: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(video_stream(self.video_id), self._cancel)

    def _cancel(self, it: Video | None) -> Decision:
        return its_own(it, self.account_id).cancel(self.by, self.reason)


@dataclass(frozen=True, slots=True)
class RetryVideo(Plain):
    """Tries again what failed; after a flag, writes on with other parameters."""

    video_id: VideoId
    account_id: AccountId
    by: str

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(video_stream(self.video_id), self._retry)

    def _retry(self, it: Video | None) -> Decision:
        return its_own(it, self.account_id).retry(self.by)


@dataclass(frozen=True, slots=True)
class PublishVideo(Plain):
    """Publishes a ready film under its channel's standing grant; nobody looked at it."""

    video_id: VideoId
    account_id: AccountId

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        its: Video = yield Step(video_stream(self.video_id), self._must_be_ready)
        yield from licensed(its, world.now.date())
        yield from under_grant(self.video_id, its, world)
        yield Step(video_stream(self.video_id), _must_be_approved)

    def _must_be_ready(self, it: Video | None) -> Decision:
        its = its_own(it, self.account_id)
        if its.stage is not Stage.READY:
            raise Refused("not-ready", f"this video is {its.stage}; only a ready one is published")
        yield from ()


def _must_be_approved(its: Video) -> Decision:
    if its.stage is not Stage.APPROVED:
        raise Refused(
            "not-approved",
            "publishing needs a person's approval, or room in the channel's auto-publish grant",
        )
    yield from ()


def under_grant(video_id: VideoId, its: Video, world: World) -> Steps:
    """Approves a ready film under its channel's grant, where that has room today."""
    stream = channel_stream(its.request.channel_id)
    before: Channel = yield Step(stream, untouched)
    after: Channel = yield Step(stream, lambda it: it.use_auto_publish(video_id, world.now))
    if after == before:
        return

    def approve(it: Video) -> Decision:
        assert it.parts.film is not None, "a ready video has its film"
        assert it.sidecar is not None, "a ready video has its metadata"
        by = f"grant/{it.request.channel_id}"
        return it.approve(by, it.parts.film, it.sidecar, None)

    yield Step(video_stream(video_id), approve)
