"""A leased job: what to do, and the ways in and out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from commands.video.reports import Outcome
from domain.ids import AccountId, JobId, VideoId
from domain.work import Work
from processors.call import Answered, Calls
from processors.ports import Blobs, Tell
from processors.recording import Recording, Report

Its = TypeVar("Its", bound=Work)

Licensed = Callable[[], Awaitable[None]]
"""Raises Rejected where a file that the video tells or shows may not be used now."""


@dataclass(frozen=True)
class LeasedJob(Generic[Its]):
    """Everything that a processor may know and use; `report` tells its one outcome."""

    job_id: JobId
    video_id: VideoId
    work: Its
    blobs: Blobs
    calls: Calls
    report: Report
    tell: Tell
    licensed: Licensed

    def outcome(self, made: Answered[Any]) -> Outcome:
        """That of this job, with what its call made."""
        return Outcome(self.video_id, self.job_id, made.mode)


@dataclass(frozen=True)
class AccountJob:
    """The same of a job whose subject is an account: it calls nobody, and records by itself."""

    job_id: JobId
    account_id: AccountId
    recording: Recording
    report: Report


class Processor(Protocol):
    """What one kind of job does, with a LeasedJob or an AccountJob."""

    async def run(self, job: Any) -> None:
        """Reports its outcome with one command. Raises CallError where there is none."""
        ...
