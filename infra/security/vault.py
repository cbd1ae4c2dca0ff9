"""The vault in Postgres: data keys per owner, wrapped; tokens, sealed under them."""

import secrets
from dataclasses import dataclass, field

from domain.ids import StreamId
from domain.sealed import Erased, OwnerErased, Sealed, Unopenable
from infra.ledger.pool import Connection, Pool, connected
from infra.security.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    bound_to,
    key_version,
    open_sealed,
    seal,
    unwrap,
    wrap,
)

LATEST = """
    SELECT version, wrapped FROM vault.data_keys WHERE owner = %s ORDER BY version DESC LIMIT 1
"""
ONE = "SELECT wrapped FROM vault.data_keys WHERE owner = %s AND version = %s"
MAKE = """
    INSERT INTO vault.data_keys (owner, version, wrapped) VALUES (%s, %s, %s)
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
KEPT = "SELECT sealed FROM vault.secrets WHERE owner = %s AND name = %s"
FORGET = "DELETE FROM vault.secrets WHERE owner = %s"


@dataclass(frozen=True, slots=True)
class PostgresVault:
    """Every method raises Busy where Postgres cannot answer. Keeps no data key in memory."""

    pool: Pool
    kek: bytes = field(repr=False)

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
        async with connected(self.pool) as connection:
            found = await (await connection.execute(ONE, (owner, version))).fetchone()
        if found is None:
            raise Unopenable(f"{owner} has no key {version}")
        if found[0] is None:
            return Erased.ERASED
        key = unwrap(self.kek, _bound(owner, version), found[0])
        return open_sealed(key, bound_to(owner, subject, field), sealed)

    async def destroy(self, owner: StreamId) -> None:
        """Whatever was sealed for the owner is erased, everywhere and for ever. Repeatable."""
        async with connected(self.pool) as connection, connection.transaction():
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

    async def _newest(self, connection: Connection, owner: StreamId) -> tuple[int, bytes]:
        found = await (await connection.execute(LATEST, (owner,))).fetchone()
        if found is None:
            await connection.execute(MAKE, (owner, 1, self._wrapped_key(owner, 1)))
            return await self._newest(connection, owner)
        version, wrapped = found
        if wrapped is None:
            raise OwnerErased(f"{owner} was erased; nothing more is sealed for it")
        return version, unwrap(self.kek, _bound(owner, version), wrapped)

    def _wrapped_key(self, owner: StreamId, version: int) -> bytes:
        nonce, key = secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(KEY_BYTES)
        return wrap(self.kek, nonce, _bound(owner, version), key)


def _bound(owner: StreamId, version: int) -> bytes:
    return f"{owner}|{version}".encode()
