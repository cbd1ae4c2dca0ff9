"""The account of whoever asks: what it is, what keeps it, and its erasure."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commands.ports import Because, Command, Ledger, Receipt
from domain.account import AccountErased, AccountRegistered, Role
from domain.event import Event
from domain.ids import StreamId, account_stream, login_stream
from domain.login import LoginClaimed
from infra.security.vault import PostgresVault
from tests.api.serving import VIEWER, Api, serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import INSPECTED
from tests.given import ACCOUNT, JOB, LOGIN, VIDEO, because
from tests.infra.histories import Record

PATH = "/api/v1/account"
EMAIL = "me@example.com"
ME, LOGGED = account_stream(ACCOUNT), login_stream(LOGIN)


@dataclass
class SeenBefore:
    """A ledger that is looked at before an erasure, and asked after it."""

    ledger: Ledger

    async def state(self, _: StreamId) -> None:
        return None

    async def carry_out(self, command: Command, because: Because) -> Receipt:
        return await self.ledger.carry_out(command, because)


def stored(folder: Path) -> set[str]:
    return {it.name for it in (folder / "blobs").rglob("*") if it.is_file()}


async def erase(api: Api) -> None:
    """What a worker does: the keys go, and it is reported."""
    asked = await api.send("POST", f"{PATH}/erasure")
    assert asked.status_code == 202, asked.text
    assert (await api.read(PATH, asked))["erasure"] == "begun"


async def test_an_account_is_read_with_nothing_decided_about_its_end(api: Api) -> None:
    found = await api.read(PATH)
    assert (found["erasure"], found["erasure_why"], found["hold"]) == ("none", "", None)
    assert "login" not in found


async def test_an_erasure_is_begun_once_and_answered_the_same(api: Api) -> None:
    first = await api.send("POST", f"{PATH}/erasure", key="erase")
    again = await api.send("POST", f"{PATH}/erasure", key="erase")
    assert (first.status_code, first.json()) == (202, again.json())
    other = await api.send("POST", f"{PATH}/erasure")
    assert other.json()["code"] == "nothing-new"
    found = await api.read(PATH, other)
    assert found["erasure"] == "begun"


async def test_an_account_that_must_be_kept_says_why_until_the_hold_is_lifted(api: Api) -> None:
    held = {"reason": "books", "until": "2031-12-31"}
    assert (await api.send("PUT", f"{PATH}/legal-hold", held)).status_code == 200
    refused = await api.send("POST", f"{PATH}/erasure")
    assert (refused.status_code, refused.json()["code"]) == (409, "legal-hold")
    assert "must be kept until 2031-12-31, since its books" in refused.json()["detail"]
    found = await api.read(PATH, refused)
    assert found["hold"] == held
    assert (found["erasure"], found["erasure_why"] + ".") == ("none", refused.json()["detail"])
    assert (await api.send("DELETE", f"{PATH}/legal-hold")).status_code == 200
    assert (await api.send("POST", f"{PATH}/erasure")).status_code == 202


async def test_nothing_more_is_asked_of_an_account_that_is_being_erased(api: Api) -> None:
    await erase(api)
    asked = await api.send("POST", "/api/v1/channels", {"name": "More", "language": "en"})
    assert (asked.status_code, asked.json()["code"]) == (409, "account-erasing")
    uploaded = await api.upload(b"more words " * 50)
    assert (uploaded.status_code, uploaded.json()["code"]) == (409, "account-erasing")


async def test_a_file_that_is_refused_to_whoever_is_being_erased_is_not_kept(
    api: Api, tmp_path: Path
) -> None:
    await erase(api)
    before = stored(tmp_path)
    assert (await api.upload(b"a letter from the patient " * 9)).status_code == 409
    assert stored(tmp_path) == before


async def test_a_file_that_an_erasure_overtakes_goes_again(api: Api, tmp_path: Path) -> None:
    """The account was looked at, then the erasure began, then the file was on disk."""
    await erase(api)
    before = stored(tmp_path)
    api.app.state.deps = replace(api.deps, ledger=SeenBefore(api.deps.ledger))
    refused = await api.upload(b"a letter from the patient " * 9)
    assert (refused.status_code, refused.json()["code"]) == (409, "account-erasing")
    assert stored(tmp_path) == before


async def test_a_viewer_neither_erases_nor_holds(api: Api) -> None:
    viewer = api.as_(VIEWER)
    assert (await viewer.send("POST", f"{PATH}/erasure")).status_code == 403
    assert (await viewer.send("DELETE", f"{PATH}/legal-hold")).status_code == 403


async def read_after(api: Api, stream: StreamId, event: Event) -> Any:
    """What the account is once this has happened."""
    its = because(1_000 + len(stream))
    receipt = await api.deps.ledger.carry_out(Record(((stream, event),)), its)
    return (await api.get(PATH, **{"YT-Position": str(receipt.position)})).json()


async def test_an_address_is_read_until_its_key_is_gone_and_then_is_erased(
    database_url: str, tmp_path: Path
) -> None:
    registered = (ME, AccountRegistered(LOGIN, Role.OWNER, "free", 5))
    async with serving(database_url, tmp_path, [registered]) as api:
        vault = api.deps.vault
        assert isinstance(vault, PostgresVault)
        sealed = await vault.seal(ME, LOGGED, "email", EMAIL)
        found = await read_after(api, LOGGED, LoginClaimed(ACCOUNT, sealed))
        assert found["email"] == EMAIL
        await vault.destroy(ME)
        found = await read_after(api, ME, AccountErased(JOB))
        assert (found["email"], found["erasure"]) == ("erased", "erased")


async def test_a_file_that_was_erased_is_gone_and_one_that_was_lost_is_missing(
    database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, tmp_path, [*SET_UP, *its(*INSPECTED)]) as api:
        path = f"/api/v1/videos/{VIDEO}/files"
        lost = await api.get(f"{path}/film.mp4")
        assert (lost.status_code, lost.json()["code"]) == (404, "blob-missing")
        await erase(api)
        for it in (path, f"{path}/film.mp4"):
            gone = await api.get(it)
            assert (gone.status_code, gone.json()["code"]) == (410, "erased")
        assert (await api.read(f"/api/v1/videos/{VIDEO}"))["title"]
