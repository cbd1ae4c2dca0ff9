"""The vault in Postgres: data keys per owner, wrapped; tokens, sealed under them.

Keys are made under a shared lock, in which the key files are read, and destroyed or moved to
another key-encryption key under the same lock, exclusively: none is made beside an erasure, and
none under a key-encryption key that is just being given up.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from psycopg import AsyncConnection, OperationalError

from domain.ids import StreamId
from domain.sealed import Erased, OwnerErased, Sealed, Unopenable
from infra.ledger.pool import Connection, Pool, busy, connected
from infra.security.ring import KeyRing
from infra.security.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    bound_to,
    key_version,
    open_sealed,
    seal,
    wrap,
)

LOCK = int.from_bytes(b"YTVK", "big")
MAKING = "SELECT pg_advisory_xact_lock_shared(%s)"
DESTROYING = "SELECT pg_advisory_xact_lock(%s)"
LATEST = """
    SELECT version, wrapped FROM vault.data_keys WHERE owner = %s ORDER BY version DESC LIMIT 1
"""
ONE = "SELECT wrapped FROM vault.data_keys WHERE owner = %s AND version = %s"
MAKE = """
    INSERT INTO vault.data_keys (owner, version, wrapped)
    SELECT %(owner)s, %(version)s, %(wrapped)s
    WHERE NOT EXISTS (
        SELECT FROM vault.data_keys WHERE owner = %(owner)s AND destroyed_at IS NOT NULL
    )
    ON CONFLICT DO NOTHING
"""
DESTROY = """
    UPDATE vault.data_keys SET wrapped = NULL, destroyed_at = clock_timestamp()
    WHERE owner = %s AND wrapped IS NOT NULL
"""
TOMBSTONE = """
    INSERT INTO vault.data_keys (owner, version, destroyed_at) VALUES (%s, 1, clock_timestamp())
    ON CONFLICT DO NOTHING
"""
KEEP = """
    INSERT INTO vault.secrets (owner, name, sealed) VALUES (%s, %s, %s)
    ON CONFLICT (owner, name) DO UPDATE
    SET sealed = excluded.sealed, changed_at = clock_timestamp()
"""
RESEAL = """
    UPDATE vault.secrets SET sealed = %s, changed_at = clock_timestamp()
    WHERE owner = %s AND name = %s AND sealed = %s
"""
ALL_KEPT = "SELECT name, sealed FROM vault.secrets WHERE owner = %s"
BRIEFLY = "SET lock_timeout = '2s'"
"""Whoever comes behind a statement that waits for a table waits as well."""

NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
# Whoever looks at the database as it was before that: what is dead to all others is kept for it.
LOOKING_BACK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::xid8::xid)
"""
LOOKS, LOOK_S = 500, 0.02
REWRITE = "VACUUM (FULL) vault.data_keys, vault.secrets"
SWEEP = """
    DELETE FROM vault.data_keys AS its
    WHERE created_at < clock_timestamp() - interval '24 hours'
      AND wrapped IS NOT NULL AND owner LIKE 'account/%'
      AND NOT EXISTS (SELECT FROM ledger.events WHERE originator_id = its.owner)
"""
KEPT = "SELECT sealed FROM vault.secrets WHERE owner = %s AND name = %s"
FORGET = "DELETE FROM vault.secrets WHERE owner = %s"


