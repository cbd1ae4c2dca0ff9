"""The page: whole, self-contained, and nothing in it that its policy would block."""

import re
from itertools import chain

import pytest

from api.page import FOLDER, PARTS
from domain.video import Stage
from tests.api.serving import Api

SOURCES = {it.name: it.read_text(encoding="utf-8") for it in FOLDER.iterdir()}
served = pytest.mark.asyncio(loop_scope="module")


@served
async def test_anybody_may_load_the_page_and_learns_nothing(shared: Api) -> None:
    nobody = shared.as_(None)
    assert (await nobody.get("/")).headers["Content-Type"] == "text/html; charset=utf-8"
    for name in PARTS:
        assert (await nobody.get(f"/page/{name}")).status_code == 200


@served
async def test_a_part_that_is_known_is_not_sent_again(shared: Api) -> None:
    first = await shared.get("/page/page.css")
    assert (
        await shared.get("/page/page.css", **{"If-None-Match": first.headers["ETag"]})
    ).status_code == 304


@served
@pytest.mark.parametrize("name", ["..%2fapp.py", "%2e%2e/app.py", "page.py", "other.js"])
async def test_nothing_else_is_served_from_the_folder(shared: Api, name: str) -> None:
    assert (await shared.get(f"/page/{name}")).status_code == 404


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    addresses = re.findall(r"""https?://[^\s"')]+""", SOURCES[name])
    assert [it for it in addresses if it != "http://www.w3.org/2000/svg"] == []


def test_no_script_and_no_style_stands_in_the_markup() -> None:
    page = SOURCES["index.html"]
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\bstyle=|\bon\w+=", page) == []


def test_every_stage_has_its_column_and_what_is_on_its_way_is_not_published() -> None:
    (columns,) = re.findall(r"const COLUMNS = \[\n(.*?)\n\];", SOURCES["board.js"], re.DOTALL)
    named = [re.findall(r'"([^"]+)"', line) for line in columns.splitlines()]
    stages = {name: its for name, _, *its in named}
    assert sorted(chain(*stages.values())) == sorted(Stage)
    assert (stages["Publishing"], stages["Published"]) == (["approved"], ["published"])


def test_text_never_becomes_markup() -> None:
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
    assert [(name, it) for name, text in SOURCES.items() for it in ways if it in text] == []


def test_the_token_is_kept_in_this_tab_alone() -> None:
    assert [name for name, text in SOURCES.items() if "localStorage" in text] == []
    assert [name for name, text in SOURCES.items() if "document.cookie" in text] == []


def test_every_part_that_is_asked_for_is_there() -> None:
    asked = {it for text in SOURCES.values() for it in re.findall(r"/page/([\w.]+)", text)}
    asked |= {it for text in SOURCES.values() for it in re.findall(r'from "\./([\w.]+)"', text)}
    assert asked - set(PARTS) == set()
