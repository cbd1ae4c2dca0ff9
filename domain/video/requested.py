"""What a video is made from: what was asked for, and what was found out for it."""

from dataclasses import dataclass

from domain.brief import Aspect
from domain.film_format import STANDARD_FORMAT, FilmFormat
from domain.ids import AccountId, AssetId, BlobId, ChannelId
from domain.mode import Mode
from domain.scene.look import USUAL, Look
from domain.video.events import VideoRequested
from domain.work import Given


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; it never changes. Either a source or a topic."""

    account_id: AccountId
    channel_id: ChannelId
    channel_name: str
    source_asset: AssetId | None
    source: BlobId | None
    pictures: tuple[Given, ...]
    attributions: tuple[str, ...]
    aspect: Aspect
    seconds: int
    language: str
    voice: str
    palette_seed: str
    format: FilmFormat = STANDARD_FORMAT
    look: Look = USUAL
    personality: str = ""
    verbatim: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Researched:
    """What was found out of a topic, and its facts alone, as a source; how real its call was."""

    brief: BlobId
    source: BlobId
    mode: Mode


def request_of(it: VideoRequested) -> Request:
    return Request(
        it.account_id,
        it.channel_id,
        it.channel_name,
        it.source_asset,
        it.source,
        it.pictures,
        it.attributions,
        it.aspect,
        it.seconds,
        it.language,
        it.voice,
        it.palette_seed,
        it.format,
        it.look,
        it.personality,
        it.verbatim,
        it.topic,
    )
