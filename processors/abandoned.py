"""Calls that nobody will ask about again: what they may have cost is said, once."""

from collections.abc import Iterable
from uuid import uuid5

from commands.call import LoseCall, ReconcileCall
from commands.ports import Command
from domain.call import Call, CallStatus
from domain.ids import OpId, call_stream
from domain.mode import Mode
from processors.recording import Recording

SENTENCE = "its job ended before an answer came; its cost stands as an estimate"


async def abandon(recording: Recording, ops: Iterable[OpId]) -> None:
    """Settles those that are open: lost, or never run where nobody is paid."""
    for op in ops:
        its: Call | None = await recording.state(call_stream(op))
        if its is not None and (command := ending(op, its)):
            await recording.record(command, uuid5(op, f"abandon {its.attempt}"))


def ending(op: OpId, its: Call) -> Command | None:
    """What settles an open call; None where it is settled, or stands as an estimate already."""
    if its.status is not CallStatus.INTENDED:
        return None
    if its.provider.mode is Mode.OFFLINE:
        return ReconcileCall(op, its.attempt, None, ())
    return LoseCall(op, its.attempt, SENTENCE, its.most)
