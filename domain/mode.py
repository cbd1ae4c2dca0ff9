"""How real a call was: a property of every call and of every money line."""

from enum import StrEnum


class Mode(StrEnum):
    """Derived from configuration, never passed by a caller; sums never mix modes."""

    LIVE = "live"
    SANDBOX = "sandbox"
    SIMULATED = "simulated"
    OFFLINE = "offline"
