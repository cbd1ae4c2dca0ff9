from collections.abc import AsyncIterator
from dataclasses import dataclass

import psycopg
import pytest

from domain.account import AccountRegistered, Role
from domain.ids import StreamId, account_stream
from domain.sealed import Erased, OwnerErased, Sealed, Unopenable
from infra.ledger.pool import ledger_pool
from infra.security.ring import KeyRing
from infra.security.sealing import key_version
from infra.security.vault import PostgresVault
from infra.settings import Ledger
from tests.given import ACCOUNT
from tests.given import LOGIN as LOGIN_KEY
from tests.infra.histories import record

ME, YOU = StreamId("account/1"), StreamId("account/2")
GRANT = StreamId("grant/1")
LOGIN = StreamId("login/aaaa")
KEK, OTHER_KEK = bytes(32), bytes(range(32))
EMAIL = "me@example.com"


@dataclass(frozen=True)
class Opened:
    vault: PostgresVault
    url: str

    def change(self, statement: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(statement.encode())

    def column(self, query: str) -> list[object]:
        with psycopg.connect(self.url) as connection:
            return [it for (it,) in connection.execute(query.encode()).fetchall()]


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[Opened]:
    async with ledger_pool(database_url, Ledger(connections=4)) as pool:
        yield Opened(PostgresVault(pool, KeyRing(lambda: (KEK,))), database_url)


async def test_what_is_sealed_for_an_owner_opens_again(opened: Opened) -> None:
    sealed = await opened.vault.seal(ME, LOGIN, "email", EMAIL)
    assert EMAIL not in sealed
    assert await opened.vault.open(ME, LOGIN, "email", sealed) == EMAIL
    assert sealed != await opened.vault.seal(ME, LOGIN, "email", EMAIL)


async def test_one_key_is_made_for_each_owner_and_kept_wrapped(opened: Opened) -> None:
    for owner in (ME, YOU, ME):
        await opened.vault.seal(owner, LOGIN, "email", EMAIL)
    assert opened.column("SELECT owner FROM vault.data_keys ORDER BY owner") == [ME, YOU]
    assert opened.column("SELECT DISTINCT length(wrapped) FROM vault.data_keys") == [70]


async def test_a_value_of_one_owner_is_no_value_of_another(opened: Opened) -> None:
    sealed = await opened.vault.seal(ME, LOGIN, "email", EMAIL)
    await opened.vault.seal(YOU, LOGIN, "email", EMAIL)
    with pytest.raises(Unopenable):
        await opened.vault.open(YOU, LOGIN, "email", sealed)


async def test_a_destroyed_key_erases_every_value_and_makes_no_new_one(opened: Opened) -> None:
    sealed = await opened.vault.seal(ME, LOGIN, "email", EMAIL)
    await opened.vault.keep(ME, "token", "t0ken")
    for _ in range(2):
        await opened.vault.destroy(ME)
    assert await opened.vault.open(ME, LOGIN, "email", sealed) is Erased.ERASED
    assert await opened.vault.kept(ME, "token") is None
    assert opened.column("SELECT wrapped FROM vault.data_keys") == [None]
    with pytest.raises(OwnerErased):
        await opened.vault.seal(ME, LOGIN, "email", EMAIL)


async def test_an_owner_of_nothing_is_erased_too(opened: Opened) -> None:
    await opened.vault.destroy(ME)
    with pytest.raises(OwnerErased):
        await opened.vault.keep(ME, "token", "t0ken")


async def test_a_token_is_kept_sealed_and_replaced_by_its_name(opened: Opened) -> None:
    await opened.vault.keep(ME, "token", "first")
    await opened.vault.keep(ME, "token", "second")
    assert await opened.vault.kept(ME, "token") == "second"
    assert await opened.vault.kept(YOU, "token") is None
    (sealed,) = opened.column("SELECT sealed FROM vault.secrets")
    assert key_version(Sealed(str(sealed))) == 1


async def test_a_value_under_a_key_that_never_was_is_told_so(opened: Opened) -> None:
    with pytest.raises(Unopenable, match="account/1 has no key 1"):
        await opened.vault.open(ME, LOGIN, "email", Sealed("s1.1.AAAA.AAAA"))


async def test_a_vault_under_another_key_encryption_key_is_told_so(opened: Opened) -> None:
    sealed = await opened.vault.seal(ME, LOGIN, "email", EMAIL)
    other = PostgresVault(opened.vault.pool, KeyRing(lambda: (OTHER_KEK,)))
    with pytest.raises(Unopenable, match="put the right one back"):
        await other.open(ME, LOGIN, "email", sealed)


async def test_a_key_goes_when_its_account_has_not_come_to_be_within_a_day(opened: Opened) -> None:
    registered = account_stream(ACCOUNT)
    event = AccountRegistered(LOGIN_KEY, Role.OWNER, "free", 5)
    await record(opened.url, [(registered, event)])
    for owner in (ME, registered, GRANT):
        await opened.vault.seal(owner, LOGIN, "email", EMAIL)
    opened.change("UPDATE vault.data_keys SET created_at = now() - interval '25 hours'")
    await opened.vault.seal(YOU, LOGIN, "email", EMAIL)
    assert await opened.vault.sweep() == 1
    left = opened.column("SELECT owner FROM vault.data_keys ORDER BY owner")
    assert set(left) == {YOU, registered, GRANT}
