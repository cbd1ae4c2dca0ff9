"""Other keys while everything runs: nothing is ever closed to whom it belongs to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from domain.ids import AccountId, StreamId, account_stream
from domain.sealed import Erased, OwnerErased, Sealed, Unopenable
from infra.ledger.pool import ledger_pool
from infra.security.keys import BadKey, KekFiles, kek_files
from infra.security.ring import KeyRing
from infra.security.rotation import Rotating, rotate_data_keys, rotate_kek
from infra.security.sealing import kek_id, key_version, unwrap
from infra.security.vault import PostgresVault, bound_by
from infra.settings import Ledger
from tests.given import ACCOUNT

LIMITS = Ledger(connections=4, lock_s=5)
LOGIN, EMAIL = StreamId("login/aaaa"), "me@example.com"
OWNERS = [account_stream(AccountId(UUID(int=n))) for n in range(1, 8)]
ME, YOU = OWNERS[:2]
KEY = "SELECT wrapped FROM vault.data_keys WHERE owner = %s AND version = 1"


@dataclass(frozen=True)
class Opened:
    """A vault, the files of its key-encryption key, and another program with the same files."""

    vault: PostgresVault
    other: PostgresVault
    files: KekFiles
    url: str

    def wrapped(self, owner: StreamId) -> bytes:
        with psycopg.connect(self.url) as connection:
            found = connection.execute(KEY, (owner,)).fetchone()
            assert found is not None
            return bytes(found[0])

    async def sealed(self, owner: StreamId = ME) -> Sealed:
        return await self.vault.seal(owner, LOGIN, "email", EMAIL)

    async def opens(self, sealed: Sealed, owner: StreamId = ME) -> bool:
        its = [await it.open(owner, LOGIN, "email", sealed) for it in (self.vault, self.other)]
        return its == [EMAIL, EMAIL]


@pytest.fixture
async def its(database_url: str, tmp_path: Path) -> AsyncIterator[Opened]:
    (tmp_path / "keys").mkdir(mode=0o700)
    files = kek_files(tmp_path)
    async with ledger_pool(database_url, LIMITS) as pool:
        one, other = (PostgresVault(pool, KeyRing(files.read)) for _ in range(2))
        yield Opened(one, other, files, database_url)


async def test_all_keys_are_moved_and_every_value_still_opens(its: Opened) -> None:
    sealed = {owner: await its.sealed(owner) for owner in OWNERS}
    old = its.files.current.read_bytes()
    rotated = await rotate_kek(its.vault.pool, its.files, batch=2)
    assert (rotated.moved, rotated.finished) == (len(OWNERS), True)
    assert all([await its.opens(it, owner) for owner, it in sealed.items()])
    assert its.files.current.read_bytes() != old
    assert not its.files.next.exists()
    assert kek_id(its.files.current.read_bytes()).hex() == rotated.kek


async def test_what_was_wrapped_before_is_closed_to_the_new_key(its: Opened) -> None:
    await its.sealed()
    before = its.wrapped(ME)
    await rotate_kek(its.vault.pool, its.files)
    new = its.files.current.read_bytes()
    with pytest.raises(Unopenable, match="put the right one back"):
        unwrap(new, bound_by(ME, 1), before)
    assert len(unwrap(new, bound_by(ME, 1), its.wrapped(ME))) == 32


@pytest.mark.no_cover
async def test_values_are_sealed_and_opened_all_through_rotations(its: Opened) -> None:
    over, opened = asyncio.Event(), 0

    async def use(vault: PostgresVault, first: int) -> None:
        nonlocal opened
        n = first
        while not over.is_set():
            owner = account_stream(AccountId(UUID(int=n % 60 + 1)))
            sealed = await vault.seal(owner, LOGIN, "email", EMAIL)
            assert await vault.open(owner, LOGIN, "email", sealed) == EMAIL
            opened, n = opened + 1, n + 1

    using = [asyncio.create_task(use(it, n)) for n, it in enumerate((its.vault, its.other))]
    for _ in range(8):
        await rotate_kek(its.vault.pool, its.files, batch=7)
        await rotate_data_keys(its.vault)
    over.set()
    await asyncio.gather(*using)
    assert opened > 100


@dataclass(frozen=True, slots=True)
class CutOff(KekFiles):
    """A program that is killed where it says."""

    at: str = ""

    def begin(self) -> None:
        KekFiles.begin(self)
        if self.at == "begin":
            raise asyncio.CancelledError

    def finish(self, successor: bytes) -> bool:
        if self.at == "finish":
            raise asyncio.CancelledError
        return KekFiles.finish(self, successor)


@pytest.mark.parametrize("at", ["begin", "move", "finish"])
async def test_a_rotation_that_was_cut_off_goes_on_when_asked_again(its: Opened, at: str) -> None:
    sealed = {owner: await its.sealed(owner) for owner in OWNERS}
    before = its.wrapped(ME)
    files = CutOff(its.files.current, mounted=False, at=at)
    rotating = asyncio.create_task(rotate_kek(its.vault.pool, files, batch=1))
    if at == "move":
        for _ in range(10_000):
            await asyncio.sleep(0)
            if its.wrapped(ME) != before:
                break
        rotating.cancel()
    await asyncio.gather(rotating, return_exceptions=True)
    assert all([await its.opens(it, owner) for owner, it in sealed.items()])
    assert (await rotate_kek(its.vault.pool, its.files)).finished
    assert all([await its.opens(it, owner) for owner, it in sealed.items()])
    assert not its.files.next.exists()


async def test_of_two_rotations_at_once_one_is_refused_and_no_key_is_lost(its: Opened) -> None:
    sealed = {owner: await its.sealed(owner) for owner in OWNERS}
    both = (rotate_kek(its.vault.pool, its.files, batch=1) for _ in range(2))
    done, refused = sorted(
        await asyncio.gather(*both, return_exceptions=True),
        key=lambda it: isinstance(it, Exception),
    )
    assert isinstance(refused, Rotating)
    assert not isinstance(done, BaseException)
    assert kek_id(its.files.current.read_bytes()).hex() == done.kek
    assert all([await its.opens(it, owner) for owner, it in sealed.items()])
    assert (await rotate_kek(its.vault.pool, its.files)).moved == len(OWNERS)


@dataclass(frozen=True, slots=True)
class Replaced(KekFiles):
    """Somebody puts another successor there while the vault is wrapped anew."""

    def finish(self, successor: bytes) -> bool:
        self.next.write_bytes(bytes(range(32)))
        return KekFiles.finish(self, successor)


async def test_a_successor_that_was_replaced_never_takes_the_keys_place(its: Opened) -> None:
    await its.sealed()
    before = its.files.current.read_bytes()
    with pytest.raises(BadKey, match="not the key that was begun with"):
        await rotate_kek(its.vault.pool, Replaced(its.files.current, mounted=False))
    assert its.files.current.read_bytes() == before


async def test_a_key_that_somebody_else_keeps_is_never_written(its: Opened, tmp_path: Path) -> None:
    mounted = KekFiles(tmp_path / "mounted", mounted=True)
    mounted.current.write_bytes(bytes(32))
    vault = PostgresVault(its.vault.pool, KeyRing(mounted.read))
    sealed = await vault.seal(ME, LOGIN, "email", EMAIL)
    with pytest.raises(BadKey, match=r"put its successor, 32 random bytes, into .*mounted\.next"):
        await rotate_kek(its.vault.pool, mounted)
    mounted.next.write_bytes(bytes(range(32)))
    assert not (await rotate_kek(its.vault.pool, mounted)).finished
    assert mounted.current.read_bytes() == bytes(32)
    mounted.next.replace(mounted.current)
    assert await vault.open(ME, LOGIN, "email", sealed) == EMAIL


async def test_new_values_get_a_new_key_and_old_ones_keep_theirs(its: Opened) -> None:
    before = await its.sealed()
    await its.vault.keep(ME, "token", "t0ken")
    assert await rotate_data_keys(its.vault) == 1
    after = await its.sealed()
    assert [key_version(it) for it in (before, after)] == [1, 2]
    assert await its.opens(before)
    assert await its.opens(after)


async def test_tokens_are_sealed_anew_under_the_new_key(its: Opened) -> None:
    await its.vault.keep(ME, "token", "t0ken")
    await rotate_data_keys(its.vault)
    with psycopg.connect(its.url) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM vault.secrets").fetchone() or ("",)
    assert key_version(Sealed(sealed)) == 2
    assert await its.vault.kept(ME, "token") == "t0ken"


async def test_one_account_alone_gets_a_new_key(its: Opened) -> None:
    for owner in (ME, YOU):
        await its.sealed(owner)
    assert await rotate_data_keys(its.vault, ACCOUNT) == 1
    assert key_version(await its.sealed(ME)) == 2
    assert key_version(await its.sealed(YOU)) == 1


async def test_a_rotation_never_gives_an_erased_owner_a_key_again(its: Opened) -> None:
    sealed = await its.sealed()
    await its.vault.destroy(ME)
    assert await rotate_data_keys(its.vault) == 0
    await rotate_kek(its.vault.pool, its.files)
    assert await its.vault.open(ME, LOGIN, "email", sealed) is Erased.ERASED
    with pytest.raises(OwnerErased):
        await its.vault.renew(ME)


async def test_erasures_beside_rotations_leave_no_key(its: Opened) -> None:
    for owner in OWNERS:
        await its.sealed(owner)
    await asyncio.gather(
        rotate_data_keys(its.vault),
        rotate_kek(its.vault.pool, its.files, batch=1),
        *(its.vault.destroy(owner) for owner in OWNERS),
    )
    with psycopg.connect(its.url) as connection:
        left = connection.execute("SELECT owner FROM vault.data_keys WHERE wrapped IS NOT NULL")
        assert left.fetchall() == []


async def test_the_vault_rewritten_holds_what_is_left_and_works_on(its: Opened) -> None:
    kept = await its.sealed(YOU)
    await its.sealed(ME)
    gone = its.wrapped(ME)
    with psycopg.connect(its.url) as reader:  # as a backup reads
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT FROM vault.data_keys")
        await its.vault.destroy(ME)
        rewriting = asyncio.create_task(its.vault.rewrite())
        await asyncio.wait({rewriting}, timeout=0.3)
        assert not rewriting.done()
    await rewriting
    with psycopg.connect(its.url) as connection:
        path = connection.execute("SELECT pg_relation_filepath('vault.data_keys')").fetchone()
        connection.execute("CHECKPOINT")
        root = connection.execute("SHOW data_directory").fetchone()
    assert path
    assert root
    assert gone not in await asyncio.to_thread(Path(root[0], path[0]).read_bytes)
    assert await its.opens(kept, YOU)
