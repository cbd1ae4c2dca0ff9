"""Who may do what: every operation, asked by everybody."""

import pytest
from fastapi import FastAPI

from api.permissions import GRANTED, Permission, refuse_undeclared
from domain.account import Role
from tests.api.operations import Operation, operations
from tests.api.serving import OWNER, STRANGER, VIEWER, Api

EVERYBODYS = {"is_alive", "is_ready"}


async def statuses(api: Api, token: str | None) -> dict[Operation, int]:
    asked = api.as_(token)
    return {
        it: (await asked.send(it.method, it.address, it.body)).status_code
        for it in operations(api.app)
    }


@pytest.mark.parametrize("token", [None, "wrong", "", OWNER + "x"])
async def test_without_a_known_token_nothing_but_health_answers(
    api: Api, token: str | None
) -> None:
    found = await statuses(api, token)
    assert {it.id for it, status in found.items() if status != 401} == EVERYBODYS


async def test_the_owner_is_let_in_everywhere(api: Api) -> None:
    found = await statuses(api, OWNER)
    assert {it.id: status for it, status in found.items() if status in (401, 403, 500)} == {}


async def test_a_viewer_reads_and_changes_nothing(api: Api) -> None:
    found = await statuses(api, VIEWER)
    refused = {it for it, status in found.items() if status == 403}
    assert {it for it in found if it.method != "GET"} < refused
    assert {it.id for it in refused if it.method == "GET"} == {"list_views", "read_metrics"}


async def test_what_belongs_to_another_account_is_not_there(api: Api) -> None:
    found = await statuses(api, STRANGER)
    with_id = {it: status for it, status in found.items() if "_id}" in it.path}
    assert {it.id: status for it, status in with_id.items() if status != 404} == {}


async def test_lists_hold_nothing_of_another_account(api: Api) -> None:
    stranger = api.as_(STRANGER)
    for path in ("channels", "videos", "jobs", "audit"):
        assert (await stranger.read(f"/api/v1/{path}"))["items"] == []


def test_an_operation_that_names_no_permission_is_not_served() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/open", lambda: "everything")
    with pytest.raises(TypeError, match="/open has to name the one permission"):
        refuse_undeclared(app.routes)


def test_a_mounted_app_is_not_served_either() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.mount("/other", FastAPI())
    with pytest.raises(TypeError, match="/other"):
        refuse_undeclared(app.routes)


def test_every_role_has_its_permissions_and_viewers_write_nothing() -> None:
    assert set(GRANTED) == set(Role)
    assert GRANTED[Role.OWNER] == frozenset(Permission)
    assert all(it.endswith(":read") for it in GRANTED[Role.VIEWER])
