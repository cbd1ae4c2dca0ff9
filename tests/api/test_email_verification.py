"""Whether mail reaches an account: asked for and entered over HTTP."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from domain.account import AccountErased, AccountRegistered, Role
from domain.email_verification import EmailVerified
from domain.event import Event
from domain.ids import LoginKey, StreamId, account_stream, login_stream
from domain.login import LoginClaimed
from infra.ledger.pool import connected
from infra.mail.codes import EmailCodes
from infra.security.vault import PostgresVault
from tests.api.serving import VIEWER, Api, serving
from tests.given import ACCOUNT, JOB, LOGIN, YOU, because
from tests.infra.histories import Record

PATH = "/api/v1/account"
ASK, CONFIRM = f"{PATH}/email-verification", f"{PATH}/email-verification/confirm"
EMAIL, WRONG = "canary@example.com", {"code": "WWWW-WWWW"}
ME, LOGGED = account_stream(ACCOUNT), login_stream(LOGIN)
REGISTERED = AccountRegistered(LOGIN, Role.OWNER, "free", 5)


@pytest.fixture
async def me(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """An account whose address is sealed in the ledger."""
    async with serving(database_url, tmp_path, [(ME, REGISTERED)]) as api:
        sealed = await vault(api).seal(ME, LOGGED, "email", EMAIL)
        await then(api, LOGGED, LoginClaimed(ACCOUNT, sealed))
        yield api


def vault(api: Api) -> PostgresVault:
    assert isinstance(api.deps.vault, PostgresVault)
    return api.deps.vault


async def then(api: Api, stream: StreamId, event: Event) -> None:
    its = because(len(repr(event)))
    await api.deps.ledger.carry_out(Record(((stream, event),)), its)


async def kept(api: Api) -> list[str]:
    """The codes that are in the vault, as nobody but the mail says them."""
    codes = api.deps.codes
    assert isinstance(codes, EmailCodes)
    async with connected(vault(api).pool) as connection:
        found = await connection.execute("SELECT name FROM vault.secrets ORDER BY changed_at")
        names = [name async for (name,) in found]
    opened = [await vault(api).kept(ME, name) for name in names]
    return [it for it in opened if it is not None]


def told(refused: Response) -> tuple[int, str]:
    return refused.status_code, refused.json()["code"]


async def test_a_code_that_was_asked_for_verifies_the_address(me: Api) -> None:
    before = await me.read(PATH)
    assert (before["letters_to"], before["email_verified"]) == (EMAIL, False)
    assert (await me.send("POST", ASK)).status_code == 202
    (code,) = await kept(me)
    done = await me.send("POST", CONFIRM, {"code": f" {code[:4].lower()}-{code[4:]} "})
    assert done.status_code == 200, done.text
    found = await me.read(PATH, done)
    assert (found["email_verified"], found["email_verified_at"] is not None) == (True, True)
    assert told(await me.send("POST", ASK)) == (409, "email-verified")
    assert told(await me.send("POST", CONFIRM, {"code": code})) == (409, "email-verified")


async def test_a_key_asks_for_one_mail_however_often_it_is_sent(me: Api) -> None:
    first, again = [await me.send("POST", ASK, key="ask") for _ in range(2)]
    assert (first.json(), first.status_code) == (again.json(), again.status_code)
    assert len(await kept(me)) == 1


async def test_another_code_is_refused_and_counted_once_for_each_key(me: Api) -> None:
    await me.send("POST", ASK)
    for _ in range(2):
        refused = await me.send("POST", CONFIRM, WRONG, key="wrong")
        assert told(refused) == (422, "email-code-wrong")
        assert "4 more may be entered" in refused.json()["detail"]
    for _ in range(4):
        refused = await me.send("POST", CONFIRM, WRONG)
    assert "ask for another mail" in refused.json()["detail"]
    (code,) = await kept(me)
    assert told(await me.send("POST", CONFIRM, {"code": code})) == (409, "email-code-tries")


async def test_the_right_code_after_a_wrong_one_answers_both_as_before(me: Api) -> None:
    await me.send("POST", ASK)
    (code,) = await kept(me)
    await me.send("POST", CONFIRM, WRONG, key="wrong")
    first = await me.send("POST", CONFIRM, {"code": code}, key="right")
    again = await me.send("POST", CONFIRM, {"code": code}, key="right")
    assert (first.status_code, first.json()) == (200, again.json())
    assert told(await me.send("POST", CONFIRM, WRONG, key="wrong")) == (422, "email-code-wrong")


async def test_a_fourth_mail_within_the_hour_is_refused_and_its_code_is_not_kept(me: Api) -> None:
    for _ in range(3):
        assert (await me.send("POST", ASK)).status_code == 202
    refused = await me.send("POST", ASK)
    assert told(refused) == (429, "email-codes-too-many")
    assert "ask again after 13:00 UTC" in refused.json()["detail"]
    assert len(await kept(me)) == 3


async def test_a_key_of_another_request_asks_for_nothing(me: Api) -> None:
    await me.send("POST", ASK)
    await me.send("POST", CONFIRM, WRONG, key="key")
    assert told(await me.send("POST", ASK, key="key")) == (422, "idempotency-key-reused")
    assert len(await kept(me)) == 1


async def test_many_at_once_get_three_mails_and_five_tries(me: Api) -> None:
    asked = await asyncio.gather(*(me.send("POST", ASK) for _ in range(8)))
    assert sorted(it.status_code for it in asked) == [202] * 3 + [429] * 5
    tried = await asyncio.gather(*(me.send("POST", CONFIRM, WRONG) for _ in range(12)))
    codes = Counter(it.json()["code"] for it in tried)
    assert codes == {"email-code-wrong": 5, "email-code-tries": 7}


async def test_of_two_codes_the_older_is_none_any_more(me: Api) -> None:
    for _ in range(2):
        await me.send("POST", ASK)
    older, newer = await kept(me)
    assert told(await me.send("POST", CONFIRM, {"code": older})) == (422, "email-code-wrong")
    assert (await me.send("POST", CONFIRM, {"code": newer})).status_code == 200


async def test_nothing_is_entered_that_nobody_asked_for(me: Api) -> None:
    assert told(await me.send("POST", CONFIRM, WRONG)) == (409, "email-code-missing")


@pytest.mark.parametrize("path", [ASK, CONFIRM])
async def test_an_installation_without_mail_says_so(me: Api, path: str) -> None:
    codes = me.deps.codes
    assert isinstance(codes, EmailCodes)
    me.app.state.deps = replace(me.deps, codes=replace(codes, configured=False))
    refused = await me.send("POST", path, WRONG if path == CONFIRM else None)
    assert told(refused) == (409, "mail-not-configured")
    assert "SMTP_URL" in refused.json()["detail"]
    assert (await me.read(PATH))["letters_to"] == ""


@pytest.mark.parametrize("path", [ASK, CONFIRM])
async def test_an_account_that_is_gone_is_asked_nothing(me: Api, path: str) -> None:
    await vault(me).destroy(ME)
    body = WRONG if path == CONFIRM else None
    assert told(await me.send("POST", path, body)) == (409, "address-missing")
    await then(me, ME, AccountErased(JOB))
    assert told(await me.send("POST", path, body)) == (409, "account-erased")


async def test_another_address_than_the_one_that_was_verified_is_not(me: Api) -> None:
    await then(me, ME, EmailVerified(YOU, LoginKey("b" * 64)))
    asked = await me.send("POST", ASK)
    found = await me.read(PATH, asked)
    assert (asked.status_code, found["email_verified"]) == (202, False)
    assert found["email_verified_at"] is None


@pytest.mark.parametrize("code", ["", "ABCDE", "ABCDE-12345", "AB2C\r\n3D4E", "ÄB2C3D4E"])
async def test_what_is_no_code_is_not_tried(me: Api, code: str) -> None:
    await me.send("POST", ASK)
    assert told(await me.send("POST", CONFIRM, {"code": code})) == (422, "invalid")


async def test_a_viewer_neither_asks_nor_enters(me: Api) -> None:
    viewer = me.as_(VIEWER)
    for path, body in ((ASK, None), (CONFIRM, WRONG)):
        assert told(await viewer.send("POST", path, body)) == (403, "forbidden")


async def test_neither_code_nor_address_is_in_any_event_or_table_in_the_clear(me: Api) -> None:
    await me.send("POST", ASK)
    (code,) = await kept(me)
    await me.send("POST", CONFIRM, WRONG)
    await me.read(PATH, await me.send("POST", CONFIRM, {"code": code}))
    everything = await rows(me)
    assert "email-verified" in everything
    assert [it for it in (code, EMAIL, EMAIL.upper()) if it in everything] == []


async def rows(api: Api) -> str:
    """Every row of every table, as text."""
    found: list[Any] = []
    async with connected(vault(api).pool) as connection:
        tables = await connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg_%'"
            " AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename),"
            " 'SELECT')"
        )
        for schema, table in await tables.fetchall():
            query = f'SELECT its::text FROM "{schema}"."{table}" AS its'
            found += await (await connection.execute(query.encode())).fetchall()
        states = "SELECT topic || convert_from(state, 'UTF8') FROM ledger.events"
        found += await (await connection.execute(states.encode())).fetchall()
    return "\n".join(it for (it,) in found)
