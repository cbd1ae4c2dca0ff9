"""Choosing whose voice a video has that was asked for already."""

from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from commands.rights import rights_to
from commands.video.asking import its_own
from domain import asset
from domain.asset import Asset, AssetKind
from domain.event import Decision
from domain.ids import AccountId, AssetId, VideoId, asset_stream, video_stream
from domain.video import Video
from domain.video.asking import kept_name
from domain.video.narration import choose
from domain.work import Given


@dataclass(frozen=True, slots=True)
class ChooseNarration(Plain):
    """Which recording of the script is heard; None: the channel's voice. It is told again."""

    video_id: VideoId
    account_id: AccountId
    by: str
    recording: AssetId | None

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        before: Video = yield Step(video_stream(self.video_id), self._must_be_its_own)
        recording, attribution = None, ""
        if self.recording is not None:
            said: Asset = yield Step(asset_stream(self.recording), self._must_be_sound)
            rights = yield from rights_to(self.recording, before, world.now.date())
            recording = Given(self.recording, said.blob, kept_name(said.name))
            attribution = rights.attribution

        def decide(it: Video | None) -> Decision:
            return choose(its_own(it, self.account_id), recording, attribution, self.by)

        yield Step(video_stream(self.video_id), decide)

    def _must_be_its_own(self, it: Video | None) -> Decision:
        its_own(it, self.account_id)
        yield from ()

    def _must_be_sound(self, it: Asset | None) -> Decision:
        asset.must_be(it, self.account_id, AssetKind.MUSIC)
        yield from ()
