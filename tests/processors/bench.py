"""One leased job on a ledger and blobs in memory; the providers are the tests' own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.call import About
from domain.event import Event, Recorded
from domain.ids import BlobId, StreamId, job_stream, kind_of
from domain.job import Job, JobOpened
from domain.mode import Mode
from domain.prices import Provider
from domain.work import Work
from processors.calls import JournalledCalls
from processors.errors import Rejected
from processors.job import LeasedJob
from processors.ports import Progress
from processors.recording import Recording
from tests.given import ACCOUNT, CHANNEL, JOB, VIDEO, VIDEO_STREAM
from tests.memory import MemoryLedger

OFFLINE = Provider("stand-in", "one", Mode.OFFLINE)
LIVE = Provider("openai", "gpt-6.1-terra", Mode.LIVE)
ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)


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
    """A job of the video that `history` tells of; `job(fence)` is one lease of it."""

    ledger: MemoryLedger
    work: Work
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    told: list[Progress] = field(default_factory=list)

    @classmethod
    def of(cls, work: Work, history: Iterable[Event] = ()) -> "Bench":
        opened = JobOpened(VIDEO_STREAM, ACCOUNT, work, None)
        entries = [(VIDEO_STREAM, it) for it in history]
        return cls(MemoryLedger([*entries, (job_stream(JOB), opened)]), work)

    def calls(self, fence: str = "1.1") -> JournalledCalls:
        return JournalledCalls(self.recording(fence), self.blobs, ABOUT)

    def recording(self, fence: str = "1.1") -> Recording:
        return Recording(self.ledger, JOB, Job(VIDEO_STREAM, ACCOUNT, self.work), fence)

    def job(self, fence: str = "1.1") -> LeasedJob[Any]:
        calls = self.calls(fence)
        report = self.recording(fence).report
        return LeasedJob(JOB, VIDEO, self.work, self.blobs, calls, report, self._tell)

    def happened(self, kind: str) -> list[Event]:
        """Everything recorded in streams of this kind, in order."""
        return [event for stream, event in self.ledger.log if kind_of(stream) == kind]

    async def recorded(self, stream: StreamId) -> list[Recorded]:
        return await self.ledger.read_stream(stream)

    async def _tell(self, progress: Progress) -> None:
        self.told.append(progress)
