"""A seal: what stands for a run of events for ever, chained to the seal before it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct

LAYOUT = b"YTS1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_PREVIOUS = bytes(32)
"""What the first seal has for a seal before it."""
_FIXED = Struct(">4sq32sqqq32sq")


@dataclass(frozen=True, slots=True)
class Seal:
    """Positions `first` to `last`, of which none is left out.

    `root` is over their entry hashes (docs/adr/0014-sealed-audit.md has the layout).
    """

    n: int
    previous: bytes
    first: int
    last: int
    root: bytes
    sealed_at: datetime

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def digest(self) -> bytes:
        """The 32 bytes that are signed, and that the next seal is chained to."""
        at_us = (self.sealed_at - EPOCH) // timedelta(microseconds=1)
        return sha256(
            _FIXED.pack(
                LAYOUT,
                self.n,
                self.previous,
                self.first,
                self.last,
                self.count,
                self.root,
                at_us,
            )
        ).digest()


@dataclass(frozen=True, slots=True)
class Signed:
    """A seal with its signature; `handover` where another key than before signed it."""

    seal: Seal
    digest: bytes
    public_key: bytes
    signature: bytes
    handover: bytes | None
