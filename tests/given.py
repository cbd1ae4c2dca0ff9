"""Values that tests share. Nothing random, nothing from the clock."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from commands.ports import Because
from domain.brief import Aspect
from domain.channel import ChannelOpened
from domain.ids import (
    AccountId,
    AssetId,
    BlobId,
    ChannelId,
    JobId,
    LoginKey,
    OpId,
    VideoId,
    channel_stream,
    video_stream,
)
from domain.rights import (
    Audience,
    Decided,
    Disclosure,
    Ownership,
    PaidPromotion,
    Rights,
)
from domain.video.events import VideoRequested
from domain.work import Given

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACCOUNT, OTHER_ACCOUNT = AccountId(UUID(int=1)), AccountId(UUID(int=2))
CHANNEL = ChannelId(UUID(int=3))
VIDEO = VideoId(UUID(int=4))
TEXT, PHOTO = AssetId(UUID(int=5)), AssetId(UUID(int=6))
TUNE = AssetId(UUID(int=10))
JOB, OTHER_JOB = JobId(UUID(int=7)), JobId(UUID(int=8))
OP = OpId(UUID(int=9))
LOGIN = LoginKey("a" * 64)
YOU = f"person/{ACCOUNT}"
VIDEO_STREAM, CHANNEL_STREAM = video_stream(VIDEO), channel_stream(CHANNEL)


def blob(name: str) -> BlobId:
    """A blob as if its bytes were this name."""
    return BlobId(f"sha256:{sha256(name.encode()).hexdigest()}")


SOURCE, SCRIPT = blob("source"), blob("script")
DECIDED = Decided(
    Disclosure(realistic=False, reasons=(), decided_by=YOU),
    Audience(made_for_kids=False, decided_by=YOU),
    PaidPromotion(included=False, decided_by=YOU),
)
RIGHTS = Rights(
    Ownership.OWN,
    "own work",
    commercial_use=True,
    attribution="",
    expires_on=None,
    decided_by=YOU,
)
OPENED = ChannelOpened(ACCOUNT, "Deep Time", "en", "en")
REQUESTED = VideoRequested(
    account_id=ACCOUNT,
    channel_id=CHANNEL,
    channel_name="Deep Time",
    source_asset=TEXT,
    source=SOURCE,
    pictures=(Given(PHOTO, blob("photo"), "photo.jpg"),),
    attributions=(),
    aspect=Aspect.WIDE,
    seconds=45,
    language="en",
    voice="en",
    palette_seed=str(CHANNEL),
    decided=DECIDED,
)


def because(key: int, digest: bytes = b"") -> Because:
    request_digest = sha256(digest).digest()
    return Because(YOU, ACCOUNT, UUID(int=key), request_digest, UUID(int=7), UUID(int=8))
