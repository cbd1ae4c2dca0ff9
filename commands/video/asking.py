"""What a person may ask of a video."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from commands.account import active
from commands.ports import Step, Steps, World
from commands.rights import fit_all
from domain import asset, channel, video
from domain.asset import Asset, AssetKind
from domain.brief import Aspect
from domain.caption_look import UNSAID as UNSAID_LOOK
from domain.caption_look import AskedLook
from domain.channel import Channel
from domain.clip import WHOLE, Cut
from domain.event import Decision, Refused
from domain.film_format import UNSAID, AskedFormat
from domain.ids import (
    AccountId,
    AssetId,
    ChannelId,
    VideoId,
    asset_stream,
    channel_stream,
    video_stream,
)
from domain.music import UNSAID as NO_WORD_OF_MUSIC
from domain.music import AskedMusic, MusicChoice
from domain.rights import Decided, Rights
from domain.video import Video
from domain.video.asking import kept_name
from domain.video.events import MusicChosen, VideoRequested
from domain.video.narration_events import NarrationChosen
from domain.work import Given


@dataclass(frozen=True, slots=True)
class RequestVideo:
    """What the channel and its files do not say themselves; None: the channel's own default.

    `pictures` may be clips; one that has no cut among `cuts` is shown whole and muted.
    `narration` is a recording of the source, whose text is then taken word for word. Without a
    source there is a `topic`, of which one is to be found out.
    """

    video_id: VideoId
    account_id: AccountId
    channel_id: ChannelId
    source: AssetId | None
    pictures: tuple[AssetId, ...]
    aspect: Aspect
    seconds: int
    language: str | None
    decided: Decided | None
    format: AskedFormat = UNSAID
    captions: AskedLook = UNSAID_LOOK
    cuts: tuple[tuple[AssetId, Cut], ...] = ()
    music: AskedMusic = NO_WORD_OF_MUSIC
    narration: AssetId | None = None
    topic: str = ""

    @property
    def ids(self) -> dict[str, str]:
        return {"video_id": str(self.video_id)}

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        its: Channel = yield Step(channel_stream(self.channel_id), self._must_take_requests)
        text = self._must_be(AssetKind.TEXT)
        sources = yield from _read([self.source] if self.source else [], text)
        visual = self._must_be(AssetKind.IMAGE, AssetKind.CLIP)
        pictures = yield from _read(self.pictures, visual)
        logo, choice = its.look.logo, self.music.over(its.music)
        logos = yield from _read([logo.asset_id] if logo else [], visual)
        ids = (choice.asset_id if choice else None, self.narration)
        sounds = yield from _read((it for it in ids if it), self._must_be(AssetKind.MUSIC))
        files, beside = (*sources, *pictures, *logos, *sounds), self._undecided(its)
        rights = fit_all(files, its, world.now.date(), beside)
        shown = len(files) - len(sounds)
        requested = self._requested(its, sources, pictures, rights[:shown])
        heard = tuple(self._heard(choice, zip(sounds, rights[shown:], strict=True)))

        def decide(it: Video | None) -> Decision:
            return video.request(it, requested, *heard)

        yield Step(video_stream(self.video_id), decide)

    def _must_take_requests(self, it: Channel | None) -> Decision:
        return channel.must_take_requests(it, self.account_id)

    def _must_be(self, *kinds: AssetKind) -> Callable[[Asset | None], Decision]:
        def decide(it: Asset | None) -> Decision:
            asset.must_be(it, self.account_id, *kinds)
            yield from ()

        return decide

    def _requested(
        self, its: Channel, sources: list[Asset], pictures: list[Asset], rights: list[Rights]
    ) -> VideoRequested:
        return VideoRequested(
            account_id=self.account_id,
            channel_id=self.channel_id,
            channel_name=its.name,
            source_asset=self.source,
            source=sources[0].blob if sources else None,
            pictures=self._given(pictures),
            attributions=tuple(dict.fromkeys(it.attribution for it in rights if it.attribution)),
            aspect=self.aspect,
            seconds=self.seconds,
            language=self.language or its.language,
            voice=its.voice,
            palette_seed=str(self.channel_id),
            decided=self._decided(its),
            format=self.format.over(its.format),
            captions=self.captions.over(its.captions),
            look=its.look,
            personality=its.personality,
            verbatim=self.narration is not None,
            topic=self.topic,
        )

    def _given(self, pictures: list[Asset]) -> tuple[Given, ...]:
        cuts, clips = dict(self.cuts), AssetKind.CLIP
        kinds = {id: it.kind for id, it in zip(self.pictures, pictures, strict=True)}
        if any(kinds.get(it) is not clips for it in cuts):
            raise Refused("cut-of-no-clip", "a cut is made of a clip that is among the pictures")
        for cut in cuts.values():
            cut.refuse_impossible()
        return tuple(
            Given(
                id,
                it.blob,
                kept_name(it.name),
                cuts.get(id, WHOLE) if it.kind is clips else None,
            )
            for id, it in zip(self.pictures, pictures, strict=True)
        )

    def _undecided(self, its: Channel) -> Iterator[Refused]:
        if (self.decided or its.decided) is None:
            yield Refused(
                "undecided",
                "nobody decided this film's disclosure, audience and paid promotion:"
                " decide them with the request or as the channel's default",
            )

    def _decided(self, its: Channel) -> Decided:
        decided = self.decided or its.decided
        assert decided is not None, "an undecided film is refused"
        return decided

    def _heard(
        self, choice: MusicChoice | None, sounds: Iterator[tuple[Asset, Rights]]
    ) -> Iterator[MusicChosen | NarrationChosen]:
        """The music, then the recording, each under the rights to it."""
        if choice is not None:
            used, its = next(sounds)
            music = asset.as_music(used, choice)
            yield MusicChosen(self.channel_id, music, its.attribution, its.decided_by)
        if self.narration is not None:
            used, its = next(sounds)
            given = Given(self.narration, used.blob, kept_name(used.name))
            yield NarrationChosen(self.channel_id, given, its.attribution, its.decided_by)


def _read(
    ids: Iterable[AssetId], must_be: Callable[[Asset | None], Decision]
) -> Generator[Step, Any, list[Asset]]:
    found: list[Asset] = []
    for it in ids:
        found.append((yield Step(asset_stream(it), must_be)))  # noqa: PERF401 — a yield cannot stand in a comprehension
    return found


def its_own(it: Video | None, account_id: AccountId) -> Video:
    if it is None or it.request.account_id != account_id:
        raise Refused("video-unknown", "there is no such video in this account")
    return it
