"""Whose turn it is: the account that has least waiting goes first."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import islice

from domain.ids import AccountId
from infra.dispatcher.due import Due


def fair(jobs: Iterable[Due], waiting: Counter[AccountId], room: int) -> Iterator[Due]:
    """At most `room` jobs; each account's own in their order.

    `waiting` counts what each account has in the queue already.
    """
    yield from islice(_in_turn(jobs, waiting), max(room, 0))


def _in_turn(jobs: Iterable[Due], waiting: Counter[AccountId]) -> Iterator[Due]:
    queues: dict[AccountId, deque[Due]] = {}
    for it in jobs:
        queues.setdefault(it.account_id, deque()).append(it)
    turns = [(waiting[account], n, account) for n, account in enumerate(queues)]
    heapify(turns)
    while turns:
        has, n, account = heappop(turns)
        yield queues[account].popleft()
        if queues[account]:
            heappush(turns, (has + 1, n, account))
