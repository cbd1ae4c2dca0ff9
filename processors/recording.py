"""What one lease of a job records: every command under a key of its own, until it is taken."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import to_json

from commands.ports import Because, Busy, Command, Ledger, Receipt
from domain.ids import JobId, StreamId, key_of
from domain.job import Job

WAIT_FIRST_S, WAIT_MAX_S = 0.1, 5.0
SENTENCE_MAX = 1_000

HIDDEN = "[hidden]"
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
KEY = re.compile(
    r"\b(?:sk|pk|rk|xi|gh[a-z])[-_][\w-]{8,}"
    r"|(?i:(?<=bearer )|(?<=key=)|(?<=token=)|(?<=secret=)|(?<=password=))[^\s&'\"]+"
)
PLACE = re.compile(r"(?<![\w/:.])/(?:[^\s/'\"<>]+/)+")
"""The folders of an absolute path; a file of an address, or of `and/or`, is none."""

Report = Callable[[Command], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Recording:
    """The ledger as one lease of one job sees it; `fence` names the lease, and no other.

    A ledger that is busy is asked again until the lease is over: paid work is not forgotten.
    """

    ledger: Ledger
    job_id: JobId
    job: Job
    fence: str

    async def state(self, stream: StreamId) -> Any:
        return await self._patiently(lambda: self.ledger.state(stream))

    async def report(self, command: Command) -> Receipt:
        """An outcome of the job: told again it is the same key, another outcome is another."""
        return await self.record(command, uuid5(self.job_id, f"outcome {digest(command).hex()}"))

    async def record(self, command: Command, command_id: UUID) -> Receipt:
        because = Because(
            actor=f"worker/{self.job.work.kind}",
            account_id=self.job.account_id,
            command_id=command_id,
            request_digest=digest(command),
            correlation_id=UUID(key_of(self.job.subject)),
            causation_id=self.job_id,
        )
        receipt: Receipt = await self._patiently(lambda: self.ledger.carry_out(command, because))
        return receipt

    async def _patiently(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        wait_s = WAIT_FIRST_S
        while True:
            try:
                return await ask()
            except Busy:
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, WAIT_MAX_S)


def digest(command: Command) -> bytes:
    """SHA-256 of the command's name and values."""
    return sha256(type(command).__name__.encode() + to_json(command)).digest()


def tellable(sentence: str) -> str:
    """A sentence fit for an event, which stays: it may quote a library or a provider.

    Of a file's place its name is left, of a key nothing; and there is room beside it.
    """
    sentence = PLACE.sub("…/", KEY.sub(HIDDEN, CREDENTIALS.sub(HIDDEN, sentence)))
    return sentence if len(sentence) <= SENTENCE_MAX else f"{sentence[: SENTENCE_MAX - 1]}…"
