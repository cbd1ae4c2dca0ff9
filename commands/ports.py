"""What a command is made of, and who carries it out."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.event import Decision
from domain.ids import AccountId, StreamId
from domain.prices import PriceBook


@dataclass(frozen=True, slots=True)
class Step:
    """One stream's part in a command: what it decides, given what it is (None: not begun)."""

    stream: StreamId
    decide: Callable[[Any], Decision]


Steps = Generator[Step, Any, None]
"""Yields a step, receives that stream's state after its decision."""


@dataclass(frozen=True, slots=True)
class World:
    """The values that decisions need: the time (UTC) and the whole dated price book."""

    now: datetime
    prices: PriceBook = field(default_factory=PriceBook)


@dataclass(frozen=True, slots=True)
class Because:
    """Who asked, for which account, under which key and digest, because of what.

    `actor` is `person/<account>`, `worker/<job kind>` or `system/<part>`. `request_digest` is
    the SHA-256 of the plain request; the same `command_id` with another digest is refused.
    """

    actor: str
    account_id: AccountId | None
    command_id: UUID
    request_digest: bytes
    correlation_id: UUID
    causation_id: UUID
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command, the same for every repeat of its key.

    `position` is the global position after it; `ids` names what it began; `code` is
    `recorded`, or `nothing-new` where no event resulted.
    """

    position: int
    ids: dict[str, str] = field(default_factory=dict)
    code: str = "recorded"


class LedgerError(Exception):
    """What a ledger may say instead of a receipt.

    LedgerError
    ├── Reused   the key was used before, for another request: a mistake of the caller's
    └── Busy     no answer now; try again later, with the same key
    """


class Reused(LedgerError):
    """This key was used before, for another request."""


class Busy(LedgerError):
    """The ledger cannot answer now; the same key, later, is carried out once."""


class Command(Protocol):
    """A value; `steps` is its whole meaning. `ids` names what it begins: `video` → its id."""

    @property
    def ids(self) -> dict[str, str]: ...

    def steps(self, world: World) -> Steps: ...


class Plain:
    """A command that begins nothing."""

    __slots__ = ()

    @property
    def ids(self) -> dict[str, str]:
        return {}


def untouched(_: object) -> Decision:
    """A step that only reads: the ledger checks that the stream did not change meanwhile."""
    yield from ()


class Ledger(Protocol):
    """Carries out commands, and says what streams are."""

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        """All steps in one transaction, decided again if any stream read has changed.

        Raises Refused (a decision declined), Reused (same key, other request), Busy (later).
        """
        ...

    async def state(self, stream: StreamId) -> Any:
        """The stream's folded state now; None where it has not begun."""
        ...