@dataclass(frozen=True, slots=True)
class PostgresVault:
    """Every method raises Busy where Postgres cannot answer. Keeps no data key in memory."""

    pool: Pool
    keks: KeyRing = field(repr=False)

    async def seal(self, owner: StreamId, subject: StreamId, field: str, plain: str) -> Sealed:
        """Raises OwnerErased; makes the owner's first key where there is none."""
        async with connected(self.pool) as connection:
            version, key = await self._newest(connection, owner)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return seal(key, version, nonce, bound_to(owner, subject, field), plain)

    async def open(
        self, owner: StreamId, subject: StreamId, field: str, sealed: Sealed
    ) -> str | Erased:
        """Raises Unopenable where the value was changed or moved, or its key never was here."""
        version = key_version(sealed)
        wrapped = await self._wrapped(owner, version)
        if wrapped is not None and not self.keks.knows(wrapped):
            wrapped = await self._wrapped(owner, version)  # moved to another since it was read
        if wrapped is None:
            return Erased.ERASED
        key = self.keks.unwrap(bound_by(owner, version), wrapped)
        return open_sealed(key, bound_to(owner, subject, field), sealed)

    async def destroy(self, owner: StreamId) -> None:
        """Whatever was sealed for the owner is erased, everywhere and for ever. Repeatable."""
        async with connected(self.pool) as connection, connection.transaction():
            await connection.execute(DESTROYING, (LOCK,))
            await connection.execute(FORGET, (owner,))
            await connection.execute(TOMBSTONE, (owner,))
            await connection.execute(DESTROY, (owner,))

    async def keep(self, owner: StreamId, name: str, plain: str) -> None:
        """Keeps a token, instead of the one of this name. Raises OwnerErased."""
        sealed = await self.seal(owner, owner, name, plain)
        async with connected(self.pool) as connection:
            await connection.execute(KEEP, (owner, name, sealed))

    async def kept(self, owner: StreamId, name: str) -> str | None:
        """The token of this name; None where there is none, or its owner was erased."""
        async with connected(self.pool) as connection:
            found = await (await connection.execute(KEPT, (owner, name))).fetchone()
        if found is None:
            return None
        opened = await self.open(owner, owner, name, Sealed(found[0]))
        return None if opened is Erased.ERASED else opened

    async def renew(self, owner: StreamId) -> None:
        """New values get a new key, and so do the owner's tokens; others stay as they are.

        Raises OwnerErased.
        """
        async with connected(self.pool) as connection:
            version, _ = await self._newest(connection, owner)
            await self._make(connection, owner, version + 1)
            kept = await (await connection.execute(ALL_KEPT, (owner,))).fetchall()
        for name, before in kept:
            plain = await self.open(owner, owner, name, Sealed(before))
            if plain is not Erased.ERASED:
                after = await self.seal(owner, owner, name, plain)
                async with connected(self.pool) as connection:
                    await connection.execute(RESEAL, (after, owner, name, before))

    async def rewrite(self) -> None:
        """Leaves nothing in the vault's own files of what was destroyed; takes milliseconds.

        Who still reads the database as it was (a backup) keeps it there for so long: that is
        waited for, 10 s at most.
        """
        async with self._owning() as connection:
            await _nobody_looks_back(connection)
            await connection.execute(REWRITE)

    async def sweep(self) -> int:
        """Removes keys that were made a day ago for an account that never came to be; how many."""
        async with self._owning() as connection:
            return (await connection.execute(SWEEP)).rowcount

    @asynccontextmanager
    async def _owning(self) -> AsyncIterator[Connection]:
        """As the role that the tables belong to, on a connection that nobody else gets."""
        try:
            its = await AsyncConnection.connect(str(self.pool.conninfo), autocommit=True)
            async with its:
                await its.execute(BRIEFLY)
                yield its
        except OperationalError as away:
            raise busy(away) from away

    async def _wrapped(self, owner: StreamId, version: int) -> bytes | None:
        """None once it is destroyed. Raises Unopenable where it never was."""
        async with connected(self.pool) as connection:
            found = await (await connection.execute(ONE, (owner, version))).fetchone()
        if found is None:
            raise Unopenable(f"{owner} has no key {version}")
        wrapped: bytes | None = found[0]
        return wrapped

    async def _newest(self, connection: Connection, owner: StreamId) -> tuple[int, bytes]:
        found = await (await connection.execute(LATEST, (owner,))).fetchone()
        if found is None:
            await self._make(connection, owner, 1)
            return await self._newest(connection, owner)
        version, wrapped = found
        if wrapped is None:
            raise OwnerErased(f"{owner} was erased; nothing more is sealed for it")
        if not self.keks.knows(wrapped):
            version, wrapped = await self._again(connection, owner)
        return version, self.keks.unwrap(bound_by(owner, version), wrapped)

    async def _again(self, connection: Connection, owner: StreamId) -> tuple[int, bytes]:
        """Moved to another key-encryption key, or destroyed, since it was read."""
        found = await (await connection.execute(LATEST, (owner,))).fetchone()
        if found is None or found[1] is None:
            raise OwnerErased(f"{owner} was erased; nothing more is sealed for it")
        return found[0], found[1]

    async def _make(self, connection: Connection, owner: StreamId, version: int) -> None:
        """Unless it is there, or the owner's last one is destroyed."""
        async with connection.transaction():
            await connection.execute(MAKING, (LOCK,))
            nonce, key = secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(KEY_BYTES)
            wrapped = wrap(self.keks.newest(), nonce, bound_by(owner, version), key)
            await connection.execute(MAKE, {"owner": owner, "version": version, "wrapped": wrapped})


def bound_by(owner: StreamId, version: int) -> bytes:
    """What a wrapped key is bound to: whose it is, and which of theirs."""
    return f"{owner}|{version}".encode()


async def _nobody_looks_back(connection: Connection) -> None:
    """Until every snapshot in this database is of now, or time is over."""
    found = await (await connection.execute(NEXT)).fetchone()
    for _ in range(LOOKS):
        if await (await connection.execute(LOOKING_BACK, found)).fetchone() == (0,):
            return
        await asyncio.sleep(LOOK_S)
