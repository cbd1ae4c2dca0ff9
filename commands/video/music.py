"""Choosing the music of a video that was asked for already."""

from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from commands.rights import fit
from commands.video.asking import its_own
from domain import asset, channel
from domain.asset import Asset, AssetKind
from domain.channel import Channel
from domain.event import Decision
from domain.ids import AccountId, VideoId, asset_stream, channel_stream, video_stream
from domain.music import MusicChoice
from domain.video import Video
from domain.video.music import choose


@dataclass(frozen=True, slots=True)
class ChooseMusic(Plain):
    """Which file is played under the film; None: none is. The film is made again."""

    video_id: VideoId
    account_id: AccountId
    by: str
    choice: MusicChoice | None

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        before: Video = yield Step(video_stream(self.video_id), self._must_be_its_own)
        music, attribution = None, ""
        if self.choice is not None:
            used: Asset = yield Step(asset_stream(self.choice.asset_id), self._must_be_music)
            stream = channel_stream(before.request.channel_id)
            channels: Channel = yield Step(stream, untouched)
            music = asset.as_music(used, self.choice)
            its = channel.must_be(channels, self.account_id)
            attribution = fit(used, its, world.now.date()).attribution

        def decide(it: Video | None) -> Decision:
            return choose(its_own(it, self.account_id), music, attribution, self.by)

        yield Step(video_stream(self.video_id), decide)

    def _must_be_its_own(self, it: Video | None) -> Decision:
        its_own(it, self.account_id)
        yield from ()

    def _must_be_music(self, it: Asset | None) -> Decision:
        asset.must_be(it, self.account_id, AssetKind.MUSIC)
        yield from ()
