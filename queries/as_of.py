"""A point of the past, as people name it: a position, or a time with its zone."""

from datetime import UTC, datetime

from queries.ports import Unanswerable

POSITION_MAX = 2**63 - 1
DIGITS_MAX = len(str(POSITION_MAX))


def parsed(said: str) -> datetime | int:
    """A time (UTC) or a position. Raises Unanswerable (`as-of-invalid`) for anything else."""
    if said.isascii() and said.isdecimal():
        return _position(said)
    try:
        # In an address + means a space, and no time has a space before its zone.
        at = datetime.fromisoformat(said.replace(" ", "+"))
        if at.tzinfo is None:
            raise _invalid("a time needs its zone, such as Z or +02:00")
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _invalid("it is neither a position nor a time") from None


def _position(digits: str) -> int:
    if len(digits) > DIGITS_MAX or int(digits) > POSITION_MAX:
        raise _invalid("no position is that large")
    return int(digits)


def _invalid(why: str) -> Unanswerable:
    sentence = f"{why}; as of when is a position, such as 4711, or a time: 2026-11-20T13:27:18Z"
    return Unanswerable("as-of-invalid", f"{sentence[0].upper()}{sentence[1:]}.")
