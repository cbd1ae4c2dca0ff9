"""Commands that wait for their answers: in order, bounded, each key once."""

import sys
from collections import deque
from collections.abc import Iterable
from uuid import UUID

from commands.ports import Busy, Receipt, Reused
from infra.ledger import metrics
from infra.ledger.batch import Asked
from infra.ledger.writer import Stored
from infra.settings import Ledger as Limits

MANY = 16
"""So many are worth two commits: one half is decided while the other is committed."""


class Waiting:
    """A queue, and those that were taken from it and have no answer yet."""

    def __init__(self, limits: Limits) -> None:
        self._max, self._tries, self._together = limits.waiting, limits.tries, limits.batch_events
        self._queue: deque[Asked] = deque()
        self._taken: dict[Asked, None] = {}

    def __bool__(self) -> bool:
        return bool(self._queue)

    @property
    def are_new(self) -> bool:
        """Whether any wait, and none for another try."""
        return bool(self._queue) and not self._queue[0].tries and not self._queue[0].alone

    def add(self, asked: Asked) -> None:
        """Raises Busy where too many wait."""
        if len(self._queue) >= self._max:
            metrics.REFUSED.inc()
            raise Busy(f"{self._max} commands wait already; try again in a moment")
        self._queue.append(asked)

    def half(self) -> list[Asked]:
        """What waits; where many do, half of it."""
        waiting = len(self._queue)
        return self.take(waiting // 2 if waiting >= MANY else waiting)

    def take(self, most: int = sys.maxsize) -> list[Asked]:
        """What waits, up to a batch. Of those under one key the first; the rest follow it."""
        taken: dict[UUID, Asked] = {}
        most = min(most, self._together)
        while self._queue and len(taken) < most:
            if taken and self._queue[0].alone:
                break
            it = self._queue.popleft()
            if it.answer.done():  # nobody waits for it any more
                self.back(it.same)
                continue
            first = taken.setdefault(it.because.command_id, it)
            if first is not it:
                first.same.append(it)
            if it.alone:
                break
        metrics.WAITING.set(len(self._queue))
        self._taken |= dict.fromkeys(taken.values())
        return list(taken.values())

    def in_hand(self) -> list[Asked]:
        """Those taken that have no answer yet; where none were taken, all that wait."""
        if not self._taken:
            while self._queue:
                self.take()
        return list(self._taken)

    def back(self, asked: Iterable[Asked]) -> None:
        """In front of all others, in the order given."""
        back = list(asked)
        self._queue.extendleft(reversed(back))
        for it in back:
            self._taken.pop(it, None)

    def again(self, asked: Iterable[Asked], why: Exception, *, doubtful: bool = False) -> None:
        """Another try for each; one that has had them all is told why not."""
        back = []
        for it in asked:
            it.tries += 1
            it.doubtful |= doubtful
            if it.tries < self._tries:
                back.append(it)
            else:
                self.fail([it], why)
        self.back(back)

    def give(self, asked: Asked, receipt: Receipt) -> None:
        self._settle(asked, receipt)
        for it in asked.same:
            self.give_stored(it, Stored(asked.because.request_digest, receipt))

    def give_stored(self, asked: Asked, stored: Stored) -> None:
        """The answer that stands, if it was to this request."""
        if asked.because.request_digest == stored.request_digest:
            self.give(asked, stored.receipt)
        else:
            told = "this key was used before, for another request; use a new one"
            self.fail([asked], Reused(told))

    def fail(self, asked: Iterable[Asked], why: Exception) -> None:
        """Nothing was recorded; whoever asked under the same key has a try of their own."""
        for it in asked:
            self._settle(it, why)
            self.back(it.same)

    def give_up(self, why: Exception) -> None:
        """Nobody works here any more."""
        while lost := self.in_hand():  # again, for those who followed them under their keys
            self.fail(lost, why)

    def _settle(self, asked: Asked, outcome: Receipt | Exception) -> None:
        self._taken.pop(asked, None)
        if asked.answer.done():  # its caller was cancelled
            return
        if isinstance(outcome, Exception):
            asked.answer.set_exception(outcome)
        else:
            asked.answer.set_result(outcome)
