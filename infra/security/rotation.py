"""Other keys, while everything runs: of the vault as a whole, and of its owners.

The key-encryption key: its successor is put beside it, and every program knows both; all data
keys are wrapped anew, a batch a statement; then the successor takes its place. Killed anywhere,
it is asked for again and goes on; two at once are refused. What was wrapped before, in a log
or a backup, stays closed.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.ids import AccountId, StreamId, account_stream
from domain.sealed import OwnerErased
from infra.ledger.pool import Connection, Pool, connected
from infra.security.keys import KekFiles
from infra.security.ring import KeyRing
from infra.security.sealing import NONCE_BYTES, kek_id, wrap
from infra.security.vault import LOCK, PostgresVault, bound_by

BATCH = 500
LEFT = """
    SELECT owner, version, wrapped FROM vault.data_keys
    WHERE substring(wrapped FROM 3 FOR 8) <> %s LIMIT %s
"""
MOVE = """
    UPDATE vault.data_keys AS its SET wrapped = new.wrapped
    FROM unnest(%s::text[], %s::integer[], %s::bytea[], %s::bytea[])
         AS new (owner, version, before, wrapped)
    WHERE its.owner = new.owner AND its.version = new.version AND its.wrapped = new.before
"""
ALONE = "SELECT pg_advisory_lock(%s)"
OVER = "SELECT pg_advisory_unlock(%s)"
ROTATING = int.from_bytes(b"YTKR", "big")
FIRST = "SELECT pg_try_advisory_lock(%s)"
OWNERS = """
    SELECT owner FROM vault.data_keys
    WHERE %(owner)s::text IS NULL OR owner = %(owner)s
    GROUP BY owner HAVING bool_and(wrapped IS NOT NULL) ORDER BY owner
"""


class Rotating(Exception):
    """Another rotation is running."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """Under which key-encryption key all data keys are now, and how many were moved there.

    `finished` is False where its file is somebody else's to put in place.
    """

    kek: str
    moved: int
    finished: bool


async def rotate_kek(pool: Pool, files: KekFiles, batch: int = BATCH) -> Rotated:
    """Raises Rotating, BadKey (no successor, and none to be made), Unopenable, Busy.

    Unopenable: a data key is under a key that is unknown here.
    """
    async with connected(pool) as connection, _first(connection):
        files.begin()
        ring = KeyRing(files.read)
        successor = ring.newest()
        moved = await _move(connection, ring, successor, batch)
        await connection.execute(ALONE, (LOCK,))  # whoever still wraps under the old one is done
        try:
            moved += await _move(connection, ring, successor, batch)
            finished = files.finish(successor)
        finally:
            await connection.execute(OVER, (LOCK,))
    return Rotated(kek_id(successor).hex(), moved, finished)


async def rotate_data_keys(vault: PostgresVault, account_id: AccountId | None = None) -> int:
    """A new key for what is sealed from now on, of one account or of every owner; how many."""
    owner = None if account_id is None else account_stream(account_id)
    async with connected(vault.pool) as connection:
        found = await (await connection.execute(OWNERS, {"owner": owner})).fetchall()
    renewed = 0
    for (its,) in found:
        try:
            await vault.renew(StreamId(its))
        except OwnerErased:
            continue  # between the look and the key
        renewed += 1
    return renewed


@asynccontextmanager
async def _first(connection: Connection) -> AsyncIterator[None]:
    """Nobody else rotates meanwhile, on any host; the lock goes with the connection."""
    found = await (await connection.execute(FIRST, (ROTATING,))).fetchone()
    if not (found and found[0]):
        raise Rotating("another rotation is running; wait until it has ended")
    try:
        yield
    finally:
        await connection.execute(OVER, (ROTATING,))


async def _move(connection: Connection, ring: KeyRing, kek: bytes, batch: int) -> int:
    """Until none is left under another; one that was erased meanwhile stays erased."""
    moved = 0
    while left := await (await connection.execute(LEFT, (kek_id(kek), batch))).fetchall():
        owners, versions, befores = (list(it) for it in zip(*left, strict=True))
        wrapped = [_wrapped_anew(ring, kek, *it) for it in left]
        its = await connection.execute(MOVE, (owners, versions, befores, wrapped))
        moved += its.rowcount
    return moved


def _wrapped_anew(
    ring: KeyRing, kek: bytes, owner: StreamId, version: int, wrapped: bytes
) -> bytes:
    bound = bound_by(owner, version)
    return wrap(kek, secrets.token_bytes(NONCE_BYTES), bound, ring.unwrap(bound, wrapped))
