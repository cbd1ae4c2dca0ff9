"""The past and erasure: what is gone is gone out of the past as well."""

from pathlib import Path

from domain.account import AccountErased, AccountRegistered, Role
from domain.login import LoginClaimed
from infra.security.vault import PostgresVault
from tests.api.serving import serving
from tests.api.test_account import EMAIL, LOGGED, ME, PATH, read_after
from tests.given import ACCOUNT, JOB, LOGIN


async def test_what_was_erased_is_erased_in_the_past_as_well(
    database_url: str, tmp_path: Path
) -> None:
    registered = (ME, AccountRegistered(LOGIN, Role.OWNER, "free", 5))
    async with serving(database_url, tmp_path, [registered]) as api:
        vault = api.deps.vault
        assert isinstance(vault, PostgresVault)
        sealed = await vault.seal(ME, LOGGED, "email", EMAIL)
        await read_after(api, LOGGED, LoginClaimed(ACCOUNT, sealed))
        assert (await api.read(f"{PATH}?as_of=2"))["email"] == EMAIL
        await vault.destroy(ME)
        await read_after(api, ME, AccountErased(JOB))
        then = await api.read(f"{PATH}?as_of=2")
        assert (then["email"], then["erasure"]) == ("erased", "none")
