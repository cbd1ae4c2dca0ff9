"""What the API is given: the ledger, the tables, the files, and who may ask for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry

from commands.ports import Ledger
from domain.account import Role
from domain.asset import AssetKind
from domain.clip import ClipFacts
from domain.email_verification import CodeLimits
from domain.ids import AccountId, BlobId, CodeDigest, VideoId
from domain.sealed import Vault
from domain.video import Video
from processors.mail import Address
from processors.ports import Blobs
from queries.ports import History, Tables


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: an account, in a role."""

    account_id: AccountId
    role: Role

    @property
    def actor(self) -> str:
        return f"person/{self.account_id}"


class Tokens(Protocol):
    def person(self, token: str) -> Person | None:
        """Whose token this is; None where it is nobody's. Takes as long either way."""
        ...


class Pictures(Protocol):
    async def check(self, path: Path, name: str) -> None:
        """Decodes the image in a limited process; raises InvalidInput (`image-unreadable`)."""
        ...


class Clips(Protocol):
    """Reads clips in a limited process; raises InvalidInput (`clip-unreadable` and others)."""

    async def check(self, path: Path, name: str) -> ClipFacts: ...

    async def poster(
        self, path: Path, name: str, at_ms: int, size: tuple[int, int]
    ) -> tuple[ClipFacts, bytes]:
        """Also a JPEG of `size` (even), of what is seen soon after an instant."""
        ...


class Sounds(Protocol):
    async def check(self, path: Path, name: str) -> None:
        """Decodes all of it in a limited process, and speaks of it by this name.

        Raises InvalidInput: `sound-unreadable`, `sound-silent` or `sound-long`.
        """
        ...


class Languages(Protocol):
    def refuse(self, language: str) -> None:
        """Raises InvalidInput (`language-unknown`) for one that the voice does not speak."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """Work that a worker is at: `done` of `total` frames, how many a second, whole segments."""

    job_id: str
    kind: str
    done: int
    total: int
    per_second: float
    segments_done: int = 0
    segments_total: int = 0


class Progress(Protocol):
    async def of(self, video_id: VideoId) -> tuple[Running, ...]:
        """What is being worked on for this video now; empty where nothing is, or is known."""
        ...


class Uploads(Protocol):
    async def discard(self, account_id: AccountId, id: BlobId) -> None:
        """Removes a file that an account being erased sent too late, if no other names it."""
        ...


class Codes(Protocol):
    """Codes that verify an address; every method raises Busy."""

    @property
    def configured(self) -> bool:
        """Whether mail is sent at all."""
        ...

    @property
    def limits(self) -> CodeLimits: ...

    async def address(self, account_id: AccountId) -> Address | None:
        """Where letters of an account go; None where there is none, or it was erased."""
        ...

    async def draw(self, account_id: AccountId) -> CodeDigest:
        """A new code, kept sealed until its mail is written. Raises OwnerErased."""
        ...

    async def forget(self, account_id: AccountId, digest: CodeDigest) -> None: ...

    def digest(self, account_id: AccountId, code: str) -> CodeDigest:
        """The same however a code is typed."""
        ...


class Appeals(Protocol):
    async def pack(self, video_id: VideoId, video: Video) -> bytes:
        """A ZIP of all that shows how a video came about; raises Busy."""
        ...


class Health(Protocol):
    async def parts(self) -> Mapping[str, bool]:
        """Each part that answering requests needs, by name, and whether it works."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    body_bytes: int
    text_bytes: int
    image_bytes: int
    clip_bytes: int
    music_bytes: int
    query_characters: int
    retry_after_s: int
    live_streams: int
    live_beat_s: float
    live_step_s: float
    live_s: float

    def of(self, kind: AssetKind) -> int:
        """How large a file of a kind may be."""
        match kind:
            case AssetKind.TEXT:
                return self.text_bytes
            case AssetKind.IMAGE:
                return self.image_bytes
            case AssetKind.CLIP:
                return self.clip_bytes
            case AssetKind.MUSIC:
                return self.music_bytes


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Everything that the API is built with; made in one place.

    `researches`: somebody is chosen to find out about topics.
    """

    ledger: Ledger
    reader: Tables
    history: History
    blobs: Blobs
    uploads: Uploads
    vault: Vault
    codes: Codes
    pictures: Pictures
    clips: Clips
    sounds: Sounds
    languages: Languages
    progress: Progress
    appeals: Appeals
    health: Health
    tokens: Tokens
    limits: Limits
    metrics: CollectorRegistry
    researches: bool = False
