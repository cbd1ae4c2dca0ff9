"""The moments of a call, and a process that ends at one of them by the signal nobody refuses."""

import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from adapters.blobs.disk import DiskBlobs
from commands.call import AcceptCall, IntendCall
from commands.job import FallBack
from commands.ports import Because, Command, Ledger, Receipt
from domain.ids import BlobId, StreamId


class Moment(StrEnum):
    """In the order in which a call passes them."""

    INTENT = "before the intent"
    SEND = "after the intent, before anything is sent"
    ACCEPT = "after the provider took it on, before its name for it is recorded"
    ACCEPTED = "after its name is recorded"
    WORK = "after it is sent, while the provider is at work"
    ANSWER = "after the work is done and charged, before the answer is there"
    KEEP = "after the answer, before it is kept"
    REPORT = "after it is kept, before the report"
    REPORTED = "after the report"
    HOP = "after a provider's failure, before the next of its chain has its turn"
    HOPPED = "after the next has its turn, before its call is intended"
    ANYWHEN = "at any time at all"


HOPS = frozenset({Moment.HOP, Moment.HOPPED})
"""What passes only where the first of a chain cannot do it."""

NAMED = frozenset({Moment.ACCEPT, Moment.ACCEPTED})
"""What passes only where the provider names what it takes on."""

FROM_OUTSIDE = frozenset({Moment.WORK, Moment.ANSWER, Moment.ANYWHEN})
"""What the process itself cannot know: whoever watches it kills it."""


@dataclass(frozen=True, slots=True)
class Death:
    """At the `time`th call that passes the moment, from 1; or `after_s` of a life."""

    moment: Moment
    time: int = 1
    after_s: float = 0.0


@dataclass
class Dying:
    """Counts the moments that pass, and ends this process at its own."""

    death: Death | None
    passed: Counter[Moment] = field(default_factory=Counter)

    def pass_(self, moment: Moment) -> None:
        self.passed[moment] += 1
        its = self.death
        if its is not None and (its.moment, its.time) == (moment, self.passed[moment]):
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class MortalLedger:
    """The real ledger, with the moments before and after each record of a call."""

    its: Ledger
    dying: Dying

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        before, after = _around(command)
        self.dying.pass_(before)
        receipt = await self.its.carry_out(command, because)
        self.dying.pass_(after)
        return receipt

    async def state(self, stream: StreamId) -> Any:
        return await self.its.state(stream)


def _around(command: Command) -> tuple[Moment, Moment]:
    match command:
        case IntendCall():
            return Moment.INTENT, Moment.SEND
        case AcceptCall():
            return Moment.ACCEPT, Moment.ACCEPTED
        case FallBack():
            return Moment.HOP, Moment.HOPPED
    return Moment.REPORT, Moment.REPORTED


class MortalBlobs(DiskBlobs):
    """The real blobs: what is kept first of an answer shows that it came."""

    def __init__(self, root: Path, dying: Dying) -> None:
        super().__init__(root)
        self._dying = dying

    async def put(self, data: bytes) -> BlobId:
        self._dying.pass_(Moment.KEEP)
        return await super().put(data)
