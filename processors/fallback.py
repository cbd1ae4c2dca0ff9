"""A chain of providers for one call: whoever cannot do it now hands it to the next.

The next one is asked after Unavailable, once its tries are used up, and after NotConfigured;
after no other fault. Whose turn it is stands in the job's stream (`job.fell-back`), so that
another lease goes on where this one stopped. The n-th provider's call is its own op, and an
answer that it gave is kept there. When the last one could not do it either, the chain begins
anew after a wait, where any of them may come back; else a person has to act.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import uuid5

from commands.job import FallBack
from domain.ids import job_stream
from domain.job import Job, JobFellBack
from domain.mode import Mode
from domain.prices import Provider, Usage
from processors.call import Answered, Call, Run
from processors.calls import JournalledCalls
from processors.errors import NotConfigured, Unavailable
from processors.estimates import most
from processors.policy import moves_on
from processors.ports import Metered
from processors.recording import tellable
from processors.ticket import Ticket, Ticketed, ticketed

Answer = TypeVar("Answer")


class Provided(Protocol):
    """Any port: somebody does its work."""

    @property
    def provider(self) -> Provider: ...


Port = TypeVar("Port", bound=Provided)


def chain(  # noqa: PLR0913 - a Call's own fields, named
    name: str,
    ports: Sequence[Port],
    *,
    request: object,
    answer: type[Answer],
    send: Callable[[Port], Awaitable[Metered[Answer]]],
    estimate: tuple[Usage, ...] = (),
    asked: tuple[object, ...] = (),
    prompt: Callable[[Port], str] = lambda _: "",
) -> tuple[Call[Answer], ...]:
    """The same call to each provider of a chain, the n-th as its own op.

    `estimate` is the most that it may cost by whoever does not say so of what is `asked`.
    """
    return tuple(
        Call(
            *(name, n, request, answer, port.provider, partial(send, port)),
            most(port, asked, estimate) if asked else estimate,
            prompt=prompt(port),
            under=_under(port, send),
        )
        for n, port in enumerate(ports, start=1)
    )


def _under(
    port: Port, send: Callable[[Port], Awaitable[Metered[Answer]]]
) -> Callable[[Ticket], Awaitable[Metered[Answer]]] | None:
    named: object = port
    if not isinstance(named, Ticketed):
        return None
    return lambda ticket: send(ticketed(port, ticket))


@dataclass(frozen=True, slots=True)
class ChainedCalls:
    """Implements Calls: makes single calls, and those that several providers could do."""

    calls: JournalledCalls

    async def make(self, call: Call[Answer]) -> Answered[Answer]:
        return await self.calls.make(call)

    async def first(self, chain: Sequence[Call[Answer]]) -> Answered[Answer]:
        """Raises what the last provider raised, or what it is waited for of another one."""
        return await self.first_run(chain[0].name, [self._alone(it) for it in chain])

    async def first_run(self, name: str, chain: Sequence[Run[Answer]]) -> Answer:
        """The same, where one provider's turn takes several calls."""
        while True:
            its = await self._job()
            turn = its.asks(name)
            try:
                return await chain[min(turn, len(chain)) - 1].calls(turn)
            except (Unavailable, NotConfigured) as fault:
                if len(chain) == 1 or not moves_on(fault, self._tries(its)):
                    raise
                hop = _hop(name, chain, turn, fault)
                await self._record(hop)
                if hop.to == 1:
                    raise _outcome(fault, hop, its.round(name)) from fault

    def _alone(self, call: Call[Answer]) -> Run[Answered[Answer]]:
        return Run(call.provider, lambda n: self.calls.make(replace(call, n=n)))

    def _tries(self, its: Job) -> int:
        """So often in a row, this time included: an answer before the fault begins a new count."""
        return 1 if self.calls.answers.count else its.tries + 1

    async def _job(self) -> Job:
        its: Job = await self.calls.recording.state(job_stream(self.calls.about.job_id))
        return its

    async def _record(self, hop: JobFellBack) -> None:
        recording = self.calls.recording
        key = uuid5(recording.job_id, f"fall back {hop.call} {hop.n} {recording.fence}")
        await recording.record(FallBack(recording.job_id, hop), key)


def _hop(
    name: str, chain: Sequence[Run[Any]], turn: int, fault: Unavailable | NotConfigured
) -> JobFellBack:
    to = turn + 1 if turn < len(chain) else 1
    return JobFellBack(
        name,
        turn,
        to,
        chain[min(turn, len(chain)) - 1].provider,
        chain[to - 1].provider,
        fault.code,
        tellable(fault.sentence),
        isinstance(fault, Unavailable),
    )


def _outcome(
    fault: Unavailable | NotConfigured, last: JobFellBack, before: tuple[JobFellBack, ...]
) -> Unavailable | NotConfigured:
    """What a whole round came to: whom it is waited for, else why none of them can do it."""
    passing = [it for it in (last, *before) if it.passing]
    passing.sort(key=lambda it: it.left.mode is Mode.OFFLINE)
    if passing[:1] == [last]:
        return fault
    said = "; ".join(f"{it.left.name}: {it.sentence}" for it in (*before, last))
    sentence = f"No provider of the chain could do it: {said}"
    if not passing:
        return type(fault)(sentence, code=fault.code)
    waited = Unavailable(sentence, code=passing[0].code)
    waited.by = passing[0].left
    return waited
