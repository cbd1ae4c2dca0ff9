"""`ytempire keys rotate`: other keys, by one command that can be asked for again."""

import asyncio
from pathlib import Path

import orjson
import psycopg

from domain.ids import AccountId, StreamId, account_stream
from infra.ledger.pool import ledger_pool
from infra.security.keys import kek_files
from infra.security.ring import KeyRing
from infra.security.rotation import ROTATING
from infra.security.sealing import kek_id, wrapped_under
from infra.security.vault import PostgresVault
from infra.settings import Ledger
from tests.cli.asking import run, sentence
from tests.given import ACCOUNT, OTHER_ACCOUNT

KEYS = "SELECT owner, version, wrapped FROM vault.data_keys ORDER BY owner, version"
Words = tuple[str, ...]


def sealed(url: str, home: Path, *accounts: AccountId) -> None:
    """A value for each of these, under keys of this home."""
    (home / "keys").mkdir(mode=0o700, exist_ok=True)

    async def seal() -> None:
        async with ledger_pool(url, Ledger(connections=1)) as pool:
            vault = PostgresVault(pool, KeyRing(kek_files(home).read))
            for it in accounts:
                await vault.seal(account_stream(it), StreamId("login/a"), "email", "me@example.com")

    asyncio.run(seal())


def rotated(url: str, home: Path, *words: str) -> dict[str, object]:
    result = run("keys", "rotate", *words, "--json", home=home, env={"DATABASE_URL": url})
    assert result.exit_code == 0, result.output
    its: dict[str, object] = orjson.loads(result.stdout)
    return its


def keys(url: str) -> list[tuple[str, int, bytes]]:
    with psycopg.connect(url) as connection:
        found = connection.execute(KEYS).fetchall()
        return [(owner, version, bytes(it)) for owner, version, it in found]


def test_what_is_to_be_rotated_has_to_be_said(tmp_path: Path) -> None:
    wrong: tuple[Words, ...] = ((), ("--kek", "--data"), ("--kek", "0190f3c2"))
    for words in wrong:
        refused = run("keys", "rotate", *words, home=tmp_path)
        assert (refused.exit_code, sentence(refused)[:9]) == (2, "say --kek")


def test_all_data_keys_are_moved_under_another_key(database_url: str, tmp_path: Path) -> None:
    sealed(database_url, tmp_path, ACCOUNT, OTHER_ACCOUNT)
    found = rotated(database_url, tmp_path, "--kek")
    now = kek_id((tmp_path / "keys" / "kek").read_bytes())
    assert found == {"kek": now.hex(), "moved": 2, "finished": True}
    assert {wrapped_under(it) for _, _, it in keys(database_url)} == {now}


def test_a_second_rotation_beside_the_first_is_refused(database_url: str, tmp_path: Path) -> None:
    sealed(database_url, tmp_path, ACCOUNT)
    with psycopg.connect(database_url) as first:
        first.execute("SELECT pg_advisory_lock(%s)", (ROTATING,))
        env = {"DATABASE_URL": database_url}
        refused = run("keys", "rotate", "--kek", home=tmp_path, env=env)
    assert refused.exit_code == 1
    assert sentence(refused) == "another rotation is running; wait until it has ended"
    assert not (tmp_path / "keys" / "kek.next").exists()


def test_accounts_get_new_data_keys_all_of_them_or_one(database_url: str, tmp_path: Path) -> None:
    sealed(database_url, tmp_path, ACCOUNT, OTHER_ACCOUNT)
    assert rotated(database_url, tmp_path, "--data", str(ACCOUNT)) == {"renewed": 1}
    assert [version for _, version, _ in keys(database_url)] == [1, 2, 1]
    assert rotated(database_url, tmp_path, "--data") == {"renewed": 2}


def test_a_key_that_somebody_else_keeps_needs_its_successor_beside_it(
    database_url: str, tmp_path: Path
) -> None:
    kek = tmp_path / "mounted"
    kek.write_bytes(bytes(32))
    env = {"DATABASE_URL": database_url, "KEK_FILE": str(kek)}
    refused = run("keys", "rotate", "--kek", home=tmp_path, env=env)
    assert refused.exit_code == 2
    assert "put its successor, 32 random bytes, into" in sentence(refused)
    (tmp_path / "mounted.next").write_bytes(bytes(range(32)))
    said = run("keys", "rotate", "--kek", home=tmp_path, env=env)
    assert said.exit_code == 0
    assert f"put the contents of {kek}.next into {kek}" in said.stderr


def test_an_account_is_named_by_its_id(database_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": database_url}
    refused = run("keys", "rotate", "--data", "me", home=tmp_path, env=env)
    assert (refused.exit_code, sentence(refused)[:24]) == (2, "me is no account's id; `")
