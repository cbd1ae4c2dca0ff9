"""Writes the proof of one event, out of the database.

NotProvable
  NoSuchEvent   nothing is recorded under this id, or at this position
  NotSealedYet  no seal covers it; seal first
  Damaged       the rows are not what was sealed; `audit verify` says more
"""

from uuid import UUID

from infra.audit import anchor, merkle, rows
from infra.audit.proof import Proof
from infra.audit.rows import Connection
from infra.ledger.entry_hash import entry_hash

_BY_ID = "SELECT notification_id FROM ledger.events WHERE event_id = %s"


class NotProvable(Exception):
    """There is no proof of it; the message says why, and what to do."""


class NoSuchEvent(NotProvable): ...


class NotSealedYet(NotProvable): ...


class Damaged(NotProvable): ...


async def prove(connection: Connection, event: UUID | int) -> Proof:
    """Of an event by its id, or by its position. Raises NotProvable, psycopg.Error."""
    position = await _position(connection, event)
    within = position <= rows.LAST_POSITION
    found = await rows.rows_between(connection, position, position) if within else []
    if not found:
        raise NoSuchEvent(f"nothing is recorded at position {position}")
    signed = await rows.seal_over(connection, position)
    if signed is None:
        raise NotSealedYet(
            f"no seal covers position {position} yet: wait a minute, or run `ytempire audit seal`"
        )
    seal = signed.seal
    leaves = anchor.entries(await rows.leaves(connection, seal.first, seal.last))
    if merkle.root(leaves) != seal.root or entry_hash(found[0]) != found[0].entry_hash:
        raise Damaged(
            f"the events at {seal.first} to {seal.last} are not those that were sealed:"
            " `ytempire audit verify` names the first"
        )
    index = position - seal.first
    return Proof(found[0], index, merkle.path(leaves, index), signed)


async def _position(connection: Connection, event: UUID | int) -> int:
    if isinstance(event, int):
        return event
    row = await (await connection.execute(_BY_ID, (event,))).fetchone()
    if row is None:
        raise NoSuchEvent(f"no event has the id {event}")
    return int(row[0])
