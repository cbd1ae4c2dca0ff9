"""One leased job on a ledger and blobs in memory; the providers are the tests' own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.call import About
from domain.event import Event
from domain.ids import BlobId, kind_of
from domain.job import Job
from domain.mode import Mode
from domain.prices import Provider
from domain.work import Work
from processors.calls import JournalledCalls
from processors.errors import Rejected
from processors.recording import Recording
from tests.given import ACCOUNT, CHANNEL, JOB, VIDEO, VIDEO_STREAM
from tests.memory import MemoryLedger

OFFLINE = Provider("stand-in", "one", Mode.OFFLINE)
LIVE = Provider("openai", "gpt-6.1-terra", Mode.LIVE)
ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)
LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)
"""When no provider is at work any more on what the tests have asked."""


@dataclass
class MemoryBlobs:
    held: dict[BlobId, bytes] = field(default_factory=dict)

    async def put(self, data: bytes) -> BlobId:
        id = BlobId(f"sha256:{sha256(data).hexdigest()}")
        self.held[id] = data
        return id

    async def put_file(self, path: Path) -> BlobId:
        raise NotImplementedError(f"no processor takes in the file {path}")

    async def put_stream(self, chunks: Any, size_max_bytes: int) -> BlobId:
        raise NotImplementedError(f"no processor takes streams of {size_max_bytes} bytes: {chunks}")

    async def get(self, id: BlobId) -> bytes:
        if id not in self.held:
            raise Rejected(f"There is no blob {id} in the store.", code="blob-missing")
        return self.held[id]

    async def path(self, id: BlobId) -> Path:
        raise NotImplementedError(f"no processor reads the file of {id}")


@dataclass
class Bench:
    """A job, and the calls that one lease (named by its fence) of it makes."""

    work: Work
    ledger: MemoryLedger
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)

    def calls(self, fence: str = "1.1", now: datetime = LONG_AFTER) -> JournalledCalls:
        return JournalledCalls(self.recording(fence), self.blobs, ABOUT, lambda: now)

    def recording(self, fence: str = "1.1") -> Recording:
        return Recording(self.ledger, JOB, Job(VIDEO_STREAM, ACCOUNT, self.work), fence)

    def happened(self, kind: str) -> list[Event]:
        """Everything recorded in streams of this kind, in order."""
        return [event for stream, event in self.ledger.log if kind_of(stream) == kind]
