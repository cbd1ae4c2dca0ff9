"""`ytempire costs`: the books as a person reads them, and as a program does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain.ids import call_stream
from tests.cli.asking import Installation, installed
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import PUBLIC
from tests.given import OP
from tests.projections.test_cost import INTENDED, SUCCEEDED

CALLED = [(call_stream(OP), INTENDED), (call_stream(OP), SUCCEEDED)]


@pytest_asyncio.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(database_url, tmp_path, [*SET_UP, *CALLED, *its(*PUBLIC)]) as it:
        yield it


async def test_a_trial_balance_has_two_sides_that_are_alike(here: Installation) -> None:
    found = await here.done("costs", "trial-balance")
    assert {it["account"] for it in found["accounts"] if it["debit"] != "0.000000000"} == {
        "cash/published",
        "imputed/published",
    }
    (total,) = found["totals"]
    assert total["debit"] == total["credit"] == "0.000000043"


async def test_a_person_reads_the_names_of_the_accounts(here: Installation) -> None:
    said = (await here.says("costs", "trial-balance")).stdout
    assert "Accounts payable to providers (cash)" in said
    assert "Cost of published videos (imputed)" in said


async def test_the_journal_is_never_cut_within_an_entry(here: Installation) -> None:
    (first, *rest) = (await here.done("costs", "journal", "--limit", "1"))["items"]
    assert {it["position"] for it in rest} == {first["position"]}
    said = (await here.says("costs", "journal")).stdout
    assert "call.succeeded" in said
    assert "outcome-moved" in said
