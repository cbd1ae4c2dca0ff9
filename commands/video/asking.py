"""What a person may ask of a video."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from commands.rights import fit_all, licensed
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
    BlobId,
    ChannelId,
    VideoId,
    asset_stream,
    channel_stream,
    video_stream,
)
from domain.music import UNSAID as NO_WORD_OF_MUSIC
from domain.music import AskedMusic, MusicChoice
from domain.rights import Decided, Rights
from domain.video import Stage, Video
from domain.video.asking import kept_name
from domain.video.events import MusicChosen, VideoRequested
from domain.video.narration_events import NarrationChosen
from domain.work import Given


@dataclass(frozen=True, slots=True)
class RequestVideo:
    """What the channel and its files do not say themselves; None: the channel's own default.

    `pictures` may be clips; one that has no cut among `cuts` is shown whole and muted.
    `narration` is a recording of the source, whose text is then taken word for word.
    """

    video_id: VideoId
    account_id: AccountId
    channel_id: ChannelId
    source: AssetId
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

    @property
    def ids(self) -> dict[str, str]:
        return {"video_id": str(self.video_id)}

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        its: Channel = yield Step(channel_stream(self.channel_id), self._must_take_requests)
        source: Asset = yield Step(asset_stream(self.source), self._must_be(AssetKind.TEXT))
        visual = self._must_be(AssetKind.IMAGE, AssetKind.CLIP)
        pictures = yield from _read(self.pictures, visual)
        logo, choice = its.look.logo, self.music.over(its.music)
        logos = yield from _read([logo.asset_id] if logo else [], visual)
        ids = (choice.asset_id if choice else None, self.narration)
        sounds = yield from _read((it for it in ids if it), self._must_be(AssetKind.MUSIC))
        files, beside = (source, *pictures, *logos, *sounds), self._undecided(its)
        rights = fit_all(files, its, world.now.date(), beside)
        shown = len(files) - len(sounds)
        requested = self._requested(its, source, pictures, rights[:shown])
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
        self, its: Channel, source: Asset, pictures: list[Asset], rights: list[Rights]
    ) -> VideoRequested:
        return VideoRequested(
            account_id=self.account_id,
            channel_id=self.channel_id,
            channel_name=its.name,
            source_asset=self.source,
            source=source.blob,
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


def its_own(it: Video | None, account_id: AccountId) -> Video:
    if it is None or it.request.account_id != account_id:
        raise Refused("video-unknown", "there is no such video in this account")
    return it
