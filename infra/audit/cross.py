"""What one row cannot show: versions that follow each other, and a command for every event."""

from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from infra.audit.damage import Damage
from infra.audit.rows import LAST_POSITION

Connection = AsyncConnection[TupleRow]

BROKEN: LiteralString = """
    SELECT EXISTS (
        SELECT FROM ledger.events WHERE notification_id BETWEEN %(first)s AND %(last)s
        GROUP BY originator_id
        HAVING max(originator_version) - min(originator_version) + 1 <> count(*)
            OR (%(first)s = 1 AND min(originator_version) > 1))
"""
VERSION: LiteralString = """
    SELECT notification_id, event_id, originator_id, originator_version, before
    FROM (
        SELECT *, lag(originator_version)
            OVER (PARTITION BY originator_id ORDER BY notification_id) AS before
        FROM ledger.events WHERE notification_id BETWEEN %(first)s AND %(last)s
    ) AS its
    WHERE originator_version <> before + 1
        OR (before IS NULL AND %(first)s = 1 AND originator_version > 1)
    ORDER BY notification_id LIMIT 1
"""
COMMAND: LiteralString = """
    SELECT its.notification_id, its.event_id, its.originator_id, c.position,
           c.account_id IS NOT DISTINCT FROM its.account_id AND c.recorded_at = its.recorded_at
    FROM (
        SELECT notification_id, event_id, originator_id, command_id, account_id, recorded_at,
               lead(command_id) OVER (ORDER BY notification_id)
                   IS DISTINCT FROM command_id AS ends
        FROM ledger.events WHERE notification_id BETWEEN %(first)s AND %(after)s
    ) AS its
    LEFT JOIN ledger.commands AS c ON c.command_id = its.command_id
    WHERE its.notification_id <= %(last)s AND (
        c.command_id IS NULL
        OR c.position < its.notification_id
        OR (its.ends AND c.position <> its.notification_id)
        OR c.account_id IS DISTINCT FROM its.account_id
        OR c.recorded_at <> its.recorded_at)
    ORDER BY its.notification_id LIMIT 1
"""
BEYOND: LiteralString = """
    SELECT head, max(position)
    FROM (SELECT coalesce(max(notification_id), 0) AS head FROM ledger.events) AS its,
         ledger.commands
    WHERE position > head GROUP BY head
"""
ENOUGH: LiteralString = "SELECT set_config('work_mem', '64MB', false)"


async def version_gap(connection: Connection, first: int, last: int, sealed: int) -> Damage | None:
    """The first event whose version does not follow the one before in its stream.

    Whole streams are counted; up to `sealed` their order is what the seals hold, after it every
    event is compared with the one before.
    """
    its = {"first": first, "last": last}
    found = await (await connection.execute(BROKEN, its)).fetchone()
    if found is not None and not found[0]:
        its["first"] = max(first, sealed + 1)
    row = await (await connection.execute(VERSION, its)).fetchone()
    if row is None:
        return None
    position, event_id, stream, version, before = row
    said = f"has version {version} of {stream}, after version {before or 0}."
    sentence = f"The event at position {position} {said}"
    return Damage(position, "version-gap", sentence, event_id, stream)


async def command_fault(
    connection: Connection, first: int, last: int, *, to_head: bool
) -> Damage | None:
    """The first event whose command has no row, or one that says other than the event.

    With `to_head`, also commands that ended after the last event there is.
    """
    await connection.execute(ENOUGH)
    its = {"first": first, "last": last, "after": min(last + 1, LAST_POSITION)}
    row = await (await connection.execute(COMMAND, its)).fetchone()
    if row is not None:
        return _command(row)
    if to_head:
        beyond = await (await connection.execute(BEYOND)).fetchone()
        if beyond is not None:
            head, ended = beyond
            said = f"is gone; a command ended at position {ended}."
            return Damage(head + 1, "tail-cut", f"Everything from position {head + 1} on {said}")
    return None


def _command(row: TupleRow) -> Damage:
    position, event_id, stream, ended, agrees = row
    kind = "command-changed"
    if ended is None:
        kind, said = "command-missing", "has no row of its command."
    elif not agrees:
        said = "and its command's row name another account or time."
    else:
        said = f"belongs to a command that ended at position {ended}, says the command's row."
    sentence = f"The event at position {position} {said}"
    return Damage(position, kind, sentence, event_id, stream)
