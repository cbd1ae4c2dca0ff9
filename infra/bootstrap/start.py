"""Before anything runs: tables, keys, and the owner's account."""

from infra.bootstrap.foundation import foundation, places
from infra.migrations import migrate
from infra.owner import owner_token, register_owner
from infra.security.keys import kek_files, read_or_make
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Settings


async def prepare(settings: Settings) -> tuple[str, ...]:
    """Brings an installation up to this program; the names of the migrations applied.

    Raises MigrationError, BadKey, Busy. Doing it twice changes nothing.
    """
    where = places(settings)
    applied = migrate(where.database_url)
    keys = read_or_make(where.home.root, settings.kek_file)
    keks = KeyRing(kek_files(where.home.root, settings.kek_file).read)
    owner_token(where.home)
    async with foundation(settings) as its:
        vault = PostgresVault(its.pool, keks)
        await vault.sweep()
        await register_owner(its.ledger, vault, keys)
    return applied
