"""Films asked for, each of which opens a job; recorded as if a channel had asked."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from benchmarks.ledger.events import DIGEST, some_id
from commands.ports import Because, Ledger, Plain, Step, Steps, World
from domain.brief import Aspect
from domain.event import Decision
from domain.ids import AccountId, AssetId, BlobId, ChannelId, VideoId, video_stream
from domain.rights import Audience, Decided, Disclosure, PaidPromotion
from domain.video import Video
from domain.video.events import VideoRequested

BY = "person/9"
SOURCE = BlobId(f"sha256:{'0' * 64}")
DECIDED = Decided(
    Disclosure(realistic=False, reasons=(), decided_by=BY),
    Audience(made_for_kids=False, decided_by=BY),
    PaidPromotion(included=False, decided_by=BY),
)
AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Request(Plain):
    """A film is asked for; nobody looks at its channel."""

    video_id: VideoId
    requested: VideoRequested

    def steps(self, _: World) -> Steps:
        yield Step(video_stream(self.video_id), self._decide)

    def _decide(self, _: Video | None) -> Decision:
        yield self.requested


@dataclass(frozen=True)
class Requests:
    """Asks in turn for so many accounts."""

    ledger: Ledger
    accounts: int = 20

    async def one(self, run: object, n: int) -> VideoId:
        account = AccountId(UUID(int=1 + n % self.accounts))
        video = VideoId(some_id("video", run, n))
        key = some_id("request", run, n)
        because = Because(BY, account, key, DIGEST, video, video)
        await self.ledger.carry_out(Request(video, _requested(account)), because)
        return video

    async def ask(self, run: object, count: int) -> list[VideoId]:
        room = asyncio.Semaphore(AT_ONCE)

        async def one(n: int) -> VideoId:
            async with room:
                return await self.one(run, n)

        return list(await asyncio.gather(*(one(n) for n in range(count))))


def _requested(account: AccountId) -> VideoRequested:
    return VideoRequested(
        account_id=account,
        channel_id=ChannelId(account),
        channel_name="Measured",
        source_asset=AssetId(account),
        source=SOURCE,
        pictures=(),
        attributions=(),
        aspect=Aspect.WIDE,
        seconds=45,
        language="en",
        voice="en",
        palette_seed="measured",
        decided=DECIDED,
    )
