"""What is recorded of a job whose try ended in a fault."""

from datetime import timedelta

from commands.job import CancelJob, DeferJob, FailJob
from commands.ports import Command
from domain.ids import JobId
from infra.worker.watch import Interrupted, Unwanted
from processors.errors import CallError, ClockJumped, OutcomeUnknown, Unavailable
from processors.policy import Policy, waits
from processors.recording import tellable

INTERNAL = "internal"


JUMP = timedelta(minutes=1)
"""A clock that is set by less has been kept right; by more, somebody should look."""


def refuse_jumped(by: timedelta) -> None:
    """Raises ClockJumped where this machine's clock was set by more than a minute."""
    if abs(by) > JUMP:
        way = "forwards" if by > timedelta(0) else "back"
        raise ClockJumped(
            f"the clock of this machine jumped {way} by {_told(abs(by))}; see that it is right now"
            " (`timedatectl`), since prices, caps and timers go by it: work goes on by the new time"
        )


def _told(by: timedelta) -> str:
    minutes = round(by.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min"


def verdict_on(
    fault: Exception, job_id: JobId, tries: int, policy: Policy, *, progressed: bool = False
) -> tuple[Command, str]:
    """And the fault's code; `tries`: so often the job was waited with, this time included.

    `progressed`: some call was answered before the fault, which is so the first of its row.
    """
    match fault:
        case Unwanted():
            return CancelJob(job_id, str(fault)), "cancelled"
        case Interrupted():
            late = FailJob(job_id, "too-late", str(fault), passing=True, progressed=progressed)
            return late, "too-late"
        case CallError():
            tries = 1 if progressed else tries
            return _of_a_call(fault, job_id, tries, policy, progressed=progressed), fault.code
        case _:
            sentence = (
                f"something unforeseen ({type(fault).__name__}) stopped this; the log says more"
            )
            unforeseen = FailJob(job_id, INTERNAL, sentence, passing=True, progressed=progressed)
            return unforeseen, INTERNAL


def _of_a_call(
    fault: CallError, job_id: JobId, tries: int, policy: Policy, *, progressed: bool
) -> Command:
    after = timedelta(seconds=policy.wait_s(fault, tries))
    sentence = tellable(fault.sentence)
    if waits(fault):
        return DeferJob(job_id, fault.code, sentence, after, progressed)
    passing = isinstance(fault, Unavailable | OutcomeUnknown)
    return FailJob(job_id, fault.code, sentence, passing, after, progressed)
