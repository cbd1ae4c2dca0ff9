"""A row of `ledger.events`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Row(NamedTuple):
    """One event as stored, its columns in the order in which they are hashed."""

    notification_id: int
    originator_id: str
    kind: str
    originator_version: int
    event_id: UUID
    topic: str
    event_version: int
    recorded_at: datetime
    actor: str
    account_id: UUID | None
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID
    traceparent: str | None
    state: bytes
    entry_hash: bytes
