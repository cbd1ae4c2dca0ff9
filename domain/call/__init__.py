"""A call to the world: intended before a byte leaves, settled once, priced as it is settled."""

from domain.call.events import (
    About,
    CallAccepted,
    CallCostCameLate,
    CallEvent,
    CallFailed,
    CallHappened,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.call.state import (
    ANSWERED_LATE,
    FOUND_LATE,
    Call,
    CallStatus,
    GivenUp,
    Intent,
    evolve,
    intend,
)

__all__ = [
    "ANSWERED_LATE",
    "FOUND_LATE",
    "About",
    "Call",
    "CallAccepted",
    "CallCostCameLate",
    "CallEvent",
    "CallFailed",
    "CallHappened",
    "CallIntended",
    "CallOutcomeUnknown",
    "CallReconciled",
    "CallStatus",
    "CallSucceeded",
    "GivenUp",
    "Intent",
    "evolve",
    "intend",
]
