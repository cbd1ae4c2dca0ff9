"""Erasure: a notice that outlives it, then an account's work stops, its keys and files go.

The notice lies outside the database, so that a backup from before, restored, is put right.
Whatever of this was done when a worker died is done again by the next, and ends in the same.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from commands.account import RepeatErasure, ReportErasure, StopVideo
from commands.job import CancelJob
from commands.ports import Because, Command, Ledger
from domain.ids import AccountId, JobId, OpId, StreamId, VideoId, job_stream, key_of
from domain.job import Job
from processors.abandoned import ending
from processors.anchors import Anchors
from processors.errors import Unavailable
from processors.job import AccountJob
from processors.recording import digest
from processors.traces import Begun, Belongings, Traces

BY = "system/erasure"
LOOK_S = 0.2
FOLDER, SUFFIX = "erasures/", ".json"


@dataclass(frozen=True, slots=True)
class EraseProcessor:
    """`quiet_s`: how long other workers may take to notice that their work has ended."""

    traces: Traces
    anchors: Anchors
    quiet_s: float

    async def run(self, job: AccountJob) -> None:
        """Raises Unavailable (`account-at-work`), Busy, and what its places raise."""
        begun = await self.traces.belongings.begun(job.account_id)
        assert begun is not None, "an erasure's job is opened by its beginning"
        await announce(self.anchors, job.account_id, begun)
        await self._stop(job)
        await self._quiet(job)
        await self.traces.remove(job.account_id)
        await job.report(ReportErasure(job.account_id, job.job_id))

    async def _stop(self, job: AccountJob) -> None:
        ends = _ends(self.traces.belongings, job.account_id, job.recording.state)
        async for name, command in ends:
            if name != f"cancel {job_stream(job.job_id)}":
                await job.recording.record(command, uuid5(job.job_id, name))

    async def _quiet(self, job: AccountJob) -> None:
        """Nobody writes another file for the account. Raises Unavailable where somebody may."""
        for _ in range(round(self.quiet_s / LOOK_S) + 1):
            if not await self.traces.belongings.at_work(job.account_id, job.job_id):
                return
            await asyncio.sleep(LOOK_S)
        raise Unavailable("the account's work has not stopped yet", code="account-at-work")


async def _ends(
    belongings: Belongings,
    account_id: AccountId,
    state: Callable[[StreamId], Awaitable[Any]],
) -> AsyncIterator[tuple[str, Command]]:
    """What ends the account's videos, calls and open jobs; each has a name of its own."""
    for stream in await belongings.streams(account_id, "video"):
        yield f"stop {stream}", StopVideo(VideoId(UUID(key_of(stream))), BY)
    for stream in await belongings.streams(account_id, "call"):
        if lost := ending(OpId(UUID(key_of(stream))), await state(stream)):
            yield f"end {stream}", lost
    for stream in await belongings.streams(account_id, "job"):
        its: Job = await state(stream)
        if not its.settled:
            cancel = CancelJob(JobId(UUID(key_of(stream))), "the account is being erased")
            yield f"cancel {stream}", cancel


async def announce(anchors: Anchors, account_id: AccountId, begun: Begun) -> None:
    """The notice, once: account, time and position of the beginning; nothing of a person."""
    name = f"{FOLDER}{account_id}{SUFFIX}"
    if await anchors.read(name) is None:
        told = {
            "account_id": str(account_id),
            "begun_at": begun.at.isoformat(),
            "position": begun.position,
        }
        await anchors.add(name, json.dumps(told).encode())


async def announced(anchors: Anchors) -> list[AccountId]:
    """Every account that was ever erased here, whatever the ledger knows of it."""
    names = await anchors.names(FOLDER)
    return [AccountId(UUID(it.removeprefix(FOLDER).removesuffix(SUFFIX))) for it in names]


async def reapply(ledger: Ledger, traces: Traces, erased: Iterable[AccountId]) -> int:
    """Puts a restored installation right: none of these accounts has keys, files or work again.

    Their number. Nothing may be served before. Done again it changes nothing. Raises Busy,
    CallError.
    """
    count = 0
    for account_id in erased:
        await traces.remove(account_id)
        await _again(ledger, account_id, "erased again", RepeatErasure(account_id))
        async for name, command in _ends(traces.belongings, account_id, ledger.state):
            await _again(ledger, account_id, name, command)
        count += 1
    return count


async def _again(ledger: Ledger, account_id: AccountId, name: str, command: Command) -> None:
    key = uuid5(account_id, name)
    cause = Because("system/restore", account_id, key, digest(command), account_id, account_id)
    await ledger.carry_out(command, cause)
